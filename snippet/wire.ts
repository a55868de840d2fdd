/**
 * What the browser script sends, one JSON array a request: `POST /c`, `Content-Type: text/plain;charset=UTF-8`, no
 * cookies. Types only: the collector validates, this file says what to expect. Nothing has a name, because a script is
 * paid for by every reader: `src/collect/named-event.ts` puts names to it, and a body of another form is no event. Every
 * text is what the page said: anyone can send anything under a public site key.
 *
 * Sizes: a link with its place, the text of one, and the facts of a page are cut to 1,000 characters; pageviews and clicks
 * of Latin text stay under 5 kB, a list of impressions under 14 kB: it has at most nine links, and more are sent as several
 * events. The collector cuts texts to what it keeps. A request may arrive twice (the same id), late, out of order, or not
 * at all: a click can arrive without its pageview.
 * The browser adds `Origin`, `User-Agent`, `Accept-Language` and, where the reader asked for it, `Sec-GPC: 1`.
 */

/** What every event begins with. */
export type Head = readonly [
  /**
   * The `data-*` attributes of the script: the site key, `consent` (`yes` says that the reader consented; absent: the page
   * did not ask), and what may state facts about the article.
   */
  attributes: Readonly<Record<string, string | undefined>>,
  /** The reader's browser asks not to be tracked (GPC): no visitor id may be derived; clicks carry no click id. */
  gpc: boolean | null | undefined,
  /** The event's own id, made in the browser like a click id: for de-duplication, and for its time. Of a pageview: the view's. */
  id: string,
  /** The view's id, the same form: made for each view of a page, in memory only. */
  viewId: string,
  /**
   * The page: origin, path, `?` and, of its query, only `utm_*`, `ref`, `source`, what `data-query` names, and the bare fact
   * of a click parameter of an ad network (`gclid`, without its value). Each with the sign before it, with commas between
   * them: `https://blog.example/a??utm_source=x,&gclid`; `null` where nothing is kept. No fragment.
   */
  url: string,
];

/** A page was opened, came back out of the browser's cache, or changed its address without loading. */
export type PageviewEvent = readonly [
  ...Head,
  /** The page before, where the address changed without loading; '': out of the browser's cache; null: it was loaded. */
  from: string | null | undefined,
  /** Where the reader came from when the page was loaded: origin and path; '': not known. */
  referrer: string,
  title: string,
  /**
   * Where the page states facts about the article: the elements `<meta property="article:…">` and `<meta name="author">`,
   * and of JSON-LD up to 250 characters after the names of an author, a section, a publication date, keywords.
   */
  facts: string,
];

/**
 * An affiliate link on a page, as both events name it: id of the network whose form the link has, 0-based place among the
 * page's affiliate links in the order of the document (-1: not known, as in a shadow root), the link as the page has it,
 * with commas between them; then a line for every element around it, itself first: name, id, first class, `data-placement`.
 */
export type LinkOnPage = string;

/**
 * Links of this view that were at least half visible for one second, each once; sent when the page is hidden or left. Two
 * links of the same address and place are two.
 */
export type ImpressionsEvent = readonly [...Head, links: readonly LinkOnPage[]];

/** What is known of a click when it happens. */
export type ClickFacts = readonly [
  link: LinkOnPage,
  /** Whether the event's id was written into the link. False: the link has a sub-id of its own, or takes none, or GPC. */
  isTagged: boolean,
  /**
   * The browser's event by which the link was followed: `click` (also a tap or Enter), `auxclick` (the middle button) or
   * `contextmenu` (an intent: the reader may open, copy or close it). Absent, like the next: the page called `window.open`.
   */
  type: string | undefined,
  /** Whether the reader caused it or a script (`element.click()`). */
  isTrusted: boolean | undefined,
  ctrlKey: boolean | undefined,
  metaKey: boolean | undefined,
  shiftKey: boolean | undefined,
  text: string | null,
  /** Alternative text of a picture in the link. */
  picture: string | undefined,
  /** The last heading before what was clicked. */
  heading: string,
];

/** An affiliate link was followed. */
export type ClickEvent = readonly [
  ...Head,
  ClickFacts,
  /** The page cancelled the event and did not open the link by itself meanwhile, so the browser did not follow it. */
  isCancelled: boolean | undefined,
];

export type WireEvent = PageviewEvent | ImpressionsEvent | ClickEvent;

type Rest<Event> = Event extends readonly [...Head, ...infer Own] ? Own : never;
/** An event without its head. */
export type EventBody = Rest<WireEvent>;
