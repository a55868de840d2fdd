/** Affiliate links on the page. */
import { type LinkRule, ruleFor } from '../src/core/affiliate-link.ts';
import type { LinkOnPage } from './wire.ts';

/**
 * The rules of every network that we know, written into the script by its build. Each has an expression of its own: one for
 * all of them takes the browser a hundred times as long to prepare.
 */
declare const LINK_RULES: readonly LinkRule[];
export const rules = LINK_RULES;

export type LinkElement = HTMLAnchorElement | HTMLAreaElement;

/** What is looked at of a node around a link: an element has all of it, a shadow only its host, a document nothing. */
interface NodeAround {
  readonly localName?: string;
  readonly id?: string;
  readonly classList?: DOMTokenList;
  readonly dataset?: DOMStringMap;
  readonly parentNode: ParentNode | null;
  readonly host?: unknown;
}

/** The affiliate links of the page in their order, as it was last looked at. */
export let found: LinkElement[] = [];

const ruleOf = (link: LinkElement): LinkRule | undefined => ruleFor(link.href, rules);

/** Looks for the affiliate links of the page. */
export const findLinks = (): readonly LinkElement[] => (found = [...document.links].filter(ruleOf));

/** An affiliate link, as events name it; undefined for another, and for one that the page wants left alone. */
export const linkOnPage = (link: LinkElement): LinkOnPage | undefined => {
  const rule = ruleOf(link);
  if (!rule) return;
  let text: LinkOnPage = '' + [rule[0], found.indexOf(link), link.href];
  // a shadow goes on where its host is; a link that is nowhere has no more than the host of its address
  for (let node: NodeAround = link; node; node = (node.parentNode ?? node.host) as NodeAround) {
    if (node.dataset?.['tributaryIgnore'] != null) return;
    // what names a place is the collector's to find out
    text += '\n' + [node.localName, node.id, node.classList?.[0], node.dataset?.['placement']];
  }
  return text.slice(0, 1000);
};
