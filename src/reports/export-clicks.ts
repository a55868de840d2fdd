/** Clicks as a CSV file: exactly those that are chosen, in their order, as the store gives them. */
import { PAGES_SAID, SHARES_OF_BASIS, VISIT_BEGINNINGS } from '../attribution/index.ts';
import { csvLine } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { LINES_OF_BASIS } from '../ledger/index.ts';
import { ADVERTISERS } from './advertisers.ts';
import { type ChosenClicks, chosenClicks, CLICK_SORTING, type ClickChoice } from './click-list.ts';
import { ofVisit } from './events.ts';
import { amountText, exact } from './figures.ts';
import { type Names, networkLabel } from './names.ts';
import { isoInstant, type ReportSources } from './question.ts';
import { orderSql } from './sorting.ts';

/** What the lines with a click's id earned: a row for each currency. */
const EARNED = `(select a.click_event as click_event, r.currency as currency, sum(a.commission) as commission
  from ${SHARES_OF_BASIS} a join ${LINES_OF_BASIS} r on r.entry_id = a.entry_id
  where a.click_event <> '' and r.state = 'counted' group by a.click_event, r.currency)`;

/** The text of the file; both engines must answer it alike. A click that earned in several currencies comes several times. */
export const clickFileSql = ({ from, condition }: ChosenClicks): string => `
select e.event_id as event_id, e.happened_at as happened_at, e.site_id as site_id, e.page_host as page_host, e.page_path as page_path,
  e.link as link, e.link_host as link_host, e.network as network, e.advertiser_id as advertiser_id, e.placement as placement,
  e.position as position, e.heading as heading, e.link_text as link_text, e.device as device, e.browser as browser,
  e.system as system, e.country as country, e.city as city, e.click_id as click_id,
  ${VISIT_BEGINNINGS.map((name) => `${ofVisit(name)} as ${name}`).join(', ')}, t.title as title, n.called as called,
  m.currency as currency, m.commission as commission
${from} left join ${PAGES_SAID} t on t.page = concat(e.page_host, e.page_path)
left join ${ADVERTISERS} n on n.network = e.network and n.advertiser_id = e.advertiser_id
left join ${EARNED} m on m.click_event = e.event_id
where ${condition} order by ${orderSql(CLICK_SORTING)}, m.currency`;

const text = (row: SqlRow, name: string): string | null =>
  row[name] == null || row[name] === '' ? null : String(row[name]);
const said =
  (name: string) =>
  (row: SqlRow): string | null =>
    text(row, name);
const place = (row: SqlRow): number | null => (Number(row['position']) === 0 ? null : Number(row['position']));

type Cell = string | number | null;

/** The columns before what a click earned. */
const COLUMNS: readonly (readonly [string, (row: SqlRow, names: Names) => Cell])[] = [
  ['id', said('event_id')],
  ['at', (row) => isoInstant(String(row['happened_at']))],
  ['site', said('site_id')],
  ['page', (row) => `${row['page_host']}${row['page_path']}`],
  ['title', said('title')],
  ['link', said('link')],
  ['link_host', said('link_host')],
  ['network', (row, names) => networkLabel(names, String(row['network']))],
  ['advertiser_id', said('advertiser_id')],
  ['advertiser', said('called')],
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

/** The file in parts: memory does not grow with the clicks. A file whose parts did not come to an end is not whole. */
export async function* exportClicks(sources: ReportSources, choice: ClickChoice): AsyncGenerator<string> {
  const { facts, names } = sources;
  const chosen = await chosenClicks(sources, choice, true);
  const parameters = {
    ...chosen.parameters,
    ...{ basis: chosen.ledger?.basis ?? 0n, floor: chosen.ledger?.floor ?? 0n },
  };
  yield csvLine(CLICK_COLUMNS);
  let open: OpenClick | null = null;
  for await (const rows of facts.stream(clickFileSql(chosen), parameters)) {
    let part = '';
    for (const row of rows) {
      if (open !== null && open.row['event_id'] === row['event_id']) {
        open.more.push(`${amountOf(row)} ${row['currency']}`);
        continue;
      }
      if (open !== null) part += lineOf(open, names);
      open = { row, more: [] };
    }
    yield part;
  }
  if (open !== null) yield lineOf(open, names);
}

function amountOf(row: SqlRow): string | null {
  return row['commission'] == null ? null : amountText(exact(row['commission']));
}

function lineOf({ row, more }: OpenClick, names: Names): string {
  const cells = COLUMNS.map(([, read]) => read(row, names));
  return csvLine([...cells, text(row, 'currency'), amountOf(row), more.length === 0 ? null : more.join('; ')]);
}
