/** Why a line is attributed as it is: everything that is known of it, found again by its ids. */
import { METHODS, type Method, type RuleMatch, SHARES_OF_BASIS, visitsSql } from '../attribution/index.ts';
import { type ClickIdReading, parseClickId, ratioText, TributaryError } from '../core/index.ts';
import type { FactsSession, SqlParameters, SqlRow } from '../facts/index.ts';
import { instantInZone, type LineMaking, LINES_OF_BASIS, zoneOf } from '../ledger/index.ts';
import { amountText, exact } from './figures.ts';
import { type PageFacts, readPageFacts } from './page-facts.ts';
import { isoInstant, PLAIN_VIEW, type ReportSources } from './question.ts';
import { asReported } from './shown-currency.ts';
import { TRANSACTION_COLUMNS, type TransactionRow, transactionOf } from './transaction-rows.ts';

export interface EvidenceShare {
  readonly method: Method;
  readonly confidence: string | null;
  readonly page: PageFacts | null;
  readonly site: string | null;
  readonly link: string | null;
  readonly placement: string | null;
  readonly position: number | null;
  readonly device: string | null;
  readonly readerCountry: string | null;
  readonly readerCity: string | null;
  readonly sourceClass: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly landing: string | null;
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
}

export interface Evidence {
  readonly line: TransactionRow;
  readonly shares: readonly EvidenceShare[];
  readonly subId: {
    readonly text: string;
    readonly reading: ClickIdReading['kind'];
    readonly clickId: string | null;
  } | null;
  readonly click: {
    readonly id: string;
    readonly at: string;
    readonly pageHost: string;
    readonly pagePath: string;
    readonly link: string;
    readonly minutesBefore: number | null;
    readonly isOfThisLine: boolean;
    readonly isCut: boolean;
  } | null;
  readonly visit: readonly {
    readonly at: string;
    readonly pageHost: string;
    readonly pagePath: string;
    readonly sourceClass: string | null;
    readonly source: string | null;
  }[];
  readonly rule: { readonly id: string; readonly text: string; readonly match: RuleMatch } | null;
  readonly referrer: string | null;
  readonly model: { readonly clicks: number; readonly pages: number; readonly unnamed: string | null } | null;
}

/** Finds a label rule; null: it was removed since. */
export type FindRule = (id: string) => Promise<Evidence['rule']>;

const OF_LINE = `from ${SHARES_OF_BASIS} a where a.entry_id = {entry:Int64}`;

/** The texts of the evidence; both engines must answer them alike. */
export const evidenceSql = {
  line: `select ${TRANSACTION_COLUMNS}, l.process_day as process_day from ${asReported(LINES_OF_BASIS)} l where l.entry_id = {entry:Int64}`,
  shares: `select a.* ${OF_LINE} order by a.share_no`,
  click: `select c.*, minute_of(c.happened_at) as minute from clicks c where c.event_id = {event:String} order by c.log_segment, c.log_at limit 1`,
  visit: `
with near as (
  select p.* from pageviews p where p.site_id = {site:String} and p.day >= {day:Date32} - 1 and p.day <= {day:Date32}),
viewed as (select n.visitor as visitor, n.day as day from near n where n.view_id = {view:String}),
read as (select n.* from near n
  where (n.visitor, n.day) in (select w.visitor, w.day from viewed w where w.visitor is not null)
    or (n.visitor is null and n.view_id = {view:String})),
visits as (select v.* from ${visitsSql('read')} v)
select v.happened_at as happened_at, v.page_host as page_host, v.page_path as page_path, v.source_class as source_class, v.source_name as source_name
from visits v where v.happened_at <= {at:DateTime64(6, 'UTC')}
  and v.visit_no in (select w.visit_no from visits w where w.view_id = {view:String}) order by v.happened_at, v.event_id limit 50`,
  model: `
select count(*) as clicks, count(distinct concat(c.page_host, c.page_path)) as pages from clicks c
where c.network = {network:String} and c.advertiser_id = {advertiser:String}
  and c.day >= {from:Date32} - 30 and c.day <= {from:Date32}`,
} as const;

