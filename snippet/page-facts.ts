/** What the page says of itself. */
import { dataset } from './settings.ts';
import type { Dimensions } from './wire.ts';

/** One line of text, no longer than this. */
export const short = (text: string | null | undefined, length = 60): string | undefined =>
  text?.trim().replace(/\s+/g, ' ').slice(0, length) || undefined;

/** One text out of all elements that fit, separated by commas. */
function all<Kind extends Element>(selector: string, textOf: (element: Kind) => string | null): string {
  return Array.from(document.querySelectorAll<Kind>(selector), textOf).join();
}

/** Facts about the article. The tag's attributes describe the page that was loaded, so only `isFirst` views have them. */
export function dimensions(isFirst: boolean): Dimensions {
  const linkedData = all('[type="application/ld+json"]', (element) => element.textContent);
  const fact = (attribute: string, name: string, key: string, length?: number): string | undefined => {
    // a text, a list of texts, or the name of the first thing: enough of JSON-LD, and of a page's mistakes nothing is read
    const [, , , text = '""'] =
      RegExp(
        `"${key}"\\s*:\\s*([[{\\s]+("@type"[^,]*,\\s*)?"name"\\s*:\\s*)?(\\[[^\\]{]*]|"[^"\\\\]*(\\\\.[^"\\\\]*)*")`,
      ).exec(linkedData) ?? [];
    return short(
      (isFirst && dataset[attribute]) ||
        all<HTMLMetaElement>(`[property="article:${name}"],[name="${name}"]`, (element) => element.content) ||
        String(JSON.parse(text)),
      length,
    );
  };
  const found = {
    a: fact('author', 'author', 'author'),
    c: fact('category', 'section', 'articleSection'),
    p: fact('published', 'published_time', 'datePublished', 10),
    t: fact('tags', 'tag', 'keywords', 200),
  };
  return found as Dimensions; // JSON leaves out what is undefined
}

/** The address as it is sent: see `u` of the wire format. */
export function pageUrl(): string {
  const { origin, pathname, search } = location;
  const isKept = RegExp(`^((utm_\\w+|ref|source|${dataset['query']})=|\\w+(clk?id|braid)$)`);
  const kept = search
    .slice(1)
    .split('&')
    .map((pair) => pair.replace(/(clk?id|braid)=.*/, '$1'))
    .filter((pair) => isKept.test(pair));
  return (origin + pathname + (kept[0] ? `?${kept.join('&')}` : '')).slice(0, 700);
}
