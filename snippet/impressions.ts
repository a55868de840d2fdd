/** Affiliate links that were at least half visible for one second. */
import { harmless } from './harmless.ts';
import { type LinkElement, placeOf, ruleOf } from './links.ts';
import { send, type View } from './send.ts';
import type { SeenLink } from './wire.ts';

const VISIBLE_MS = 1000;
/** Links in one event: even of the longest kind they stay under 14 kB, and the collector takes 16. */
const MOST_LINKS = 12;

/** Affiliate links of this view, with their place in it. */
const ordinals = new Map<Element, number>();
/** Since when a link is visible. Never for one that is counted already. */
const visibleSince = new Map<Element, number>();
const seen: SeenLink[] = [];
/** Links of the page when it was last looked at; -1: look again. */
let count = -1;

/** Counts a link that is no longer visible, if it was for long enough. */
function leave(link: LinkElement): void {
  if (!(performance.now() - (visibleSince.get(link) ?? NaN) >= VISIBLE_MS)) return; // NaN: not visible
  visibleSince.set(link, Infinity);
  const rule = ruleOf(link);
  if (!rule) return;
  const h = link.href.slice(0, 800);
  const b = placeOf(link);
  const known = seen.find((one) => one.h === h && one.b === b);
  if (known) (known as { c: number }).c++;
  else seen.push({ h, n: rule[0], b, o: ordinals.get(link), c: 1 } as SeenLink); // JSON leaves out what is undefined
}

const observer = new IntersectionObserver(
  harmless((entries: IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting } of entries) {
      const link = target as LinkElement;
      if (!isIntersecting) leave(link);
      if (visibleSince.get(link) !== Infinity) visibleSince.set(link, isIntersecting ? performance.now() : NaN);
    }
  }),
  { threshold: 0.5 },
);

/** Numbers the affiliate links of the page in their order, and watches those that are new. */
function scan(): void {
  const known = new Map(ordinals);
  ordinals.clear();
  for (const link of document.links)
    if (ruleOf(link)) {
      ordinals.set(link, ordinals.size + 1);
      if (!known.has(link)) observer.observe(link);
    }
}

/** 1-based place of a link among the page's; undefined for one that is new or in a shadow. */
export const ordinalOf = (link: Element): number | undefined => ordinals.get(link);

/** Sends what was seen in a view, as it is hidden or ends. What is still to be seen begins anew. */
export function sendSeen(view: View): void {
  for (const link of visibleSince.keys()) leave(link as LinkElement);
  while (seen[0]) send(view, { t: 'i', i: seen.splice(0, MOST_LINKS) });
  observer.disconnect();
  ordinals.clear();
  count = -1;
}

/** In a new view every link can be seen again. */
export const forgetSeen = (): void => visibleSince.clear();

/** Looks for links now and then: asking how many there are costs nothing, and only a new number is looked at. */
export function watchLinks(): void {
  setInterval(
    harmless(() => {
      const { length } = document.links;
      if (document.hidden || count === length) return;
      count = length;
      scan();
    }),
    500,
  );
}
