/** The simulated world: a pure function of its options; `now` decides only what can already be seen. */
import { type Advertiser, createAdvertisers } from './advertisers.ts';
import { DAY_MS } from './calendar.ts';
import { type Click, idleClicksOfDay, type WorldPlan } from './clicks.ts';
import type { CommissionLine } from './commission-line.ts';
import { ordersOfDay } from './orders.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { endOfWorldMs, resolveSettings, type WorldOptions, type WorldSettings } from './settings.ts';
import { type CurrencyTotal, currencyTotals, type TruthLine, truthLines } from './truth.ts';

/** A world. Its lines come in a fixed order: by day of order, then order by order, each with its later lines. */
export interface World {
  readonly settings: WorldSettings;
  readonly publisher: Publisher;
  readonly advertisers: readonly Advertiser[];
  /** Midnight (GMT) after the last day with orders. */
  readonly ordersEndAt: Date;
  /** When every line, reversals included, has been processed. */
  readonly settledAt: Date;
  /** Every line that ever is; made at the first use and kept (about 0.5 kB a line). */
  readonly lines: readonly CommissionLine[];
  /** The same lines in the same order, made one by one unless `lines` was used before. */
  eachLine(): Iterable<CommissionLine>;
  /** Every click, day by day, those without an order first; made anew at every call. */
  eachClick(): Iterable<Click>;
  /** The lines processed by `now` (default: all) with page, link and state. */
  truth(now?: Date): readonly TruthLine[];
  /** The same as JSON lines, each ending in a line feed. */
  truthJson(now?: Date): Iterable<string>;
  /** Totals per currency of the lines processed by `now` (default: all). */
  totals(now?: Date): readonly CurrencyTotal[];
}

/** Creates a world. Equal options give an equal world, anywhere; throws RangeError for an option out of range. */
export function createWorld(options: WorldOptions = {}): World {
  const settings = resolveSettings(options);
  const advertisers = createAdvertisers(settings);
  const plan: WorldPlan = {
    settings,
    advertisers,
    publisher: createPublisher(settings, advertisers),
    advertiserByMid: new Map(advertisers.map((advertiser) => [advertiser.mid, advertiser])),
  };
  const settledAt = new Date(endOfWorldMs(settings));
  let kept: readonly CommissionLine[] | undefined;
  const keptLines = (): readonly CommissionLine[] => {
    kept ??= [...generateLines(plan)];
    return kept;
  };
  return {
    settings,
    publisher: plan.publisher,
    advertisers,
    ordersEndAt: new Date((settings.endDay + 1) * DAY_MS),
    settledAt,
    get lines() {
      return keptLines();
    },
    eachLine: () => kept ?? generateLines(plan),
    eachClick: () => generateClicks(plan),
    truth: (now = settledAt) => [...truthLines(keptLines(), now.getTime())],
    truthJson: (now = settledAt) => jsonLines(truthLines(keptLines(), now.getTime())),
    totals: (now = settledAt) => currencyTotals(kept ?? generateLines(plan), now.getTime()),
  };
}

function* generateLines(plan: WorldPlan): Generator<CommissionLine> {
  for (let day = plan.settings.startDay; day <= plan.settings.endDay; day += 1) {
    for (const order of ordersOfDay(plan, day)) yield* order.lines;
  }
}

function* generateClicks(plan: WorldPlan): Generator<Click> {
  for (let day = plan.settings.startDay; day <= plan.settings.endDay; day += 1) {
    yield* idleClicksOfDay(plan, day);
    for (const order of ordersOfDay(plan, day)) yield order.click;
  }
}

function* jsonLines(lines: Iterable<TruthLine>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
}
