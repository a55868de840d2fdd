/**
 * Shares commissions whose click is known among what came before the click: the pages of its visit, or the sources of the
 * reader's visits on that day (ids of readers end with it). Everything else stays as it was found. Made on demand, once for
 * a generation.
 */
import type { FactsSession, FactsStore, FactsWriter, SqlParameters, SqlRow } from '../facts/index.ts';
import { CREDIT_MODELS, type CreditModel, creditWeights, type Touch } from './credit.ts';
import type { AttributionBasis } from './generations.ts';
import { type Cell, loadRows } from './model/work-rows.ts';
import { OWN_SHARES, SHARE_COLUMNS } from './share-columns.ts';
import { visitsSql } from './visits-sql.ts';

/** Models that can be chosen here: what a path would be without a channel would have to be learned from all visits. */
export const CREDITS = [
  'last',
  'first',
  'linear',
  'position',
  'time-decay',
  'shapley',
] as const satisfies readonly CreditModel[];

/** Gives the name under which the generation is shared by a credit; '' is the generation itself. */
export async function ensureCredit(
  facts: FactsStore,
  folder: string,
  basis: AttributionBasis,
  model: string,
  of: string,
): Promise<string> {
  const credit = CREDIT_MODELS.find((one) => one === model);
  if (credit === undefined || credit === 'last' || basis.basis === 0n) return ''; // the last page is that of the click
  const name = `${model}:${of}`;
  if (await isMade(facts, basis.basis, name)) return name;
  return facts.exclusive(async (writer) => {
    if (!(await isMade(writer, basis.basis, name)))
      await make(writer, folder, basis, credit, of === 'source' ? 'source' : 'page', name);
    return name;
  });
}

async function isMade(session: FactsSession, basis: bigint, credit: string): Promise<boolean> {
  const rows = await session.query(
    'select credit from attribution_credits where basis = {basis:Int64} and credit = {credit:String}',
    { basis, credit },
  );
  return rows.length > 0;
}

/** The touches before each attributed click, in their order; a visit's source is that of its beginning. */
const TOUCHES = (of: 'page' | 'source'): string => `
with wanted as (select distinct a.click_event as click_event from ${OWN_SHARES} a where a.method = 'click-id'),
clicked as (
  select c.event_id as event_id, c.site_id as site_id, c.view_id as view_id, c.visitor as visitor, c.day as day, min(c.happened_at) as happened_at
  from clicks c where c.event_id in (select w.click_event from wanted w)
  group by c.event_id, c.site_id, c.view_id, c.visitor, c.day),
read as (
  select p.* from pageviews p where p.visitor is not null
    and (p.site_id, p.visitor, p.day) in (select k.site_id, k.visitor, k.day from clicked k where k.visitor is not null)),
visits as (select v.* from ${visitsSql('read')} v),
placed as (
  select k.event_id as event_id, k.happened_at as clicked_at, w.site_id as site_id, w.reader as reader, w.day as day, w.visit_no as visit_no
  from clicked k join visits w on w.site_id = k.site_id and w.view_id = k.view_id)
select p.event_id as click_event, minute_of(p.clicked_at) as clicked, minute_of(v.happened_at) as minute, v.site_id as site_id,
  v.page_host as page_host, v.page_path as page_path, v.source_class as source_class, v.source_name as source_name,
  v.medium as medium, v.campaign as campaign, v.landing as landing, v.visit_no as visit_no
from placed p join visits v on v.site_id = p.site_id and v.reader = p.reader and v.day = p.day
where v.visit_no ${of === 'page' ? '=' : '<='} p.visit_no and v.happened_at <= p.clicked_at
order by p.event_id, v.happened_at, v.event_id`;

