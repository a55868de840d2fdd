/** Affiliate links that are followed, by whatever way: each gets a click id for that moment, and one event. */
import { withSubId } from '../src/core/affiliate-link.ts';
import { CLICK_ID_RANDOM_BYTES, makeClickId } from '../src/core/click-id.ts';
import { harmless, on, soon } from './harmless.ts';
import { ordinalOf } from './impressions.ts';
import { headingOf, type LinkElement, placeOf, ruleOf, rules } from './links.ts';
import { short } from './page-facts.ts';
import { random, send, type View } from './send.ts';
import { isAllowed, privacySignal } from './settings.ts';
import type { ClickWay } from './wire.ts';

/** Addresses with a click id that this page has from us; true: it opened them by itself. */
const given = new Map<string, boolean>();

function wayOf(event: MouseEvent): ClickWay {
  if (event.type === 'contextmenu') return 'o';
  if (event.button) return 'm';
  if (!event.isTrusted) return 's';
  return event.ctrlKey || event.metaKey || event.shiftKey ? 't' : 'c';
}

/**
 * A link is followed: gives the address to follow, with a click id in it if it takes one, and sends the event once the
 * page has had its say. `outside` is the link, or the host of the shadow it is in.
 */
function follow(view: View, link: LinkElement, outside: Element, event?: MouseEvent): string {
  const { href } = link;
  const rule = isAllowed() && !given.has(href) && ruleOf(link, outside);
  if (!rule) return href;
  const id = makeClickId(Date.now(), random(CLICK_ID_RANDOM_BYTES));
  const tagged = privacySignal ? href : withSubId(href, id, rules);
  const isTagged = tagged !== href;
  if (isTagged) given.set(tagged, false);
  const written = link.getAttribute('href');
  const facts = {
    t: 'c',
    h: href.slice(0, 800),
    n: rule[0],
    m: event ? wayOf(event) : 'w',
    i: isTagged ? id : undefined,
    b: placeOf(link, outside),
    o: ordinalOf(link),
    a: short(link.textContent, 100) ?? short(link.querySelector('img')?.alt, 100),
    q: headingOf(outside),
  } as const;
  soon(() => {
    // whoever copies the link later, copies it as the page has it
    if (isTagged && event && link.href === tagged) link.setAttribute('href', written ?? '');
    send(view, { ...facts, x: event?.defaultPrevented && !given.get(tagged) ? 1 : undefined });
  });
  return tagged;
}

/** Listens for every way to follow a link; `view` gives the present view. */
export function watchClicks(view: () => View): void {
  for (const type of ['click', 'auxclick', 'contextmenu'])
    on(window, type, (event: MouseEvent) => {
      const isLink = (target: EventTarget): boolean => /^a(rea)?$/.test((target as Element).localName);
      const link = event.composedPath().find(isLink) as LinkElement | undefined;
      // the right button opens the menu, which is an event of its own
      if (!link || (type === 'auxclick' && event.button > 1)) return;
      const tagged = follow(view(), link, event.target as Element, event);
      if (tagged !== link.href) link.href = tagged;
    });
  const open = window.open;
  window.open = function (this: Window, ...input: Parameters<typeof open>) {
    harmless(() => {
      const link = document.createElement('a');
      link.href = String(input[0] ?? '');
      if (given.has(link.href)) given.set(link.href, true);
      const tagged = follow(view(), link, link);
      if (tagged !== link.href) input[0] = tagged;
    })();
    return open.apply(this, input);
  };
}
