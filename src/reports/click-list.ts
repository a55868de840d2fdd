/** The clicks, the newest first, with where the reader came from and what each brought. */
import { dayBefore } from '../core/index.ts';
import type { SqlParameters, SqlRow } from '../facts/index.ts';
import { advertiserKey, readAdvertiserNames } from './advertisers.ts';
import { eventsOf } from './events.ts';
import { amountText, exact } from './figures.ts';
import type { Filter } from './filters.ts';
import { networkLabel } from './names.ts';
import { type PageFacts, readPageFacts } from './page-facts.ts';
import type { Days } from './period.ts';
import { isoInstant, PLAIN_VIEW, type ReportSources } from './question.ts';
import { asReported } from './shown-currency.ts';
import { afterCursor, cursorAfter, orderSql, placeColumns, type Sorting } from './sorting.ts';
import { type LedgerBasis, LINES_OF_BASIS } from '../ledger/index.ts';
import { type AttributionBasis, clickedVisits, SHARES_OF_BASIS, VISIT_BEGINNINGS } from '../attribution/index.ts';

export const EARNING = ['all', 'yes', 'no'] as const;

/** Which clicks. */
export interface ClickChoice {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly filters: readonly Filter[];
  /** Only clicks that brought something, or that brought nothing yet. */
  readonly earning: (typeof EARNING)[number];
}

