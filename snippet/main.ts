/** The browser script: views of pages, affiliate links that were seen, and those that were followed. */
import { watchClicks } from './clicks.ts';
import { harmless, hurry, on, soon } from './harmless.ts';
import { forgetSeen, sendSeen, watchLinks } from './impressions.ts';
import { dimensions, pageUrl, short } from './page-facts.ts';
import { randomId, send, type View } from './send.ts';
import { isAllowed, onConsent } from './settings.ts';
import type { Dimensions } from './wire.ts';

/** A page that changes its address changes its title just after. */
const TITLE_MS = 99;

let view: View | undefined;

/** Begins a view. It is sent a moment later, where the page has not loaded. */
function begin(referrer?: string, delayMs = TITLE_MS): void {
  if (!isAllowed()) return;
  const isFirst = !view;
  const current: View = { id: randomId(), url: pageUrl(), beganMs: isFirst ? 0 : performance.now() };
  view = current;
  forgetSeen();
  soon(() => {
    let d: Dimensions | undefined;
    harmless(() => {
      d = dimensions(isFirst); // a page may say of itself what it likes
    })();
    send(current, {
      t: 'p',
      r: short(referrer?.replace(/[?#].*/, ''), 300),
      n: short(document.title, 200),
      l: navigator.language,
      z: Intl.DateTimeFormat().resolvedOptions().timeZone,
      x: outerWidth < 600 ? 's' : outerWidth < 1024 ? 'm' : 'l', // innerWidth would make the browser lay out the page
      d,
    });
  }, delayMs);
}

/** Says all that is to be said of the view before it ends, or is hidden: it may never come back. */
function conclude(): void {
  hurry();
  if (view) sendSeen(view);
}

/** The page may have changed its address. */
const move = harmless(() => {
  const from = view?.url;
  if (!from || from === pageUrl()) return;
  conclude();
  begin(from);
});

function start(): void {
  const first = harmless(() => view ?? begin(document.referrer, 0));
  first();
  onConsent(first);
  watchLinks();
  watchClicks(() => view as View); // nothing is followed, for us, without one
  for (const name of ['pushState', 'replaceState'] as const) {
    const own = history[name];
    history[name] = function (this: History, ...input: Parameters<typeof own>) {
      own.apply(this, input);
      move();
    };
  }
  on(window, 'popstate', move);
  on(document, 'visibilitychange', () => document.hidden && conclude());
  on(window, 'pagehide', conclude);
  on(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && begin());
}

// a view that was prerendered counts when it is shown
if ((document as { prerendering?: boolean }).prerendering) on(document, 'prerenderingchange', start);
else harmless(start)();
