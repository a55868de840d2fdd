/** What would be lost without each page or source, learned from the ways of all readers. */
import type { FactsWriter, SqlRow } from '../facts/index.ts';
import { removalEffects, WalkCounts } from './removal-effects.ts';
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

/** Views whose visits are put together in one go: their rows stay within the embedded store's memory. */
const VIEWS_AT_ONCE = 400_000;
/** Ways are learned from the newest days that have so many views together: more would hold up what else is written. */
const MOST_VIEWS = 3_000_000;

/** Effects by channel. `work_credit_clicks` has to be filled. */
export async function learnEffects(writer: FactsWriter, of: Credited): Promise<ReadonlyMap<string, number>> {
  await writer.empty('work_credit_channels', 'work_credit_steps');
  const runs = daysAtOnce(await writer.query(VIEWS_A_DAY));
  const [newest, oldest] = [runs[0], runs.at(-1)];
  if (newest === undefined || oldest === undefined) return new Map();
  await writer.run(fillChannels(of), { from: oldest.from, to: newest.to });
  for (const { from, to } of runs) {
    await writer.empty('work_credit_views');
    await writer.run(fillViews(of), { from, to });
    await writer.run(countWon(of));
    await writer.run(countLost(of));
  }
  await writer.empty('work_credit_views');
  const [counted] = await writer.query('select count(*) as channels from work_credit_channels');
  const counts = new WalkCounts(Number(counted?.['channels'] ?? 0));
  for await (const batch of writer.stream(STEPS_COUNTED)) {
    for (const row of batch)
      counts.add(Number(row['from_no']), Number(row['to_no']), Number(row['won']), Number(row['lost']));
  }
  const { effects } = await removalEffects(counts);
  const named = new Map<string, number>();
  for await (const batch of writer.stream(CHANNELS)) {
    for (const row of batch) {
      const effect = effects[Number(row['channel_no'])] ?? 0;
      if (effect > 0) named.set(String(row['channel']), effect);
    }
  }
  return named;
}

interface Days {
  readonly from: string;
  readonly to: string;
}

/** Days that are looked at in one go, the newest first. */
function daysAtOnce(days: readonly SqlRow[]): readonly Days[] {
  const runs: Days[] = [];
  let [together, all] = [0, 0];
  for (const row of days) {
    const [day, views] = [String(row['day']), Number(row['views'])];
    if (all > 0 && all + views > MOST_VIEWS) break;
    all += views;
    const run = runs.at(-1);
    if (run === undefined || together + views > VIEWS_AT_ONCE) {
      runs.push({ from: day, to: day });
      together = views;
    } else {
      runs[runs.length - 1] = { from: day, to: run.to };
      together += views;
    }
  }
  return runs;
}
