/** Affiliate links on the page. */
import { type LinkRule, ruleFor } from '../src/core/affiliate-link.ts';
import type { Block, LinkOnPage } from './wire.ts';

/**
 * The rules of every network that we know, written into the script by its build. Each has an expression of its own: one for
 * all of them takes the browser a hundred times as long to prepare.
 */
declare const LINK_RULES: readonly LinkRule[];
export const rules = LINK_RULES;

export type LinkElement = HTMLAnchorElement | HTMLAreaElement;

/** The affiliate links of the page in their order, as it was last looked at. */
let found: LinkElement[] = [];

/** Looks for the affiliate links of the page. */
export const findLinks = (): readonly LinkElement[] =>
  (found = [...document.links].filter((link) => ruleFor(link.href, rules)));

/** The name of a link's place, or else the blocks around it; undefined if the page wants the link left alone. */
function placeOf(link: LinkElement): string | Block[] | undefined {
  const blocks: Block[] = [];
  let name: string | undefined;
  // a shadow goes on where its host is; a link that is nowhere has no more than the host of its address
  for (
    let element: HTMLElement = link;
    element?.dataset;
    element = element.parentElement ?? ((element.getRootNode() as ShadowRoot).host as HTMLElement)
  ) {
    const { localName, id, classList, dataset } = element;
    if ('tributaryIgnore' in dataset) return;
    name ??= dataset['placement'];
    if (/^(main|article|section|aside|nav|header|footer|table|ul|ol|figure)$/.test(localName))
      blocks.push([localName, id, classList[0]]);
  }
  return name ?? blocks;
}

/** An affiliate link, as events name it; undefined for another, and for one that the page wants left alone. */
export function linkOnPage(link: LinkElement): LinkOnPage | undefined {
  const rule = ruleFor(link.href, rules);
  const place = rule && placeOf(link);
  return rule && place !== undefined ? { h: link.href, n: rule[0], b: place, o: found.indexOf(link) + 1 } : undefined;
}