/** Answers why. Throws `unknown-transaction`. */
export async function readEvidence(sources: ReportSources, id: string, findRule: FindRule): Promise<Evidence> {
  const { facts, names, attribution, view = PLAIN_VIEW } = sources;
  if (attribution === undefined) throw new Error('these sources have no attribution');
  const { basis, floor, ledger } = await attribution.ensure();
  const parameters: SqlParameters = {
    ...{ attribution: basis, attributionFloor: floor, credit: '' },
    ...{ basis: ledger.basis, floor: ledger.floor, entry: id },
  };
  const [row] = await facts.query(evidenceSql.line, parameters);
  if (row === undefined) throw new TributaryError('unknown-transaction', 'There is no line with this id.');
  const line = transactionOf(row, names);
  const shares = await facts.query(evidenceSql.shares, parameters);
  const [first] = shares;
  const keys = shares.map((share) => `${share['page_host']}${share['page_path']}`).filter((key) => key !== '');
  const pages = await readPageFacts(facts, [...new Set(keys)]);
  const event = String(first?.['click_event'] ?? '');
  const [click] = event === '' ? [] : await facts.query(evidenceSql.click, { event });
  const reading = readingOf(line.subId, String(row['process_day']), click);
  const ruleId = String(first?.['rule_id'] ?? '');
  const isModel = shares.some((share) => share['method'] === 'model');
  return {
    line,
    shares: shares.map((share) => shareOf(share, line.currency, pages)),
    subId: reading === null ? null : { text: line.subId ?? '', reading: reading.kind, clickId: reading.id },
    click: click === undefined ? null : clickOf(click, minuteOf(line, view.making), line, reading),
    visit: click === undefined ? [] : await visitOf(facts, click),
    rule: ruleId === '' ? null : await findRule(ruleId),
    referrer: line.referrer,
    model: isModel ? await modelOf(facts, line, shares) : null,
  };
}

/** What the sub-id of a line says that was processed on a day: no later click can have its id, unless it is known to. */
function readingOf(subId: string | null, processDay: string, click: SqlRow | undefined): ClickIdReading | null {
  if (subId === null || subId === '') return null;
  const whenever = parseClickId(subId);
  const isKnown = whenever.id !== null && whenever.id === click?.['click_id'];
  return isKnown ? whenever : parseClickId(subId, Date.parse(`${processDay}T23:59:59.999Z`));
}

function said(row: SqlRow, column: string): string | null {
  return row[column] == null || row[column] === '' ? null : String(row[column]);
}

function shareOf(row: SqlRow, currency: string, pages: ReadonlyMap<string, PageFacts>): EvidenceShare {
  const method = METHODS.find((one) => one === row['method']) ?? 'none';
  return {
    method,
    confidence: method === 'none' ? null : ratioText(BigInt(Number(row['confidence'])), 10_000n, 4),
    page: pages.get(`${row['page_host']}${row['page_path']}`) ?? null,
    ...{ site: said(row, 'site_id'), link: said(row, 'link'), placement: said(row, 'placement') },
    position: Number(row['position']) === 0 ? null : Number(row['position']),
    device: said(row, 'device'),
    ...{ readerCountry: said(row, 'reader_country'), readerCity: said(row, 'reader_city') },
    ...{ sourceClass: said(row, 'source_class'), source: said(row, 'source_name'), medium: said(row, 'medium') },
    ...{ campaign: said(row, 'campaign'), landing: said(row, 'landing') },
    ...{ currency, sales: amountText(exact(row['sales'])), commission: amountText(exact(row['commission'])) },
  };
}

/** The minute of an order in UTC: its network tells the time by a clock of its own. */
function minuteOf({ scope, occurredOn, occurredTime }: TransactionRow, making: Pick<LineMaking, 'zones'>): number {
  const wall = Date.parse(`${occurredOn}T${occurredTime || '23:59:00'}Z`) / 1000;
  return Math.floor(instantInZone(zoneOf(making, scope), wall) / 60);
}

function clickOf(
  click: SqlRow,
  orderMinute: number,
  line: TransactionRow,
  reading: ClickIdReading | null,
): Evidence['click'] {
  const isCut = reading?.kind === 'truncated';
  return {
    id: String(click['event_id']),
    at: isoInstant(String(click['happened_at'])),
    ...{ pageHost: String(click['page_host']), pagePath: String(click['page_path']), link: String(click['link']) },
    minutesBefore: line.occurredTime === '' ? null : orderMinute - Number(click['minute']),
    isOfThisLine: isCut || (reading?.id ?? null) === click['click_id'],
    isCut,
  };
}

async function visitOf(facts: FactsSession, click: SqlRow): Promise<Evidence['visit']> {
  const rows = await facts.query(evidenceSql.visit, {
    ...{ site: String(click['site_id']), day: String(click['day']) },
    ...{ view: String(click['view_id']), at: String(click['happened_at']) },
  });
  return rows.map((row) => ({
    at: isoInstant(String(row['happened_at'])),
    ...{ pageHost: String(row['page_host']), pagePath: String(row['page_path']) },
    ...{ sourceClass: said(row, 'source_class'), source: said(row, 'source_name') },
  }));
}

async function modelOf(
  facts: FactsSession,
  line: TransactionRow,
  shares: readonly SqlRow[],
): Promise<Evidence['model']> {
  const { network, advertiserId: advertiser, occurredOn: from } = line;
  const [row] = await facts.query(evidenceSql.model, { network, advertiser, from });
  const named = shares.reduce(
    (sum, share) => sum + (share['method'] === 'model' ? BigInt(Number(share['confidence'])) : 0n),
    0n,
  );
  return {
    clicks: Number(row?.['clicks'] ?? 0),
    pages: Number(row?.['pages'] ?? 0),
    unnamed: ratioText(10_000n - named, 10_000n, 6),
  };
}
