/**
 * What a page states about its article, out of what the browser script sends of it: the attributes of its own tag, then the
 * `<meta>` elements, then JSON-LD. Enough of each is read; of a page's mistakes nothing is.
 */

/** Facts about an article; undefined: the page does not say. */
export interface StatedFacts {
  readonly author: string | undefined;
  readonly category: string | undefined;
  readonly published: string | undefined;
  readonly tags: string | undefined;
}

/** Names of one fact in the three places. */
type Names = readonly [attribute: string, meta: RegExp, linkedData: string];

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', nbsp: ' ' };

/** All contents that stand under a name, as of `article:tag`, separated by commas. */
function ofMeta(page: string, wanted: RegExp): string {
  const contents: string[] = [];
  for (const [element] of page.matchAll(/<meta\b[^>]*/g)) {
    const attribute = (name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1];
    const name = attribute('property') ?? attribute('name');
    const content = attribute('content');
    if (name !== undefined && wanted.test(name) && content !== undefined)
      contents.push(content.replaceAll(/&(\w+);/g, (all, entity: string) => ENTITIES[entity] ?? all));
  }
  return contents.join(',');
}

/** A text, a list of texts, or the name of the first thing. */
function ofLinkedData(page: string, key: string): string {
  const value = new RegExp(
    `"${key}"\\s*:\\s*(?:[[{\\s]+(?:"@type"[^,]*,\\s*)?"name"\\s*:\\s*)?(\\[[^\\]{]*]|"(?:[^"\\\\]|\\\\.)*")`,
  ).exec(page)?.[1];
  try {
    return value === undefined ? '' : String(JSON.parse(value));
  } catch {
    return '';
  }
}

/** Reads them; what is said in a nearer place counts. */
export function statedFacts(attributes: Readonly<Record<string, string>>, head: string): StatedFacts {
  const page = head.replaceAll(/\s+/g, ' '); // of long blanks the patterns would try every end
  const fact = ([attribute, meta, linkedData]: Names): string | undefined =>
    attributes[attribute] || ofMeta(page, meta) || ofLinkedData(page, linkedData) || undefined;
  return {
    author: fact(['author', /^(?:article:)?author$/, 'author']),
    category: fact(['category', /^article:section$/, 'articleSection']),
    published: fact(['published', /^article:published_time$/, 'datePublished'])?.slice(0, 10),
    tags: fact(['tags', /^article:tag$/, 'keywords']),
  };
}