export interface ClicksQuestion extends ClickChoice {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ClickRow {
  readonly id: string;
  readonly at: string;
  readonly site: string;
  readonly pageHost: string;
  readonly pagePath: string;
  readonly title: string | null;
  readonly link: string;
  readonly linkHost: string;
  readonly network: string;
  readonly networkLabel: string;
  readonly advertiserId: string | null;
  readonly advertiser: string | null;
  readonly placement: string | null;
  readonly position: number | null;
  readonly heading: string | null;
  readonly linkText: string | null;
  readonly device: string;
  readonly browser: string;
  readonly system: string;
  readonly readerCountry: string | null;
  readonly readerCity: string | null;
  readonly clickId: string | null;
  readonly sourceClass: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly landing: string | null;
  readonly earned: readonly { readonly currency: string; readonly commission: string }[];
}

export interface ClickList {
  readonly period: Days;
  readonly rows: readonly ClickRow[];
  readonly nextCursor: string | null;
  readonly count: number | null;
}

/** Without a first day: from so many days before the last. */
const USUAL_DAYS = 30;
export const CLICK_SORTING: Sorting = {
  name: 'clicks',
  terms: [
    { sql: 'minute_of(e.happened_at)', type: 'Int64' },
    { sql: 'e.event_id', type: 'String' },
  ],
  isDescending: true,
};

/** The clicks that are asked for, in SQL: what they are taken from, and the condition that they meet. */
export interface ChosenClicks {
  readonly period: Days;
  readonly from: string;
  readonly condition: string;
  readonly parameters: SqlParameters;
  /** What was known of them when they were chosen. */
  readonly ledger: LedgerBasis | undefined;
}

/** The days that a choice is about. */
export function clickPeriod({ today }: ReportSources, { from, to = today }: ClickChoice): Days {
  return { from: from ?? dayBefore(to, USUAL_DAYS - 1), to };
}

/** Makes a choice ready, by a generation of attribution; with `hasVisits` each click e comes with how its visit v began. */
export function chosenClicks(
  sources: ReportSources,
  choice: ClickChoice,
  made: AttributionBasis | undefined,
  hasVisits: boolean,
): ChosenClicks {
  const { names, view = PLAIN_VIEW } = sources;
  const { filters, earning } = choice;
  const period = clickPeriod(sources, choice);
  const events = eventsOf({
    ...{ kind: 'clicks', days: period, timeZone: view.making.timeZone, filters, names },
    column: hasVisits ? 'source' : null,
  });
  if (events === null) throw new Error('clicks can tell every filter that events can');
  const brought = `e.event_id ${earning === 'no' ? 'not in' : 'in'} (select a.click_event from ${SHARES_OF_BASIS} a where a.method = 'click-id')`;
  return {
    period,
    from: `from ${events.relations}`,
    condition: earning === 'all' ? events.condition : `${events.condition} and ${brought}`,
    parameters: {
      ...events.parameters,
      ...{ attribution: made?.basis ?? 0n, attributionFloor: made?.floor ?? 0n, credit: '' },
    },
    ledger: made?.ledger,
  };
}

/** Answers one page. */
export async function readClicks(sources: ReportSources, question: ClicksQuestion): Promise<ClickList> {
  const { facts } = sources;
  const made = await sources.attribution?.ensure();
  const { period, from, condition, parameters, ledger } = chosenClicks(sources, question, made, false);
  const after = afterCursor(CLICK_SORTING, question.cursor);
  const rows = await facts.query(
    `select e.*, ${placeColumns(CLICK_SORTING)} ${from} where ${condition} and ${after.sql} order by ${orderSql(CLICK_SORTING)} limit {limit:Int64}`,
    { ...parameters, ...after.parameters, limit: question.limit + 1 },
  );
  const shown = rows.slice(0, question.limit);
  const last = shown.at(-1);
  const [counted] =
    question.cursor === undefined
      ? await facts.query(`select count(*) as clicks ${from} where ${condition}`, parameters)
      : [];
  return {
    period,
    rows: await rowsOf(sources, shown, parameters, ledger),
    nextCursor: rows.length > question.limit && last !== undefined ? cursorAfter(CLICK_SORTING, last) : null,
    count: counted === undefined ? null : Number(counted['clicks']),
  };
}

/** The clicks with what other tables know of them: few, so they are named one by one. */
async function rowsOf(
  { facts, names }: ReportSources,
  rows: readonly SqlRow[],
  chosen: SqlParameters,
  ledger: LedgerBasis | undefined,
): Promise<ClickRow[]> {
  if (rows.length === 0) return [];
  const ids = Object.fromEntries(rows.map((row, n) => [`id_${n}`, String(row['event_id'])]));
  const named = Object.keys(ids)
    .map((name) => `{${name}:String}`)
    .join(', ');
  const earned = new Map<string, { currency: string; commission: string }[]>();
  if (ledger !== undefined) {
    const sums = await facts.query(
      `
select a.click_event as click_event, l.currency as currency, sum(a.commission) as commission
from ${SHARES_OF_BASIS} a join ${asReported(LINES_OF_BASIS)} l on l.entry_id = a.entry_id
where a.click_event in (${named}) and l.state = 'counted' group by a.click_event, l.currency order by click_event, currency`,
      { ...ids, ...chosen, basis: ledger.basis, floor: ledger.floor },
    );
    for (const row of sums) {
      const own = earned.get(String(row['click_event'])) ?? [];
      own.push({ currency: String(row['currency']), commission: amountText(exact(row['commission'])) });
      earned.set(String(row['click_event']), own);
    }
  }
  const days = rows.map((row) => String(row['day'])).sort();
  const clicked = `select c.site_id as site_id, c.view_id as view_id, c.day as day from clicks c where c.event_id in (${named})`;
  const visits = await facts.query(
    `with ${clickedVisits(clicked, 'p.day >= {first:Date32} and p.day <= {last:Date32}')}
select b.site_id as site_id, b.view_id as view_id, day_text(b.day) as day, ${VISIT_BEGINNINGS.map((name) => `b.${name} as ${name}`).join(', ')} from begun b`,
    { ...ids, first: dayBefore(days[0] ?? '', 1), last: days.at(-1) ?? '' },
  );
  const visitOf = new Map(visits.map((row) => [`${row['site_id']} ${row['view_id']}`, row]));
  const pages = await readPageFacts(facts, [...new Set(rows.map((row) => `${row['page_host']}${row['page_path']}`))]);
  const called = await readAdvertiserNames(facts);
  return rows.map((row) => clickOf(row, { names, visitOf, pages, called, earned }));
}

/** What other tables know of clicks. */
interface Around {
  readonly names: ReportSources['names'];
  readonly visitOf: ReadonlyMap<string, SqlRow>;
  readonly pages: ReadonlyMap<string, PageFacts>;
  readonly called: ReadonlyMap<string, string>;
  readonly earned: ReadonlyMap<string, ClickRow['earned']>;
}

/** As `OF_VIEW` has it: the view was on the day of the click or the day before. */
function isOfView(viewDay: string, clickDay: string): boolean {
  return viewDay >= dayBefore(clickDay, 1) && viewDay <= clickDay;
}

function clickOf(row: SqlRow, { names, visitOf, pages, called, earned }: Around): ClickRow {
  const text = (column: string): string => String(row[column]);
  const said = (from: SqlRow | undefined, column: string): string | null =>
    from?.[column] == null || from[column] === '' ? null : String(from[column]);
  const found = visitOf.get(`${row['site_id']} ${row['view_id']}`);
  const visit = isOfView(String(found?.['day'] ?? ''), text('day')) ? found : undefined;
  return {
    ...{ id: text('event_id'), at: isoInstant(text('happened_at')), site: text('site_id') },
    ...{ pageHost: text('page_host'), pagePath: text('page_path') },
    title: pages.get(text('page_host') + text('page_path'))?.title ?? null,
    ...{ link: text('link'), linkHost: text('link_host'), network: text('network') },
    networkLabel: networkLabel(names, text('network')),
    advertiserId: said(row, 'advertiser_id'),
    advertiser: called.get(advertiserKey(row)) ?? null,
    placement: said(row, 'placement'),
    position: Number(row['position']) === 0 ? null : Number(row['position']),
    ...{ heading: said(row, 'heading'), linkText: said(row, 'link_text') },
    ...{ device: text('device'), browser: text('browser'), system: text('system') },
    ...{ readerCountry: said(row, 'country'), readerCity: said(row, 'city'), clickId: said(row, 'click_id') },
    ...{ sourceClass: said(visit, 'source_class'), source: said(visit, 'source_name') },
    ...{ medium: said(visit, 'medium'), campaign: said(visit, 'campaign'), landing: said(visit, 'landing') },
    earned: earned.get(text('event_id')) ?? [],
  };
}
