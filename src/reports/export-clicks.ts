/**
 * Clicks as a CSV file: exactly those that are chosen, in their order, as the store gives them; some days at a time, as
 * the visits of all readers of a year do not fit the embedded store's memory.
 */
import { type AttributionBasis, SHARES_OF_BASIS, VISIT_BEGINNINGS } from '../attribution/index.ts';
import { csvLine, dayBefore } from '../core/index.ts';
import type { FactsSession, FactsStore, SqlParameters, SqlRow } from '../facts/index.ts';
import { LINES_OF_BASIS } from '../ledger/index.ts';
import { advertiserKey, readAdvertiserNames } from './advertisers.ts';
import { type ChosenClicks, chosenClicks, CLICK_SORTING, type ClickChoice, clickPeriod } from './click-list.ts';
import { ofVisit } from './events.ts';
import { amountText, exact } from './figures.ts';
import { type Names, networkLabel } from './names.ts';
import { readTitles } from './page-facts.ts';
import type { Days } from './period.ts';
import { isoInstant, type ReportSources } from './question.ts';
import { orderSql } from './sorting.ts';

/** Views and clicks that are read in one go, if they are of several days. */
const EVENTS_AT_ONCE = 100_000;

/** What the lines with the id of one of these clicks earned: a row for each currency. `since` and `until` are those of the clicks. */
const EARNED = `(select a.click_event as click_event, r.currency as currency, sum(a.commission) as commission
  from ${SHARES_OF_BASIS} a join ${LINES_OF_BASIS} r on r.entry_id = a.entry_id
  where r.state = 'counted' and a.click_event in (select c.event_id from clicks c
    where c.happened_at >= {since:DateTime64(6, 'UTC')} and c.happened_at < {until:DateTime64(6, 'UTC')})
  group by a.click_event, r.currency)`;

/** The text of some days; both engines must answer it alike. A click that earned in several currencies comes several times. */
const clickFileSql = ({ from, condition }: ChosenClicks): string => `
select e.event_id as event_id, e.happened_at as happened_at, e.site_id as site_id, e.page_host as page_host, e.page_path as page_path,
  e.link as link, e.link_host as link_host, e.network as network, e.advertiser_id as advertiser_id, e.placement as placement,
  e.position as position, e.heading as heading, e.link_text as link_text, e.device as device, e.browser as browser,
  e.system as system, e.country as country, e.city as city, e.click_id as click_id,
  ${VISIT_BEGINNINGS.map((name) => `${ofVisit(name)} as ${name}`).join(', ')}, m.currency as currency, m.commission as commission
${from} left join ${EARNED} m on m.click_event = e.event_id
where ${condition} order by ${orderSql(CLICK_SORTING)}, m.currency`;

/** How many events there are on each day. */
const SIZES = `
select day_text(d.day) as day, sum(d.events) as events
from (select p.day as day, count(*) as events from pageviews p where p.day >= {from:Date32} and p.day <= {to:Date32} group by p.day
  union all
  select c.day as day, count(*) as events from clicks c where c.day >= {from:Date32} and c.day <= {to:Date32} group by c.day) d
group by d.day`;

/** Whether what clicks earned is still there as it was: a generation is removed when the second one after it is made. */
const KEPT = `
select (select count(*) from attribution_bases b where b.basis = {attribution:Int64}) as shares,
  (select count(*) from ledger_bases l where l.basis = {basis:Int64}) as lines`;

const text = (row: SqlRow, name: string): string | null =>
  row[name] == null || row[name] === '' ? null : String(row[name]);
const said =
  (name: string) =>
  (row: SqlRow): string | null =>
    text(row, name);
/** What all clicks of a file are told with. */
interface Known {
  readonly names: Names;
  readonly titles: ReadonlyMap<string, string>;
  readonly advertisers: ReadonlyMap<string, string>;
}

const pageOf = (row: SqlRow): string => `${row['page_host']}${row['page_path']}`;
const place = (row: SqlRow): number | null => (Number(row['position']) === 0 ? null : Number(row['position']));

type Cell = string | number | null;

