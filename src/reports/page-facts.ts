/** What pages say of themselves: title, author, category …, as they said it last. */
import { PAGES_SAID } from '../attribution/index.ts';
import type { FactsSession, SqlParameters, SqlRow } from '../facts/index.ts';

/** A page. Texts that it does not say are null. */
export interface PageFacts {
  /** Host and path. */
  readonly key: string;
  readonly host: string;
  readonly path: string;
  /** The site's id. */
  readonly site: string | null;
  readonly title: string | null;
  readonly author: string | null;
  readonly category: string | null;
  readonly tags: string | null;
  readonly publishedOn: string | null;
}

/** Hosts never hold a slash, paths begin with one. */
export function pageOfKey(key: string): { readonly host: string; readonly path: string } {
  const slash = key.indexOf('/');
  return slash === -1 ? { host: key, path: '' } : { host: key.slice(0, slash), path: key.slice(slash) };
}

/** What these pages say of themselves; a page that was never read says nothing. */
export async function readPageFacts(facts: FactsSession, keys: readonly string[]): Promise<Map<string, PageFacts>> {
  const known = new Map<string, PageFacts>();
  if (keys.length > 0) {
    const parameters: SqlParameters = Object.fromEntries(keys.map((key, n) => [`page_${n}`, key]));
    const named = keys.map((_, n) => `{page_${n}:String}`).join(', ');
    const rows = await facts.query(`select g.* from ${PAGES_SAID} g where g.page in (${named})`, parameters);
    for (const row of rows) known.set(String(row['page']), factsOf(row));
  }
  for (const key of keys) if (!known.has(key)) known.set(key, { ...NOTHING, key, ...pageOfKey(key) });
  return known;
}

/** The titles of all pages, for a search. */
export async function readTitles(facts: FactsSession): Promise<Map<string, string>> {
  const rows = await facts.query(`select g.page as page, g.title as title from ${PAGES_SAID} g`);
  return new Map(rows.map((row) => [String(row['page']), String(row['title'])]));
}

const NOTHING = { site: null, title: null, author: null, category: null, tags: null, publishedOn: null };

function factsOf(row: SqlRow): PageFacts {
  const said = (column: string): string | null => (row[column] === '' ? null : String(row[column]));
  const key = String(row['page']);
  return {
    ...{ key, ...pageOfKey(key), site: said('site_id'), title: said('title'), author: said('author') },
    ...{ category: said('category'), tags: said('tags'), publishedOn: said('published_on') },
  };
}
