/** The browser script: views of pages, affiliate links that were seen, and those that were followed. */
import { watchClicks } from './clicks.ts';
import { harmless, hurry, on, soon } from './harmless.ts';
import { forgetSeen, sendSeen, watchLinks } from './impressions.ts';
import { pageFacts, pageUrl } from './page-facts.ts';
import { beginView, send } from './send.ts';
import { dataset, isAllowed } from './settings.ts';

/** The address of the view; undefined: there was none yet; empty: the page came out of the browser's cache. */
let url: string | undefined;

/** Says all that is to be said of the view before it ends, or is hidden: it may never come back. */
function conclude(): void {
  hurry();
  sendSeen();
}

/** Looks at the page: it may be allowed now, have another address, or other links. */
const look = harmless(() => {
  if (!isAllowed()) return;
  const from = url;
  url = pageUrl();
  if (from !== url) {
    conclude();
    beginView(url);
    forgetSeen();
    // a page that changes its address changes its title just after
    soon(99, () =>
      send({
        t: 'p',
        r: (from ?? document.referrer).replace(/[?#].*/, ''),
        n: document.title,
        // the tag's attributes describe the page that was loaded
        d: from === undefined && dataset,
        f: pageFacts(),
      }),
    );
  }
  if (document.hidden) conclude();
  else watchLinks();
});

look();
setInterval(look, 500);
watchClicks(look);
on('visibilitychange', look);
on('pagehide', conclude);
on('pageshow', (event: PageTransitionEvent) => {
  if (event.persisted) url = '';
  look();
});
