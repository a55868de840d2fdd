/** What a reader finds on a page of the simulated publisher; `page-html.ts` shows it, and events tell of it. */
import type { AffiliateLink, Page } from '../world/publisher.ts';

const AUTHORS = ['Ada Marsh', 'Ben Okoro', 'Lena Vogt', 'Tomás Reyes'];
const HEADINGS: Readonly<Record<string, string>> = {
  hero: 'Our favourite',
  'table-1': 'The test in short',
  'table-2': 'The test in short',
  inline: 'What we found',
  box: 'Also good',
  footer: 'Where to buy',
};
const TEXTS: Readonly<Record<string, string>> = {
  hero: 'See the price',
  'table-1': 'Check the price',
  'table-2': 'Check the price',
  inline: 'this one',
  box: 'View at the shop',
  footer: 'Go to the shop',
};

export function authorOf(page: Page): string {
  return AUTHORS[page.number % AUTHORS.length] ?? '';
}

/** The heading above a link, and the text of it. */
export function wordsAt({ placement }: AffiliateLink): { readonly heading: string; readonly text: string } {
  return { heading: HEADINGS[placement] ?? placement, text: TEXTS[placement] ?? 'See the price' };
}

/** What the page states of itself, in attributes of its script. */
export function statedBy(page: Page): {
  readonly author: string;
  readonly category: string;
  readonly published: string;
} {
  return { author: authorOf(page), category: page.category, published: page.publishedDay };
}