/** The columns before what a click earned. */
const COLUMNS: readonly (readonly [string, (row: SqlRow, known: Known) => Cell])[] = [
  ['id', said('event_id')],
  ['at', (row) => isoInstant(String(row['happened_at']))],
  ['site', said('site_id')],
  ['page', pageOf],
  ['title', (row, { titles }) => titles.get(pageOf(row)) || null],
  ['link', said('link')],
  ['link_host', said('link_host')],
  ['network', (row, { names }) => networkLabel(names, String(row['network']))],
  ['advertiser_id', said('advertiser_id')],
  ['advertiser', (row, { advertisers }) => advertisers.get(advertiserKey(row)) ?? null],
  ['placement', said('placement')],
  ['position', place],
  ['heading', said('heading')],
  ['link_text', said('link_text')],
  ['device', said('device')],
  ['browser', said('browser')],
  ['system', said('system')],
  ['reader_country', said('country')],
  ['reader_city', said('city')],
  ['click_id', said('click_id')],
  ['source_class', said('source_class')],
  ['source', said('source_name')],
  ['medium', said('medium')],
  ['campaign', said('campaign')],
  ['landing', said('landing')],
];

/** The head of the file. `more_earned`: other currencies, like `1.0000 EUR`; nearly always empty. */
export const CLICK_COLUMNS: readonly string[] = [
  ...COLUMNS.map(([name]) => name),
  ...['currency', 'commission', 'more_earned'],
];

/** A click whose rows may still come: each row more is another currency. */
interface OpenClick {
  readonly row: SqlRow;
  readonly more: string[];
}

/**
 * The file in parts: memory does not grow with the clicks. A file whose parts did not come to an end is not whole.
 * `mostEvents` is for tests.
 */
export async function* exportClicks(
  sources: ReportSources,
  choice: ClickChoice,
  mostEvents = EVENTS_AT_ONCE,
): AsyncGenerator<string> {
  const { facts, names } = sources;
  const made = await sources.attribution?.ensure();
  const known = { names, titles: await readTitles(facts), advertisers: await readAdvertiserNames(facts) };
  let head = csvLine(CLICK_COLUMNS);
  for (const days of await piecesOf(facts, clickPeriod(sources, choice), mostEvents)) {
    const chosen = chosenClicks(sources, { ...choice, ...days }, made, true);
    for await (const part of linesOf(facts, chosen, known)) {
      yield head + part;
      head = '';
    }
    if (made !== undefined) await checkKept(facts, made);
  }
  if (head !== '') yield head;
}

/** The days in pieces, the newest first, each of days side by side. */
async function piecesOf(facts: FactsSession, { from, to }: Days, mostEvents: number): Promise<readonly Days[]> {
  // days of the workspace's zone are about as large as those of UTC
  const rows = await facts.query(SIZES, { from, to });
  const sizes = new Map(rows.map((row) => [String(row['day']), Number(row['events'])]));
  const pieces: Days[] = [];
  let [last, together] = [to, 0];
  for (let day = to; day >= from; day = dayBefore(day, 1)) {
    const size = sizes.get(day) ?? 0;
    if (together > 0 && together + size > mostEvents) {
      pieces.push({ from: dayBefore(day, -1), to: last });
      [last, together] = [day, 0];
    }
    together += size;
  }
  return from > to ? [] : [...pieces, { from, to: last }];
}

async function* linesOf(facts: FactsStore, chosen: ChosenClicks, known: Known): AsyncGenerator<string> {
  const { ledger } = chosen;
  const parameters: SqlParameters = {
    ...chosen.parameters,
    ...{ basis: ledger?.basis ?? 0n, floor: ledger?.floor ?? 0n },
  };
  let open: OpenClick | null = null;
  for await (const rows of facts.stream(clickFileSql(chosen), parameters)) {
    let part = '';
    for (const row of rows) {
      if (open !== null && open.row['event_id'] === row['event_id']) {
        open.more.push(`${amountOf(row)} ${row['currency']}`);
        continue;
      }
      if (open !== null) part += lineOf(open, known);
      open = { row, more: [] };
    }
    yield part;
  }
  if (open !== null) yield lineOf(open, known);
}

/** A file must not say that later clicks earned nothing because their generation was removed meanwhile. */
async function checkKept(facts: FactsSession, { basis, ledger }: AttributionBasis): Promise<void> {
  if (basis === 0n) return; // nothing was posted
  const [row] = await facts.query(KEPT, { attribution: basis, basis: ledger.basis });
  if (Number(row?.['shares']) === 0 || Number(row?.['lines']) === 0)
    throw new Error('the ledger or its attribution changed twice while the file of clicks was written');
}

function amountOf(row: SqlRow): string | null {
  return row['commission'] == null ? null : amountText(exact(row['commission']));
}

function lineOf({ row, more }: OpenClick, known: Known): string {
  const cells = COLUMNS.map(([, read]) => read(row, known));
  return csvLine([...cells, text(row, 'currency'), amountOf(row), more.length === 0 ? null : more.join('; ')]);
}