/** Amounts and items by largest remainder, as `splitAmount` does. */
const PARTS = ['sales', 'commission', 'items'] as const;
const SPLIT = `
insert into attributions (${SHARE_COLUMNS})
with shares as (
  select a.entry_id as entry_id, a.order_key as order_key, a.link as link, a.placement as placement, a.position as position,
    a.click_event as click_event, a.view_id as view_id, a.device as device, a.browser as browser, a.reader_country as reader_country,
    t.place as place, t.is_last as is_last, t.weight as weight, sum(huge(t.weight)) over (partition by a.entry_id) as whole,
    t.site_id as site_id, t.page_host as page_host, t.page_path as page_path, t.source_class as source_class, t.source_name as source_name,
    t.medium as medium, t.campaign as campaign, t.landing as landing,
    units_of(a.sales) as sales, units_of(a.commission) as commission, a.items as items
  from ${OWN_SHARES} a join work_touches t on t.click_event = a.click_event where a.method = 'click-id'),
cut as (
  select s.*, ${PARTS.map((of) => `whole_part(huge(abs(s.${of})) * huge(s.weight), s.whole) as ${of}_part`).join(', ')} from shares s),
left_over as (
  select c.*, ${PARTS.map(
    (of) => `
    row_number() over (partition by c.entry_id order by huge(abs(c.${of})) * huge(c.weight) - huge(c.${of}_part) * c.whole desc, c.place) as ${of}_turn,
    abs(c.${of}) - sum(c.${of}_part) over (partition by c.entry_id) as ${of}_left`,
  ).join(',')}
  from cut c),
exact as (
  select e.*, ${PARTS.map(
    (of) =>
      `(case when e.${of} < 0 then -1 else 1 end) * (e.${of}_part + case when e.${of}_turn <= e.${of}_left then 1 else 0 end) as ${of}_share`,
  ).join(', ')}
  from left_over e),
stepped as (
  select x.*, ${(['sales', 'commission'] as const)
    .map(
      (of) =>
        `sum(x.${of}_share) over (partition by x.entry_id order by x.place rows between unbounded preceding and current row) - x.${of}_share as ${of}_before`,
    )
    .join(', ')}
  from exact x)
select {attribution:Int64}, {name:String}, e.entry_id, e.place, e.order_key, 'click-id', 10000, e.site_id, e.page_host, e.page_path,
  case when e.is_last = 1 then e.link else '' end, case when e.is_last = 1 then e.placement else '' end, case when e.is_last = 1 then e.position else 0 end,
  e.click_event, e.view_id, e.device, e.browser, e.reader_country, e.source_class, e.source_name, e.medium, e.campaign, e.landing, '',
  amount_of_units(e.sales_share), amount_of_units(e.commission_share), e.items_share,
  amount_of_units(e.sales_before), amount_of_units(e.commission_before)
from stepped e`;

const KEPT = SHARE_COLUMNS.split(', ')
  .slice(2)
  .map((column) => `a.${column}`)
  .join(', ');
const OTHERS = `
insert into attributions (${SHARE_COLUMNS})
select {attribution:Int64}, {name:String}, ${KEPT} from ${OWN_SHARES} a
where a.method <> 'click-id' or a.click_event not in (select t.click_event from work_touches t)`;

async function make(
  writer: FactsWriter,
  folder: string,
  { basis, floor }: AttributionBasis,
  model: CreditModel,
  of: 'page' | 'source',
  name: string,
): Promise<void> {
  const parameters: SqlParameters = { attribution: basis, attributionFloor: floor, name };
  await writer.run('delete from attributions where credit = {name:String} and basis = {attribution:Int64}', parameters);
  await writer.run('truncate table work_touches');
  await loadRows(writer, folder, 'work_touches', await touchRows(writer, parameters, model, of));
  await writer.run(SPLIT, parameters);
  await writer.run(OTHERS, parameters);
  await writer.run(
    'insert into attribution_credits (basis, credit) values ({attribution:Int64}, {name:String})',
    parameters,
  );
}

async function touchRows(
  writer: FactsWriter,
  parameters: SqlParameters,
  model: CreditModel,
  of: 'page' | 'source',
): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  let path: SqlRow[] = [];
  const close = (): void => {
    rows.push(...weighed(path, model, of));
    path = [];
  };
  for await (const batch of writer.stream(TOUCHES(of), parameters)) {
    for (const row of batch) {
      if (path.length > 0 && path[0]?.['click_event'] !== row['click_event']) close();
      path.push(row);
    }
  }
  close();
  return rows;
}

const PAGE = ['site_id', 'page_host', 'page_path'] as const;
const SOURCE = ['source_class', 'source_name', 'medium', 'campaign'] as const;
/** A longer visit counts from its newest touches on. */
const MOST_TOUCHES = 50;

/** The touches of one click with what each weighs. What is read twice in a row is one touch; a visit is one of its source. */
function weighed(path: readonly SqlRow[], model: CreditModel, of: 'page' | 'source'): Cell[][] {
  const channelOf = (row: SqlRow): string =>
    (of === 'page' ? PAGE : SOURCE).map((name) => String(row[name])).join('\u001f');
  const isAgain = (row: SqlRow, before: SqlRow | undefined): boolean =>
    before !== undefined &&
    (of === 'page' ? channelOf(row) === channelOf(before) : row['visit_no'] === before['visit_no']);
  const kept = path.filter((row, place) => !isAgain(row, path[place - 1])).slice(-MOST_TOUCHES);
  const last = path.at(-1);
  if (kept.length < 2 || last === undefined) return []; // the click alone: as it was found
  const touches = kept.map((row): Touch => ({ channel: channelOf(row), atMs: Number(row['minute']) * MINUTE_MS }));
  const weights = creditWeights(model, touches, { endMs: Number(last['clicked']) * MINUTE_MS, effects: new Map() });
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
