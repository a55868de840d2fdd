/**
 * What the browser script sends, one JSON object a request: `POST /c`, `Content-Type: text/plain;charset=UTF-8`, no
 * cookies. Types only: the collector validates, this file says what to expect. Keys are one letter because a beacon
 * is paid for by every reader. Every text is what the page said: anyone can send anything under a public site key.
 *
 * Sizes: pageviews and clicks of Latin text stay under 2 kB (of any text under 4), a list of impressions under 14 kB: it has
 * at most 12 links, and more are sent as several events.
 * A request may arrive twice (the same `e`), late, out of order, or not at all: a click can arrive without its pageview.
 * The browser adds `Origin`, `Referer`, `User-Agent` and, where the reader asked for it, `Sec-GPC: 1`.
 */

/** What every event carries. */
interface EventHead {
  /** Version of this format. */
  readonly v: 1;
  /** The site key, from `data-site`. */
  readonly k: string;
  /** The event's own id: 16 characters `[0-9a-z]`, made in the browser, for de-duplication. */
  readonly e: string;
  /** The view's id, the same form: random for each view of a page, in memory only. A pageview's `e` equals its `w`. */
  readonly w: string;
  /**
   * The page: origin, path and, of its query, only `utm_*`, `ref`, `source`, what `data-query` names, and the bare fact
   * of a click parameter of an ad network (`gclid`, without its value). No fragment. At most 700 characters.
   */
  readonly u: string;
  /** Milliseconds since the view began, by the browser's monotonic clock. */
  readonly s: number;
  /** 1: the page says that the reader consented (`data-consent="yes"`). Absent: the page did not ask. */
  readonly y?: 1;
  /** 1: the reader's browser asks not to be tracked (GPC): no visitor id may be derived; clicks carry no click id. */
  readonly g?: 1;
}

/** Facts about the article, from `data-*` of the script, `<meta>` and JSON-LD; at most 60 characters each but where said. */
export interface Dimensions {
  /** Author. */
  readonly a?: string;
  /** Category or section. */
  readonly c?: string;
  /** Day of publication, `YYYY-MM-DD`. */
  readonly p?: string;
  /** Tags, separated by commas; at most 200 characters, so the last one may be cut. */
  readonly t?: string;
}

/** A page was opened, came back out of the browser's cache, or changed its address without loading. */
export interface PageviewEvent extends EventHead {
  readonly t: 'p';
  /** Where the reader came from: origin and path, at most 300 characters. After a change of address: the page before. */
  readonly r?: string;
  /** Title, at most 200 characters. */
  readonly n?: string;
  /** Language of the browser (`en-GB`). */
  readonly l?: string;
  /** Time zone of the browser (`Europe/Berlin`). */
  readonly z?: string;
  /** Width of the window: `s` under 600 px, `m` under 1024, else `l`. */
  readonly x: 's' | 'm' | 'l';
  readonly d?: Dimensions;
}

/** An affiliate link on a page, as both events name it. */
interface LinkOnPage {
  /** The link as the page has it, without our click id; at most 800 characters. */
  readonly h: string;
  /** Id of the network whose form the link has. */
  readonly n: string;
  /** The name of its place, from the nearest `data-placement` (≤ 60), or its block: `main>article>table.deals` (≤ 80). */
  readonly b?: string;
  /** 1-based place among the page's affiliate links, in the order of the document; absent inside a shadow root. */
  readonly o?: number;
}

/** A link that was at least half visible for one second. */
export interface SeenLink extends LinkOnPage {
  /** How many links of this address were seen in this block since the last list. */
  readonly c: number;
}

/** The links seen since the last list of this view; sent when the page is hidden or left. */
export interface ImpressionsEvent extends EventHead {
  readonly t: 'i';
  readonly i: readonly SeenLink[];
}

/**
 * How a link was followed: `c` click, tap or Enter in the same tab · `t` the same, in a new tab or window by a key held
 * · `m` middle button · `o` its context menu was opened (an intent: the reader may open, copy or close it) ·
 * `w` the page called `window.open` · `s` a script clicked (`element.click()`).
 */
export type ClickWay = 'c' | 't' | 'm' | 'o' | 'w' | 's';

/** An affiliate link was followed. */
export interface ClickEvent extends EventHead, LinkOnPage {
  readonly t: 'c';
  readonly m: ClickWay;
  /** The click id that was written into the link. Absent: the link has a sub-id of its own, or takes none, or see `g`. */
  readonly i?: string;
  /** Text of the link (of its picture: the alternative text), at most 100 characters. */
  readonly a?: string;
  /** Nearest heading before the link, at most 100 characters. */
  readonly q?: string;
  /** 1: the page cancelled the event, so the browser did not follow the link by itself. */
  readonly x?: 1;
}

export type WireEvent = PageviewEvent | ImpressionsEvent | ClickEvent;
