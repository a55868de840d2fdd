/**
 * Shares commissions whose click is known among what came before the click: the pages of its visit, or the sources of the
 * reader's visits on that day (ids of readers end with it). Everything else stays as it was found. Made on demand, once for
 * a generation, in turns between which others write.
 */
import { type FactsSession, type FactsStore, isAny, type SqlParameters } from '../facts/index.ts';
import { CREDIT_MODELS, type CreditModel } from './credit.ts';
import { fillTouches, piecesOfDays, type Weighing } from './credit-touches.ts';
import { GenerationGone, type Turn, turnsOf } from './generation-turns.ts';
import type { AttributionBasis } from './generations.ts';
import { learnEffects } from './learn-effects.ts';
import { OWN_SHARES, SHARE_COLUMNS } from './share-columns.ts';
import type { Credited } from './walks-sql.ts';

/** How much is done in one turn; tests set others. Each is what stays within the embedded store's memory. */
export interface TurnSizes {
  /** Entries that are shared. */
  readonly entries: number;
  /** Attributed clicks whose visits are read, if their days allow it. */
  readonly clicks: number;
  /** Views whose visits are put together, if their days allow it. */
  readonly views: number;
}
const USUAL_SIZES: TurnSizes = { entries: 250_000, clicks: 60_000, views: 400_000 };

interface CreditTurns {
  readonly isEnding?: () => boolean;
  readonly sizes?: TurnSizes;
}

/**
 * Gives the name under which the generation is shared by a credit; '' is the generation itself, null: it is there no more.
 * A credit is made by one at a time. `isEnding` is asked before each turn; throws if it is so.
 */
export async function ensureCredit(
  facts: FactsStore,
  folder: string,
  basis: AttributionBasis,
  model: string,
  of: string,
  { isEnding = () => false, sizes = USUAL_SIZES }: CreditTurns = {},
): Promise<string | null> {
  const credit = CREDIT_MODELS.find((one) => one === model);
  if (credit === undefined || credit === 'last' || basis.basis === 0n) return ''; // the last page is that of the click
  const name = `${model}:${of}`;
  const generation = { attribution: basis.basis, attributionFloor: basis.floor, name };
  if (await isMade(facts, generation)) return name;
  const turn = turnsOf(facts, basis, isEnding);
  try {
    await make({ turn, folder, generation, sizes, model: credit, of: of === 'source' ? 'source' : 'page' });
    return name;
  } catch (error) {
    if (error instanceof GenerationGone) return null;
    throw error;
  }
}

/** Where the generation is forgotten, its credits are, too. */
async function isMade(session: FactsSession, generation: SqlParameters): Promise<boolean> {
  return isAny(
    session,
    `attribution_credits c where c.basis = {attribution:Int64} and c.credit = {name:String}
  and c.basis in (select b.basis from attribution_bases b)`,
    generation,
  );
}

/** An entry of a part that has no shares yet: so each gets them once, also where a turn begins again or a click is gone. */
const OF_PART = `abs(a.entry_id) % {parts:Int64} = {part:Int64}
  and a.entry_id not in (select d.entry_id from attributions d where d.basis = {attribution:Int64} and d.credit = {name:String})`;

/** Amounts and items by largest remainder, as `splitAmount` does. */
const PARTS = ['sales', 'commission', 'items'] as const;
const SPLIT = `
insert into attributions (${SHARE_COLUMNS})
with shares as (
  select a.entry_id as entry_id, a.order_key as order_key, a.link as link, a.placement as placement, a.position as position,
    a.click_event as click_event, a.view_id as view_id, a.device as device, a.browser as browser, a.reader_country as reader_country, a.reader_city as reader_city,
    t.place as place, t.is_last as is_last, t.weight as weight, sum(huge(t.weight)) over (partition by a.entry_id) as whole,
    t.site_id as site_id, t.page_host as page_host, t.page_path as page_path, t.source_class as source_class, t.source_name as source_name,
    t.medium as medium, t.campaign as campaign, t.landing as landing,
    units_of(a.sales) as sales, units_of(a.commission) as commission, a.items as items
  from ${OWN_SHARES} a join work_touches t on t.click_event = a.click_event
  where a.method = 'click-id' and ${OF_PART}),
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
  e.click_event, e.view_id, e.device, e.browser, e.reader_country, e.reader_city, e.source_class, e.source_name, e.medium, e.campaign, e.landing, '',
  amount_of_units(e.sales_share), amount_of_units(e.commission_share), e.items_share,
  amount_of_units(e.sales_before), amount_of_units(e.commission_before)
from stepped e`;

const KEPT = SHARE_COLUMNS.split(', ')
  .slice(2)
  .map((column) => `a.${column}`)
  .join(', ');
const OTHERS = `
insert into attributions (${SHARE_COLUMNS})
select {attribution:Int64}, {name:String}, ${KEPT} from ${OWN_SHARES} a where ${OF_PART}`;

const NO_EFFECTS: ReadonlyMap<string, number> = new Map();

interface Making {
  readonly turn: Turn;
  readonly folder: string;
  readonly generation: SqlParameters;
  readonly sizes: TurnSizes;
  readonly model: CreditModel;
  readonly of: Credited;
}

/** No transaction around it: a credit counts once its row in `attribution_credits` is there, which comes last. */
async function make(making: Making): Promise<void> {
  const { turn, generation, sizes, model, of } = making;
  await turn((writer) =>
    writer.run('delete from attributions where credit = {name:String} and basis = {attribution:Int64}', generation),
  );
  const effects = model === 'markov' ? await learnEffects(turn, of, generation, sizes.views) : NO_EFFECTS;
  await split(making, { model, effects });
  const [counted] = await turn((writer) => writer.query(`select count(*) as shares from ${OWN_SHARES} a`, generation));
  const parts = Math.ceil(Number(counted?.['shares'] ?? 0) / sizes.entries);
  for (let part = 0; part < parts; part += 1)
    await turn((writer) => writer.run(OTHERS, { ...generation, parts, part }));
  await turn(async (writer) => {
    if (await isMade(writer, generation)) return; // the turn began again
    await writer.run(
      'insert into attribution_credits (basis, credit) values ({attribution:Int64}, {name:String})',
      generation,
    );
  });
}

/** Shares what earned clicks of which the touches are known, some days in a turn. */
async function split({ turn, folder, generation, sizes, of }: Making, weighing: Weighing): Promise<void> {
  for (const { from, to, entries } of await turn((writer) => piecesOfDays(writer, generation, sizes.clicks))) {
    const parts = Math.ceil(entries / sizes.entries);
    await turn(async (writer) => {
      await fillTouches(writer, folder, of, weighing, { ...generation, from, to });
      for (let part = 0; part < parts; part += 1) await writer.run(SPLIT, { ...generation, parts, part });
    });
  }
}
