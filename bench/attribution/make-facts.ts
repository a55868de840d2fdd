/**
 * A year of one publisher for the benchmark of attribution at size, made set-wise by the embedded store itself: visits of
 * four views on 2,000 pages, links in view, clicks whose ids come back in the report as networks bring them back, and the
 * report of the orders, imported as any other.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { CLICK_ID_RANDOM, makeClickId } from '../../src/core/index.ts';
import { columnsOf, type FactsWriter, type TableName } from '../../src/facts/index.ts';
import { gatherFile, importFiles, networkNamed } from '../../src/imports/index.ts';
import type { Workspace } from '../../src/open-workspace.ts';

/** How much there is. */
export interface Size {
  readonly entries: number;
  readonly events: number;
}

const PAGES = 2000;
const ADVERTISERS = 100;
const LINKS_OF_A_PAGE = 5;
/** In each of four countries. */
const CITIES = 500;
const DAYS = 360;
/** Ids of clicks cannot be older. */
const FIRST_DAY = '2026-01-01';
const FIRST_MS = Date.parse(`${FIRST_DAY}T00:00:00Z`);
/** The day after the last event. */
export const NOW = new Date(FIRST_MS + DAYS * 86_400_000);
/** Views of a visit; of 100 events 85 are views, 5 links in view and 10 clicks. */
const VIEWS_OF_A_VISIT = 4;
const [VIEWS, IMPRESSIONS, CLICKS] = [0.85, 0.05, 0.1] as const;
/** So many pieces keep the making within the memory of the store. */
const PIECES = 24;

export const clicksOf = ({ events }: Size): number => Math.round(events * CLICKS);
const viewsOf = ({ events }: Size): number => Math.round(events * VIEWS);

/** A page of the site, and one that a question can be about: the hundredth in popularity. */
export const pageKey = (page: number): string => `site-${page % 2}.example.com/articles/${page}`;

/** A number from 0 to below 1 of whole numbers: the same for the same ones. */
const chance = (of: string, salt: number): string => `((hash(${of} * 31 + ${salt}) >> 11) / 9007199254740992.0)`;
/** Few pages are read by most. */
const PAGE = (view: string): string => `cast(floor(pow(${chance(view, 1)}, 3) * ${PAGES}) as integer)`;
/** Twenty digits that look like chance, as ids do. */
const text = (of: string, salt: number): string => `cast(hash(${of}, ${salt}) as varchar)`;

const COUNTRY = (visit: string): string =>
  `['US', 'US', 'US', 'GB', 'DE', 'FR'][1 + cast(hash(${visit} + 3) % 6 as integer)]`;

/** Everything that an event says, by a view number v of n views. */
function eventColumns(views: number, salt: number, later: string): Readonly<Record<string, string>> {
  const visit = `(v // ${VIEWS_OF_A_VISIT})`;
  // of eight visits one is the second of its reader on that day
  const reader = `case when ${visit} % 8 = 1 then ${visit} - 1 else ${visit} end`;
  const at = `(timestamp '${FIRST_DAY} 00:00:00' + to_microseconds(cast(floor(${visit} * ${DAYS * 86_400.0} / ${Math.ceil(views / VIEWS_OF_A_VISIT)}) as bigint) * 1000000
    + (v % ${VIEWS_OF_A_VISIT}) * 45000000 + ${later}))`;
  return {
    log_segment: '1',
    log_at: 'n',
    site_id: `concat('site-', ${PAGE('v')} % 2)`,
    day: `cast(${at} as date)`,
    happened_at: at,
    event_id: text('n', salt),
    view_id: text('v', 9),
    visitor: `case when ${visit} % 20 = 7 then null else ${text(`${reader}, cast(${at} as date)`, 8)} end`,
    page_host: `concat('site-', ${PAGE('v')} % 2, '.example.com')`,
    page_path: `concat('/articles/', ${PAGE('v')})`,
    page_query: `''`,
    since_ms: `cast(hash(n) % 90000 as bigint)`,
    country: COUNTRY(visit),
    country_is_guess: '0',
    // few towns have most readers
    city: `concat('Town ', cast(floor(pow(${chance(visit, 4)}, 3) * ${CITIES}) as integer), ', Region, ', ${COUNTRY(visit)})`,
    device: `['phone', 'phone', 'computer', 'tablet'][1 + cast(hash(${visit} + 5) % 4 as integer)]`,
    browser: `['Safari', 'Chrome', 'Firefox'][1 + cast(hash(${visit} + 6) % 3 as integer)]`,
    system: `['iOS', 'Android', 'Windows'][1 + cast(hash(${visit} + 5) % 3 as integer)]`,
  };
}

