/** Affiliate links that were at least half visible for one second. */
import { harmless } from './harmless.ts';
import { findLinks, type LinkElement, linkOnPage } from './links.ts';
import { send } from './send.ts';
import type { LinkOnPage } from './wire.ts';

/** Links that are half visible, and since when. */
const visible = new Map<Element, number>();
/** Links that were seen in this view. */
const seen = new Set<Element>();
/** What is to be said of them. */
const list: LinkOnPage[] = [];
/** Links of the page when it was last looked at; undefined: look again. */
let count: number | undefined;

/** Lists the links that were visible for long enough. */
function listSeen(): void {
  for (const [link, since] of visible)
    if (performance.now() - since >= 1000 && !seen.has(link)) {
      seen.add(link);
      const facts = linkOnPage(link as LinkElement);
      if (facts) list.push(facts);
    }
}

const observer = new IntersectionObserver(
  harmless((entries: IntersectionObserverEntry[]) => {
    listSeen();
    for (const { target, isIntersecting, time } of entries) visible[isIntersecting ? 'set' : 'delete'](target, time);
  }),
  { threshold: 0.5 },
);

/** Looks for links, if there are more or fewer of them: asking how many costs nothing. */
export function watchLinks(): void {
  if (count === document.links.length) return;
  count = document.links.length;
  for (const link of findLinks()) observer.observe(link);
}

/** Sends what was seen, as the page is hidden or its view ends. What is still to be seen begins anew. */
export function sendSeen(): void {
  listSeen();
  // even of the longest kind, nine links are less than the 16 kB that the collector takes
  while (list[0]) send({ t: 'i', i: list.splice(0, 9) });
  observer.disconnect();
  visible.clear();
  count = undefined;
}

/** In a new view every link can be seen again. */
export const forgetSeen = (): void => seen.clear();
