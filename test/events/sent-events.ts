/** Events as the browser script sends them, told apart by a number. */
import type { ClickEvent, Head, ImpressionsEvent, LinkOnPage, PageviewEvent } from '../../snippet/wire.ts';

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.7339.80 Safari/537.36';

/** The site key that events carry unless told otherwise. */
export const SITE_KEY = 'abcdefghijkl';
/** The time in all ids. */
const AT_MS = Date.UTC(2026, 2, 10, 12);

/** An id like the browser script's, told apart by a number. */
export function idOf(number: number): string {
  return idAt(AT_MS, number);
}

function idAt(ms: number, number: number): string {
  return `a${ms.toString(36)}${number.toString(36).padStart(11, '0')}`;
}

/** What the head of an event says; left out: what it usually says. */
export interface SentHead {
  /** The site key. */
  readonly k?: string;
  /** The page: without a query as a whole address, else with `?` and the pieces that are kept. */
  readonly url?: string;
  readonly gpc?: boolean;
  /** Attributes of the tag beside the site key. */
  readonly tag?: Readonly<Record<string, string>>;
}

function head(id: string, viewId: string, { k = SITE_KEY, url = '', gpc, tag }: SentHead): Head {
  return [{ site: k, ...tag }, gpc ?? null, id, viewId, url];
}

/** How a link stands in a page; the elements around it, the nearest first, as `name,id,class,placement`. */
export function sentLink(href: string, network: string, index: number, ...around: readonly string[]): LinkOnPage {
  return [`${network},${index},${href}`, 'a,,,', ...around].join('\n');
}

export interface SentPageview extends SentHead {
  readonly referrer?: string;
  readonly title?: string;
}

export function pageview(number: number, more: SentPageview = {}): PageviewEvent {
  const { referrer = '', title = 'A "post", über\nall' } = more;
  const url = 'https://www.blog.example/post??utm_source=news';
  return [...head(idOf(number), idOf(number), { url, ...more }), null, referrer, title, ''];
}

export interface SentClick extends SentHead {
  readonly link?: LinkOnPage;
  readonly isTagged?: boolean;
  /** The browser's event, whether the reader caused it, whether a key was held; null: the page opened a window. */
  readonly way?: readonly [type: string, isTrusted: boolean, withCtrl: boolean] | null;
  readonly text?: string;
  readonly heading?: string;
}

/** 901 milliseconds after its view began. */
export function click(number: number, more: SentClick = {}): ClickEvent {
  const href = 'https://click.example/deep?id=1&murl=https%3A%2F%2Fshop.example';
  const { link = sentLink(href, 'rakuten', 1, 'div,,,box'), isTagged = true, way = ['click', true, false] } = more;
  const { text = 'Buy', heading = 'Deals', ...rest } = more;
  const [type, isTrusted, withCtrl] = way ?? [];
  return [
    ...head(idOf(number), idAt(AT_MS - 901, 1), { url: 'https://blog.example/post?null', ...rest }),
    [
      link,
      isTagged,
      type,
      isTrusted,
      withCtrl,
      ...(way === null ? ([undefined, undefined] as const) : ([false, false] as const)),
      text,
      undefined,
      heading,
    ],
    undefined,
  ];
}

export function impressions(
  number: number,
  links: number | readonly LinkOnPage[],
  more: SentHead = {},
): ImpressionsEvent {
  const list =
    typeof links === 'number'
      ? [...Array(links).keys()].map((n) => sentLink(`https://click.example/${n}`, 'awin', n))
      : links;
  return [...head(idOf(number), idAt(AT_MS - 10, 1), { url: 'https://blog.example/post?null', ...more }), list];
}
