/** Affiliate links that are followed, by whatever way: each gets a click id for that moment, and one event. */
import { withSubId } from '../src/core/affiliate-link.ts';
import { CLICK_ID_RANDOM, makeClickId } from '../src/core/click-id.ts';
import { harmless, on, soon } from './harmless.ts';
import { type LinkElement, linkOnPage, rules } from './links.ts';
import { randomText, send } from './send.ts';
import { isAllowed } from './settings.ts';

/** Addresses of links that are followed just now and that the page did not open by itself. */
const followed = new Set<string>();

/**
 * A link is followed: it has a click id in it from now on, if it takes one, until the page had its say; then the event is
 * sent. True: it is an affiliate link.
 */
function follow(link: LinkElement, event?: MouseEvent): boolean | undefined {
  const { href } = link;
  const facts = isAllowed() && !followed.has(href) && linkOnPage(link);
  if (!facts) return;
  const id = makeClickId(Date.now(), randomText(CLICK_ID_RANDOM));
  const tagged = navigator.globalPrivacyControl ? href : withSubId(href, id, rules);
  const isTagged = tagged !== href;
  if (isTagged) link.href = tagged;
  followed.add(tagged);
  const body = {
    t: 'c',
    ...facts,
    m: event && ([event.type, event.isTrusted, event.ctrlKey || event.metaKey || event.shiftKey] as const),
    i: isTagged && id,
    a: link.textContent?.trim() || link.querySelector('img')?.alt,
    // the last heading before what was clicked
    q:
      event &&
      document.evaluate('preceding::*[contains("h1h2h3h4h5h6",local-name())][1]', event.target as Element, null, 2)
        .stringValue,
  } as const;
  soon(0, () => {
    // whoever copies the link later, copies it as the page has it
    if (isTagged && link.href === tagged) link.href = href;
    send({ ...body, x: followed.delete(tagged) && event?.defaultPrevented });
  });
  return true;
}

/** Listens for every way to follow a link. */
export function watchClicks(look: () => void): void {
  for (const type of ['click', 'auxclick', 'contextmenu'])
    on(type, (event: MouseEvent) => {
      const link = event.composedPath().find((target) => (target as LinkElement).href) as LinkElement | undefined;
      look();
      // the right button opens the menu, which is an event of its own
      if (link && (event.button < 2 || type === 'contextmenu')) follow(link, event);
    });
  const open = window.open;
  window.open = function (this: Window, ...input: Parameters<typeof open>) {
    harmless(() => {
      const link = document.createElement('a');
      link.href = input[0] as string;
      if (!followed.delete(link.href) && follow(link)) input[0] = link.href;
    })();
    return open.apply(this, input);
  };
}
