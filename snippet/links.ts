/** Affiliate links on the page. */
import { type LinkRule, ruleFor } from '../src/core/affiliate-link.ts';
import { short } from './page-facts.ts';

/** The rules of every network that we know, written into the script by its build. */
declare const LINK_RULES: readonly (readonly [string, string, string, string?, string?])[];
/** Each with an expression of its own: one for all of them takes the browser a hundred times as long to prepare. */
export const rules = LINK_RULES.map(([network, pattern, ...rest]): LinkRule => [network, RegExp(pattern), ...rest]);

export type LinkElement = HTMLAnchorElement | HTMLAreaElement;

/** The nearest element around a link that fits; `outside` is the link itself, or the host of the shadow it is in. */
const around = (link: Element, outside: Element, selector: string): HTMLElement | null =>
  link.closest<HTMLElement>(selector) ?? outside.closest<HTMLElement>(selector);

/** The rule that a link follows; undefined if it is not a network's, or the page wants it left alone. */
export function ruleOf(link: LinkElement, outside: Element = link): LinkRule | undefined {
  const rule = ruleFor(link.href, rules);
  return rule && !around(link, outside, '[data-tributary-ignore]') ? rule : undefined;
}

/** Elements that structure a page. */
const BLOCKS = 'main,article,section,aside,nav,header,footer,table,ul,ol,figure';

/** The name of a link's place, or its block: up to three of the elements that structure a page. */
export function placeOf(link: Element, outside: Element = link): string | undefined {
  const named = around(link, outside, '[data-placement]');
  if (named) return short(named.dataset['placement']);
  const path: string[] = [];
  for (let element = outside.closest(BLOCKS); element; element = element.parentElement?.closest(BLOCKS) ?? null) {
    const { localName, id, classList } = element;
    path.unshift(localName + (id ? `#${id}` : classList[0] ? `.${classList[0]}` : ''));
  }
  return short(path.slice(-3).join('>'), 80);
}

/** The last heading before an element. */
export function headingOf(element: Element): string | undefined {
  let nearest: Element | undefined;
  for (const heading of document.querySelectorAll('h1,h2,h3,h4,h5,h6'))
    if (heading.compareDocumentPosition(element) & 4) nearest = heading; // 4: the element follows
  return short(nearest?.textContent, 100);
}
