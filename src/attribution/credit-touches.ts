/** What came before attributed clicks, and what each touch weighs under a credit. */
import type { FactsWriter, SqlParameters, SqlRow } from '../facts/index.ts';
import { type CreditModel, creditWeights, type Touch } from './credit.ts';
import { type Cell, loadRows } from './model/work-rows.ts';
import { OWN_SHARES } from './share-columns.ts';
import { visitsSql } from './visits-sql.ts';
import { CHANNEL_GLUE, type Credited } from './walks-sql.ts';

const KNOWN = (days: string): string => `
wanted as (
  select a.click_event as click_event, count(*) as entries from ${OWN_SHARES} a where a.method = 'click-id' group by a.click_event),
known as (
  select c.event_id as event_id, c.site_id as site_id, c.view_id as view_id, c.visitor as visitor, c.day as day, min(c.happened_at) as happened_at
  from clicks c where c.visitor is not null and ${days} and c.event_id in (select w.click_event from wanted w)
  group by c.event_id, c.site_id, c.view_id, c.visitor, c.day)`;

/** The attributed clicks of some days (SQL about the clicks c); of readers without an id there is nothing before the click. */
export const fillClicks = (days: string): string => `
insert into work_credit_clicks (event_id, site_id, view_id, visitor, day, happened_at)
with ${KNOWN(days)}
select k.event_id, k.site_id, k.view_id, k.visitor, k.day, k.happened_at from known k`;

const FILL_CLICKS = fillClicks('c.day >= {from:Date32} and c.day <= {to:Date32}');

const DAYS = `
with ${KNOWN('1 = 1')}
select day_text(k.day) as day, count(*) as clicks, sum(w.entries) as entries
from known k join wanted w on w.click_event = k.event_id group by k.day order by k.day`;

/** Days whose clicks are looked at in one go. */
export interface Piece {
  readonly from: string;
  readonly to: string;
  readonly clicks: number;
  /** Entries that these clicks earned. */
  readonly entries: number;
}

/** Days in pieces of about as many clicks; an id of a reader is of one day, so no visit is in two. */
export async function piecesOfDays(
  writer: FactsWriter,
  generation: SqlParameters,
  clicksAtOnce: number,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  for (const row of await writer.query(DAYS, generation)) {
    const [day, clicks, entries] = [String(row['day']), Number(row['clicks']), Number(row['entries'])];
    const last = pieces.at(-1);
    if (last === undefined || last.clicks + clicks > clicksAtOnce) pieces.push({ from: day, to: day, clicks, entries });
    else
      pieces[pieces.length - 1] = { ...last, to: day, clicks: last.clicks + clicks, entries: last.entries + entries };
  }
  return pieces;
}

/**
 * The touches before each attributed click of some days, in their order; a visit's source is that of its beginning. A click after the
 * midnight of its view has none: its reader has another id by then, and days are read in pieces.
 */
const TOUCHES = (of: Credited): string => `
with read as (
  select p.* from pageviews p where p.visitor is not null and p.day >= {from:Date32} and p.day <= {to:Date32}
    and (p.site_id, p.visitor, p.day) in (select k.site_id, k.visitor, k.day from work_credit_clicks k)),
visits as (select v.* from ${visitsSql('read')} v),
placed as (
  select k.event_id as event_id, k.happened_at as clicked_at, w.site_id as site_id, w.reader as reader, w.day as day, w.visit_no as visit_no
  from work_credit_clicks k join visits w on w.site_id = k.site_id and w.view_id = k.view_id and w.day = k.day)
select p.event_id as click_event, minute_of(p.clicked_at) as clicked, minute_of(v.happened_at) as minute, v.site_id as site_id,
  v.page_host as page_host, v.page_path as page_path, v.source_class as source_class, v.source_name as source_name,
  v.medium as medium, v.campaign as campaign, v.landing as landing, v.visit_no as visit_no
from placed p join visits v on v.site_id = p.site_id and v.reader = p.reader and v.day = p.day
where v.visit_no ${of === 'page' ? '=' : '<='} p.visit_no and v.happened_at <= p.clicked_at
order by p.event_id, v.happened_at, v.event_id`;

/** How paths are weighed. */
export interface Weighing {
  readonly model: CreditModel;
  /** What would be lost without each channel; only `markov` asks. */
  readonly effects: ReadonlyMap<string, number>;
}

/** Fills `work_touches` with what came before the attributed clicks of some days. */
export async function fillTouches(
  writer: FactsWriter,
  folder: string,
  of: Credited,
  weighing: Weighing,
  days: SqlParameters,
): Promise<void> {
  await writer.empty('work_touches', 'work_credit_clicks');
  await writer.run(FILL_CLICKS, days);
  await loadRows(writer, folder, 'work_touches', touchRows(writer, of, weighing, days));
}

/** The touches of `work_credit_clicks` as rows of `work_touches`, click by click. */
async function* touchRows(
  writer: FactsWriter,
  of: Credited,
  weighing: Weighing,
  days: SqlParameters,
): AsyncGenerator<readonly Cell[]> {
  let path: SqlRow[] = [];
  for await (const batch of writer.stream(TOUCHES(of), days)) {
    for (const row of batch) {
      if (path.length > 0 && path[0]?.['click_event'] !== row['click_event']) {
        yield* weighed(path, of, weighing);
        path = [];
      }
      path.push(row);
    }
  }
  yield* weighed(path, of, weighing);
}

const PAGE = ['site_id', 'page_host', 'page_path'] as const;
const SOURCE = ['source_class', 'source_name', 'medium', 'campaign'] as const;
/** A longer visit counts from its newest touches on. */
const MOST_TOUCHES = 50;

/** The touches of one click with what each weighs. What is read twice in a row is one touch; a visit is one of its source. */
function weighed(path: readonly SqlRow[], of: Credited, { model, effects }: Weighing): Cell[][] {
  const channelOf = (row: SqlRow): string =>
    (of === 'page' ? PAGE : SOURCE).map((name) => String(row[name])).join(CHANNEL_GLUE);
  const isAgain = (row: SqlRow, before: SqlRow | undefined): boolean =>
    before !== undefined &&
    (of === 'page' ? channelOf(row) === channelOf(before) : row['visit_no'] === before['visit_no']);
  const kept = path.filter((row, place) => !isAgain(row, path[place - 1])).slice(-MOST_TOUCHES);
  const last = path.at(-1);
  if (kept.length < 2 || last === undefined) return []; // the click alone: as it was found
  const touches = kept.map((row): Touch => ({ channel: channelOf(row), atMs: Number(row['minute']) * MINUTE_MS }));
  const weights = creditWeights(model, touches, { endMs: Number(last['clicked']) * MINUTE_MS, effects });
  return kept.flatMap((row, place): Cell[][] => {
    const weight = weights[place] ?? 0n;
    if (weight === 0n) return [];
    const page = of === 'page' ? row : last; // sources are credited with the page of the click
    const cells = [
      ...PAGE.map((name) => String(page[name])),
      ...[...SOURCE, 'landing'].map((name) => String(row[name])),
    ];
    return [
      [String(row['click_event']), place + 1, weight, Number(of === 'source' || place === kept.length - 1), ...cells],
    ];
  });
}

const MINUTE_MS = 60_000;
