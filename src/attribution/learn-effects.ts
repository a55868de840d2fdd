/** What would be lost without each page or source, learned from the ways of all readers. */
import { dayBefore } from '../core/index.ts';
import type { FactsWriter, SqlParameters, SqlRow } from '../facts/index.ts';
import { fillClicks } from './credit-touches.ts';
import type { Turn } from './generation-turns.ts';
import { removalEffects } from './removal-effects.ts';
import { type Steps, WalkSums } from './walk-sums.ts';
import {
  CHANNELS,
  countLost,
  countWon,
  type Credited,
  fillChannels,
  fillViews,
  STEPS_COUNTED,
  VIEWS_A_DAY,
} from './walks-sql.ts';

/** Ways are learned from the newest days that have so many views together: nobody wants to wait for more. */
const MOST_VIEWS = 3_000_000;

/** A click may be of a later day than its view; one that seems earlier was sent by a clock that is wrong. */
const FILL_CLICKS = fillClicks('c.day >= {clicksFrom:Date32}');

/** Effects by channel, of the attributed clicks of a generation. */
export async function learnEffects(
  turn: Turn,
  of: Credited,
  generation: SqlParameters,
  viewsAtOnce: number,
): Promise<ReadonlyMap<string, number>> {
  const sums = new WalkSums();
  for (const days of daysAtOnce(await turn((writer) => writer.query(VIEWS_A_DAY)), viewsAtOnce))
    sums.add(await turn((writer) => stepsOf(writer, of, days, generation)));
  const { names, counts } = sums.inOrder();
  const { effects } = await removalEffects(counts);
  const named = new Map<string, number>();
  for (const [place, name] of names.entries()) {
    const effect = effects[place + 1] ?? 0;
    if (effect > 0) named.set(name, effect);
  }
  return named;
}

/** The steps of the ways of some days. */
async function stepsOf(
  writer: FactsWriter,
  of: Credited,
  { from, to }: Days,
  generation: SqlParameters,
): Promise<Steps> {
  await writer.empty('work_credit_clicks', 'work_credit_channels', 'work_credit_views', 'work_credit_steps');
  await writer.run(FILL_CLICKS, { ...generation, clicksFrom: dayBefore(from, 1) });
  await writer.run(fillChannels(of), { from, to });
  await writer.run(fillViews(of), { from, to });
  await writer.run(countWon(of));
  await writer.run(countLost(of));
  await writer.empty('work_credit_views');
  const channels = new Map<number, string>();
  for await (const batch of writer.stream(CHANNELS)) {
    for (const row of batch) channels.set(Number(row['channel_no']), String(row['channel']));
  }
  const steps: (readonly [number, number, number, number])[] = [];
  for await (const batch of writer.stream(STEPS_COUNTED)) {
    for (const row of batch)
      steps.push([Number(row['from_no']), Number(row['to_no']), Number(row['won']), Number(row['lost'])]);
  }
  return { channels, steps };
}

interface Days {
  readonly from: string;
  readonly to: string;
}

/** Days that are looked at in one go, the newest first. */
function daysAtOnce(days: readonly SqlRow[], viewsAtOnce: number): readonly Days[] {
  const runs: Days[] = [];
  let [together, all] = [0, 0];
  for (const row of days) {
    const [day, views] = [String(row['day']), Number(row['views'])];
    if (all > 0 && all + views > MOST_VIEWS) break;
    all += views;
    const run = runs.at(-1);
    if (run === undefined || together + views > viewsAtOnce) {
      runs.push({ from: day, to: day });
      together = views;
    } else {
      runs[runs.length - 1] = { from: day, to: run.to };
      together += views;
    }
  }
  return runs;
}