const FIRST_VIEW = `v % ${VIEWS_OF_A_VISIT} = 0`;
const SOURCE = `cast(hash(v // ${VIEWS_OF_A_VISIT} + 11) % 10 as integer)`;
const VIEW_COLUMNS: Readonly<Record<string, string>> = {
  referrer: `case when ${FIRST_VIEW} then 'https://www.google.com' else 'https://site-0.example.com' end`,
  title: `concat('The article with the number ', ${PAGE('v')}, ' about things to buy')`,
  language: `'en'`,
  author: `concat('Author ', ${PAGE('v')} % 12)`,
  category: `concat('Category ', ${PAGE('v')} % 20)`,
  published_on: `date '2025-06-01' + ${PAGE('v')} % 200`,
  tags: `null`,
  utm_source: `null`,
  utm_medium: `case when ${FIRST_VIEW} and ${SOURCE} = 9 then 'email' end`,
  utm_campaign: `case when ${FIRST_VIEW} and ${SOURCE} = 9 then concat('issue-', v // ${VIEWS_OF_A_VISIT} % 40) end`,
  utm_term: `null`,
  utm_content: `null`,
  source_class: `case when not (${FIRST_VIEW}) then 'internal' when ${SOURCE} < 6 then 'search' when ${SOURCE} < 8 then 'social' when ${SOURCE} < 9 then 'direct' else 'newsletter' end`,
  source_name: `case when not (${FIRST_VIEW}) then null when ${SOURCE} < 6 then 'Google' when ${SOURCE} < 8 then 'Pinterest' end`,
};

const LINK_NO = `cast(hash(n + 17) % ${LINKS_OF_A_PAGE} as integer)`;
const ADVERTISER = `(3000 + (${PAGE('v')} * 7 + ${LINK_NO} * 13) % ${ADVERTISERS})`;
const LINK_COLUMNS: Readonly<Record<string, string>> = {
  link: `concat('https://click.linksynergy.com/deeplink?id=abc&mid=', ${ADVERTISER}, '&murl=https%3A%2F%2Fshop.example%2F', ${PAGE('v')}, '-', ${LINK_NO})`,
  link_host: `'click.linksynergy.com'`,
  network: `'rakuten'`,
  advertiser_id: `cast(${ADVERTISER} as varchar)`,
  placement: `['hero', 'table', 'text', 'box', 'end'][1 + ${LINK_NO}]`,
  position: `1 + ${LINK_NO}`,
};

/** `every`: which of the views has an event. */
async function fill(
  writer: FactsWriter,
  table: TableName,
  count: number,
  every: number,
  cells: Readonly<Record<string, string>>,
  from = '',
): Promise<void> {
  const columns = columnsOf(table);
  for (let piece = 0; piece < PIECES; piece += 1) {
    const [first, last] = [piece, piece + 1].map((part) => Math.floor((part * count) / PIECES));
    await writer.run(`insert into ${table} (${columns.join(', ')})
with numbered as (select range as n, cast(floor(range * ${every}) as bigint) as v from range(${first}, ${last}))
select ${columns.map((column) => `${cells[column] ?? 'null'} as ${column}`).join(', ')} from numbered${from}`);
  }
}

