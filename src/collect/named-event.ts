/**
 * Names for what the browser script sends without them, as every name would be a byte in it: see `snippet/wire.ts`. Only
 * puts in order; whether it is an event is judged by `wire-event.ts`.
 */

/** No text that is kept is longer; the script itself cuts where a page could say more. */
const LONGEST = 1000;
/** Elements that structure a page: a link's place is named after them. */
const BLOCKS = /^(?:main|article|section|aside|nav|header|footer|table|ul|ol|figure)$/;

const cut = (value: unknown): unknown => (typeof value === 'string' ? value.slice(0, LONGEST) : (value ?? undefined));
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const beforeQuery = (address: unknown): unknown => (typeof address === 'string' ? address.split('?')[0] : address);

/** What follows the first `?` are the pieces of the query that are kept, each with the sign before it, commas between them. */
function addressOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, page = '', pieces = ''] = /^([^?]*)\??(.*)/s.exec(value) ?? [];
  const query = pieces === 'null' ? '' : pieces.replaceAll(',&', '&').slice(1);
  return cut(query === '' ? page : `${page}?${query}`);
}

/** Longer since its view than this, 46 days, is no event. */
export const MOST_SINCE_MS = 4_000_000_000;

/** Both ids begin with the time at which they were made, by the same clock, which may have been set meanwhile. */
function sinceView(id: unknown, viewId: unknown): number {
  const timeOf = (one: unknown): number => Number.parseInt(textOf(one).slice(1, 9), 36);
  return Math.min(MOST_SINCE_MS, Math.max(0, timeOf(id) - timeOf(viewId)));
}

/** Name, id, first class, name of the place. Classes may have commas in them, and so may places: those alone end the line. */
function elementOf(line: string): Readonly<Record<'name' | 'id' | 'className' | 'placement', string>> {
  const [name = '', id = '', ...more] = line.split(',');
  if (line.endsWith(',')) return { name, id, className: more.slice(0, -1).join(','), placement: '' };
  return { name, id, className: more[0] ?? '', placement: more.slice(1).join(',') };
}

/** A link and its place: network, position and address, then a line for every element around it, the nearest first. */
function linkOf(value: unknown): object {
  const [first = '', ...around] = textOf(value).split('\n');
  // what was cut last may have lost its end
  if (textOf(value).length >= LONGEST) around.pop();
  const [, network, position, address] = /^([^,]*),(-?\d+),(.*)/.exec(first) ?? [];
  const elements = around.map(elementOf);
  const placement = elements.map((element) => element.placement).find((name) => name !== '');
  const blocks = elements
    .filter(({ name }) => BLOCKS.test(name))
    .map(({ name, id, className }) => [name, id, className || null]);
  return { href: address, network, position: Number(position) + 1, placement: placement ?? blocks };
}

/** The event with names: what `wire-event.ts` checks. */
export function namedEvent(fields: readonly unknown[]): Readonly<Record<string, unknown>> {
  const [tag, gpc, id, viewId, url, ...own] = fields;
  const attributes = Object.entries(tag ?? {}).map(([name, value]) => [name, cut(value)] as const);
  const { site, consent } = Object.fromEntries(attributes);
  const head = {
    ...{ siteKey: site, consent, gpc: gpc ?? undefined },
    ...{ id, viewId, page: addressOf(url), sinceMs: sinceView(id, viewId) },
  };
  const [first, second, third, fourth] = own;
  if (own.length === 1) return { ...head, kind: 'impressions', links: listOf(first).map(linkOf) };
  if (own.length === 2) return { ...head, ...clickOf(listOf(first)), isCancelled: second ?? undefined };
  return {
    ...head,
    kind: 'pageview',
    // the tag's attributes describe the page that was loaded, before it changed its address
    ...(first === null
      ? { referrer: cut(second), attributes: Object.fromEntries(attributes) }
      : { referrer: cut(beforeQuery(first)), attributes: {} }),
    title: cut(third),
    facts: cut(fourth),
  };
}

function clickOf(fields: readonly unknown[]): object {
  const [link, isTagged, type, isTrusted, ctrl, meta, shift, text, picture, heading] = fields;
  return {
    ...linkOf(link),
    kind: 'click',
    isTagged,
    // `window.open` is no event
    ...(type !== null && { way: [type, isTrusted, [ctrl, meta, shift].includes(true)] }),
    text: cut(textOf(text).trim() || picture),
    heading: cut(heading),
  };
}
