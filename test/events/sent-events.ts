/** Events as the browser script sends them, told apart by a number. */

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7339.80 Safari/537.36';

/** The site key that events carry unless told otherwise. */
export const SITE_KEY = 'abcdefghijkl';

/** An id like the browser script's: 16 characters of base 36, told apart by a number. */
export function idOf(number: number): string {
  return number.toString(36).padStart(16, '0');
}

export function pageview(number: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const page = { u: 'https://www.blog.example/post?utm_source=news', s: 1, n: 'A "post", über\nall' };
  return { v: 1, k: SITE_KEY, e: idOf(number), w: idOf(number), t: 'p', ...page, ...more };
}

export function click(number: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const link = { h: 'https://click.example/deep?id=1&murl=https%3A%2F%2Fshop.example', n: 'rakuten', b: 'box', o: 2 };
  const page = { u: 'https://blog.example/post', s: 900.5, m: ['click', true, false], i: 'a0b1', a: 'Buy', q: 'Deals' };
  return { v: 1, k: SITE_KEY, e: idOf(number), w: idOf(1), t: 'c', ...page, ...link, ...more };
}

export function impressions(number: number, links: number): Record<string, unknown> {
  const i = [...Array(links).keys()].map((n) => ({ h: `https://click.example/${n}`, n: 'awin', o: 1 + n }));
  return { v: 1, k: SITE_KEY, e: idOf(number), w: idOf(1), t: 'i', u: 'https://blog.example/post', s: 10, i };
}
