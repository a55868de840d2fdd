/** Views of pages, the affiliate links that were seen in them, and the one sender. */
import { CLICK_ID_RANDOM, makeClickId } from '../src/core/click-id.ts';
import { harmless, hurry, on, soon } from './harmless.ts';
import { findLinks, found, type LinkElement, linkOnPage } from './links.ts';
import { pageFacts, pageUrl } from './page-facts.ts';
import { dataset, endpoint, isAllowed } from './settings.ts';
import type { EventBody, LinkOnPage } from './wire.ts';

/** An id: of a view, of an event and, written into the link, of a click. From the browser's own source of randomness. */
export const newId = (): string => makeClickId(Date.now(), crypto.getRandomValues(new Uint8Array(CLICK_ID_RANDOM)));

/** A view: from the page's loading, its return from the browser's cache, or a change of address, to the next. */
let viewId: string;
/** Its address; undefined: there was none yet; empty: the page left, and may come back out of the browser's cache. */
let viewUrl: string | undefined;

/**
 * Sends an event of the view: as plain text and without credentials, so that no preflight is needed; across origins, so
 * that the browser names the page's, whatever the page's own policy is. It outlives the page.
 */
export const send = (id: string, ...body: EventBody): unknown =>
  isAllowed() &&
  fetch(endpoint, {
    method: 'POST',
    keepalive: true,
    credentials: 'omit',
    body: JSON.stringify([dataset, navigator.globalPrivacyControl, id, viewId, viewUrl, ...body]),
  }).catch(isAllowed); // whatever happens here is nobody's business

/** What this keeps at a link: the timer until it has been visible for one second; then the view in which it was. */
type SeenLink = LinkElement & { $t?: number | string };

/** What is to be said of links that were seen. */
const seen: LinkOnPage[] = [];
/** Links of the page when it was last looked at; 0: look again. */
let count: number;

const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const link = entry.target as SeenLink; // only links are observed
      clearTimeout(link.$t as number); // the id of a view is no timer, and stops none
      if (entry.isIntersecting && link.$t !== viewId)
        link.$t = setTimeout(
          harmless(() => {
            link.$t = viewId;
            const facts = linkOnPage(link);
            if (facts) seen.push(facts);
          }),
          1000,
        );
    }
  },
  { threshold: 0.5 },
);

/**
 * Says all that is to be said of the view before it ends, or as the page is hidden or shown: it may never come back. What
 * is still to be seen begins anew; while the page is hidden, nothing is seen.
 */
const conclude = (): void => {
  hurry();
  // even of the longest kind, nine links are less than the 16 kB that the collector takes
  while (seen[0]) send(newId(), seen.splice(0, 9));
  observer.disconnect();
  for (const link of found) clearTimeout((link as SeenLink).$t as number);
  count = 0;
};

/** Looks at the page: it may be allowed now, have another address, or other links: asking how many costs nothing. */
export const look = harmless(() => {
  if (isAllowed()) {
    const from = viewUrl;
    const url = pageUrl();
    if (from !== url) {
      conclude();
      viewId = newId();
      viewUrl = url;
      // a page that changes its address changes its title just after
      soon(99, () => send(viewId, from, document.referrer.split('?')[0] as string, document.title, pageFacts()));
    }
    if (count !== document.links.length) {
      count = document.links.length;
      for (const link of findLinks()) observer.observe(link);
    }
  }
});

look();
setInterval(look, 500);
on('visibilitychange', conclude);
on('pagehide', () => {
  conclude();
  viewUrl = '';
});