/** A row a click: its number and its id, as the browser script would have made it. */
async function writeIds(file: string, clicks: number): Promise<void> {
  const out = createWriteStream(file);
  for (let n = 0; n < clicks; n += 1) {
    const bytes = Uint8Array.from({ length: CLICK_ID_RANDOM }, (_, place) => ((n * 7919 + 13) >>> place) * (place + 3));
    const id = makeClickId(Math.floor(FIRST_MS + (n * DAYS * 86_400_000) / clicks), bytes);
    if (!out.write(`${n},${id}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Two lines an order; every order came from a click, of a fifth of them nothing says which. */
function reportSql(file: string, { entries, clicks }: { readonly entries: number; readonly clicks: number }): string {
  const orders = Math.ceil(entries / 2);
  const lag = `case when hash(i + 2) % 10 < 6 then 60 + hash(i + 3) % 7140 when hash(i + 2) % 10 < 9 then 7200 + hash(i + 3) % 252000 else 259200 + hash(i + 3) % 2246400 end`;
  const said = `case when hash(i + 4) % 100 < 55 then id when hash(i + 4) % 100 < 63 then upper(id) when hash(i + 4) % 100 < 70 then substring(id, 1, 15)
    when hash(i + 4) % 100 < 75 then concat('post-', i % 40, '_hero') when hash(i + 4) % 100 < 80 then concat('letter-', i % 400) else '' end`;
  return `copy (
with ordered as (select range as i, cast(floor(range * ${clicks / orders}) as bigint) as n from range(${orders})),
sold as (
  select o.i as i, d.id as id, c.mid as mid, c.moment + to_seconds(cast(${lag} as bigint)) as moment from ordered o
  join bench_ids d on d.n = o.n join bench_clicks c on c.n = o.n),
lines as (select s.*, part, (hash(i * 2 + part) % 200000) as cents from sold s, (select unnest([0, 1]) as part))
select ${said} as "Member ID (U1)", mid as "MID", concat('Example ', mid, ', Inc.') as "Advertiser Name", concat('1002', i) as "Order ID",
  strftime(moment, '%-m/%-d/%y') as "Transaction Date", strftime(moment, '%H:%M:%S') as "Transaction Time", concat('SKU-', (i * 2 + part) % 9999) as "SKU",
  concat(cents // 100, '.', lpad(cast(cents % 100 as varchar), 2, '0')) as "Sales", 1 as "# of Items",
  concat(cents // 2000, '.', lpad(cast((cents * 5) % 10000 as varchar), 4, '0')) as "Total Commission",
  strftime(moment + interval 1 day, '%-m/%-d/%y') as "Process Date", '18:51:00' as "Process Time"
from lines where moment < timestamp '${NOW.toISOString().slice(0, 10)} 00:00:00' limit ${entries}) to '${file}' (header, delim ',', quote '"')`;
}

/** Fills an empty workspace. */
export async function makeFacts({ facts, folder }: Workspace, size: Size): Promise<string> {
  const [views, clicks] = [viewsOf(size), clicksOf(size)];
  const impressions = Math.round(size.events * IMPRESSIONS);
  const [ids, report] = [join(folder, 'bench-ids.csv'), join(folder, 'bench-report.csv')];
  await writeIds(ids, clicks);
  await facts.exclusive(async (writer) => {
    await writer.run(
      `create or replace temp table bench_ids as select * from read_csv('${ids}', header = false, columns = {'n': 'bigint', 'id': 'varchar'})`,
    );
    await fill(writer, 'pageviews', views, 1, { ...eventColumns(views, 1, '0'), ...VIEW_COLUMNS });
    const seen = { ...LINK_COLUMNS, item_no: '0', seen: `cast(1 + hash(n) % 4 as bigint)` };
    await fill(writer, 'impressions', impressions, views / impressions, {
      ...eventColumns(views, 2, '9000000'),
      ...seen,
    });
    const followed = {
      ...LINK_COLUMNS,
      click_id: 'd.id',
      way: `'c'`,
      link_text: `'Buy now'`,
      heading: `'The best ones'`,
      is_cancelled: '0',
    };
    const cells = { ...eventColumns(views, 3, '21000000'), ...followed };
    await fill(
      writer,
      'clicks',
      clicks,
      views / clicks,
      cells,
      ' join (select n as k, id from bench_ids) d on d.k = n',
    );
    await writer.run(
      `create or replace temp table bench_clicks as select c.log_at as n, cast(c.advertiser_id as integer) as mid, c.happened_at as moment from clicks c`,
    );
    await writer.run(reportSql(report, { entries: size.entries, clicks }));
    await writer.run('drop table bench_ids');
    await writer.run('drop table bench_clicks');
  });
  await rm(ids);
  return report;
}

/** Imports a report. */
export async function importReport(workspace: Workspace, report: string): Promise<void> {
  const files = await gatherFile(workspace.raw, report, 'report.csv', networkNamed('rakuten'));
  const { status } = await importFiles(workspace, { network: 'rakuten', country: 'US', files });
  if (status !== 'posted') throw new Error(`the import ended ${status}`);
}
