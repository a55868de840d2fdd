/**
 * An event with names, one letter each: what the collector makes of what the script sends (`wire.ts`). Scripts of before sent
 * this, as a JSON object, and the collector still reads it: a program that reports events by itself can, too.
 */

/** What every event carries. */
interface EventHead {
  /** Version of this format. */
  readonly v: 1;
  /** The site key, from `data-site`. */
  readonly k: string | undefined;
  /** The event's own id: 16 to 20 characters `[0-9a-z]`, made in the browser, for de-duplication. */
  readonly e: string;
  /** The view's id, the same form: made for each view of a page, in memory only. */
  readonly w: string;
  /**
   * The page: origin, path and, of its query, only `utm_*`, `ref`, `source`, what `data-query` names, and the bare fact
   * of a click parameter of an ad network (`gclid`, without its value). No fragment.
   */
  readonly u: string;
  /** Milliseconds since the view began. */
  readonly s: number;
  /** `data-consent`: `yes` says that the reader consented. Absent: the page did not ask. */
  readonly y?: string | undefined;
  /** The reader's browser asks not to be tracked (GPC): no visitor id may be derived; clicks carry no click id. */
  readonly g?: boolean | undefined;
}

/** A page was opened, came back out of the browser's cache, or changed its address without loading. */
export interface PageviewEvent extends EventHead {
  readonly t: 'p';
  /** Where the reader came from: origin and path; empty: not known. After a change of address: the page before. */
  readonly r?: string;
  /** Title. */
  readonly n?: string;
  /** The `data-*` attributes of the script, which may state facts about the article; false after a change of address. */
  readonly d?: Readonly<Record<string, string | undefined>> | false;
  /**
   * Where the page states facts about the article: the elements `<meta property="article:…">` and `<meta name="author">`,
   * and of JSON-LD up to 250 characters after the names of an author, a section, a publication date, keywords.
   */
  readonly f?: string;
}

/** An element that structures the page: its name, its id or '', its first class or null. */
export type Block = readonly [name: string, id: string, className: string | null | undefined];

/** An affiliate link on a page, as both events name it. */
export interface LinkOnPage {
  /** The link as the page has it, without our click id. */
  readonly h: string;
  /** Id of the network whose form the link has. */
  readonly n: string;
  /** The name of its place, from the nearest `data-placement`, or the blocks around it, the nearest one first. */
  readonly b?: string | readonly Block[];
  /** 1-based place among the page's affiliate links, in the order of the document; 0 = not known, as in a shadow root. */
  readonly o?: number;
}

/**
 * Links of this view that were at least half visible for one second, each once; sent when the page is hidden or left. Two
 * links of the same address and place are two.
 */
export interface ImpressionsEvent extends EventHead {
  readonly t: 'i';
  readonly i: readonly LinkOnPage[];
}

/**
 * The browser's event by which a link was followed: `click` (also a tap or Enter), `auxclick` (the middle button) or
 * `contextmenu` (an intent: the reader may open, copy or close it); whether the reader caused it or a script
 * (`element.click()`); whether a key was held that opens a new tab or window.
 */
export type ClickWay = readonly [type: string, isTrusted: boolean, withKey: boolean];

/** An affiliate link was followed. */
export interface ClickEvent extends EventHead, LinkOnPage {
  readonly t: 'c';
  /** Absent: the page called `window.open`. */
  readonly m?: ClickWay | undefined;
  /** The click id that was written into the link. False: the link has a sub-id of its own, or takes none, or see `g`. */
  readonly i?: string | false;
  /** Text of the link (of its picture: the alternative text). */
  readonly a?: string | undefined;
  /** Nearest heading before the link. */
  readonly q?: string | undefined;
  /** The page cancelled the event and did not open the link by itself meanwhile, so the browser did not follow it. */
  readonly x?: boolean | undefined;
}

export type NamedEvent = PageviewEvent | ImpressionsEvent | ClickEvent;
