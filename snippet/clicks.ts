/** Affiliate links that are followed, by whatever way: each gets a click id for that moment, and one event. */
import { withSubId } from '../src/core/affiliate-link.ts';
import { harmless, on, soon } from './harmless.ts';
import { type LinkElement, linkOnPage, rules } from './links.ts';
import { isAllowed } from './settings.ts';
import { look, newId, send } from './views.ts';
import type { ClickFacts } from './wire.ts';

/** Address of the link that is followed just now and that the page did not open by itself. */
let followed: string;

/**
 * A link is followed: it has a click id in it from now on, if it takes one, until the page had its say; then the event is
 * sent. Gives the address with the id; undefined: it is no affiliate link, or it is followed already.
 */
const follow = (link: LinkElement, event: Partial<MouseEvent> = {}): string | undefined => {
  const href = link.href;
  const facts = isAllowed() && followed !== href && linkOnPage(link);
  if (facts) {
    const id = newId();
    const tagged = navigator.globalPrivacyControl ? href : withSubId(href, id, rules);
    const isTagged = tagged !== href;
    followed = tagged;
    if (isTagged) link.href = tagged;
    const click: ClickFacts = [
      facts,
      isTagged,
      event.type,
      event.isTrusted,
      event.ctrlKey,
      event.metaKey,
      event.shiftKey,
      (link.textContent as string).slice(0, 1000), // only a document has none
      link.querySelector('img')?.alt,
      // the last heading before what was clicked
      document.evaluate(
        'string(preceding::*[contains("h1h2h3h4h5h6",local-name())][1])',
        (event.target || link) as Element,
      ).stringValue,
    ];
    soon(0, () => {
      // whoever copies the link later, copies it as the page has it
      if (isTagged && link.href === tagged) link.href = href;
      send(id, click, followed === tagged && event.defaultPrevented);
      followed = '';
    });
    return tagged;
  }
  return;
};

for (const type of ['click', 'auxclick', 'contextmenu'])
  on(type, (event: MouseEvent) => {
    const link = event.composedPath().find((target) => (target as LinkElement).href) as LinkElement | undefined;
    look();
    // the right button opens the menu, which is an event of its own, and the last of the three in the alphabet
    if (link && (event.button < 2 || event.type > 'click')) follow(link, event);
  });

const open = self.open;
self.open = (...input) => {
  harmless(() => {
    const link = document.createElement('a');
    link.href = input[0] as string;
    if (link.href === followed) followed = '';
    else input[0] = follow(link) || input[0];
  })();
  return open(...input);
};
