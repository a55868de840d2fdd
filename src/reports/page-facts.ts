/** What pages say of themselves: title, author, category …, as they said it last. */
import { dayBefore } from '../core/index.ts';
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

const latest = (column: string, value = `coalesce(p.${column}, '')`): string =>
  `max_by(${value}, p.happened_at) as ${column}`;

/** Every page that was ever read, with what it said last; '' where it said nothing. */
export const PAGES = `(select concat(p.page_host, p.page_path) as page, ${latest('author')}, ${latest('category')}
  from pageviews p group by concat(p.page_host, p.page_path))`;

const factsSql = (which: string): string => `
select concat(p.page_host, p.page_path) as page, ${latest('site_id', 'p.site_id')}, ${['title', 'author', 'category', 'tags'].map((column) => latest(column)).join(', ')},
  ${latest('published_on', `case when p.published_on is null then '' else day_text(p.published_on) end`)}
from pageviews p where ${which} group by concat(p.page_host, p.page_path)`;

/** Hosts never hold a slash, paths begin with one. */
export function pageOfKey(key: string): { readonly host: string; readonly path: string } {
  const slash = key.indexOf('/');
  return slash === -1 ? { host: key, path: '' } : { host: key.slice(0, slash), path: key.slice(slash) };
}

/** Most pages that are asked for were read within so many days of the newest view: older ones are looked for apart. */
const RECENT_DAYS = 7;

/** What these pages say of themselves; a page that was never read says nothing. */
export async function readPageFacts(facts: FactsSession, keys: readonly string[]): Promise<Map<string, PageFacts>> {
  const known = new Map<string, PageFacts>();
  const read = async (wanted: readonly string[], since: string): Promise<void> => {
    if (wanted.length === 0) return;
    const parameters: SqlParameters = {
      since,
      ...Object.fromEntries(wanted.map((key, n) => [`page_${n}`, key])),
    };
    const named = wanted.map((_, n) => `{page_${n}:String}`).join(', ');
    const which = `p.day >= {since:Date32} and concat(p.page_host, p.page_path) in (${named})`;
    for (const row of await facts.query(factsSql(which), parameters)) known.set(String(row['page']), factsOf(row));
  };
  if (keys.length > 0) {
    const [newest] = await facts.query('select day_text(max(p.day)) as day from pageviews p having count(*) > 0');
    if (newest !== undefined) {
      // what was said within these days is what was said last
      await read(keys, dayBefore(String(newest['day']), RECENT_DAYS));
      await read(
        keys.filter((key) => !known.has(key)),
        FIRST_DAY,
      );
    }
  }
  for (const key of keys) if (!known.has(key)) known.set(key, { ...NOTHING, key, ...pageOfKey(key) });
  return known;
}

const FIRST_DAY = '1970-01-01';
/** The title of every page that was ever read. */
export const TITLES = `(select concat(p.page_host, p.page_path) as page, ${latest('title')}
  from pageviews p group by concat(p.page_host, p.page_path))`;

/** The titles of all pages, for a search. */
export async function readTitles(facts: FactsSession): Promise<Map<string, string>> {
  const rows = await facts.query(`select t.page as page, t.title as title from ${TITLES} t`);
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
