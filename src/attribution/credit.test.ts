import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, ratioText, splitAmount, sumAmounts } from '../core/index.ts';
import { CREDIT_MODELS, type CreditModel, creditWeights, type Touch } from './credit.ts';
import type { CountedPath } from '../../test/scenarios/markov-chain.ts';
import { PATHS as paths } from './fixtures/path-data.ts';

const DAY_MS = 86_400_000;
const walk = (...channels: string[]): Touch[] => channels.map((channel, day) => ({ channel, atMs: day * DAY_MS }));
const end = { endMs: 7 * DAY_MS, effects: new Map<string, number>() };

test('each model shares as it says', () => {
  const weights = (model: CreditModel, path: readonly Touch[], context = end): number[] =>
    creditWeights(model, path, context).map(Number);
  expect(weights('last', walk('a', 'b', 'c'))).toEqual([0, 0, 1]);
  expect(weights('first', walk('a', 'b', 'c'))).toEqual([1, 0, 0]);
  expect(weights('linear', walk('a', 'b', 'c'))).toEqual([1, 1, 1]);
  expect(weights('position', walk('a'))).toEqual([1]);
  expect(weights('position', walk('a', 'b'))).toEqual([1, 1]);
  expect(weights('position', walk('a', 'b', 'c', 'd'))).toEqual([4, 1, 1, 4]); // 40 : 10 : 10 : 40
  const [old = 0, , , , , , , fresh = 0] = weights('time-decay', walk('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'));
  expect(fresh / old).toBe(2); // 7 days apart
  expect(weights('shapley', walk('a', 'b', 'a', 'a'))).toEqual([1, 3, 1, 1]);
  const effects = new Map([
    ['a', 0.5],
    ['b', 0.25],
  ]);
  const [a = 0, b = 0] = weights('markov', walk('a', 'b'), { ...end, effects });
  expect(a / b).toBe(2);
  expect(weights('markov', walk('x', 'y'), { ...end, effects })).toEqual([1, 1]);
});

test('a path of a year ago still has all its money', () => {
  const long = walk('a', 'b');
  expect(creditWeights('time-decay', long, { ...end, endMs: 5000 * DAY_MS }).every((weight) => weight > 0n)).toBe(true);
});

test('whatever the path and the model, the shares are the amount', () => {
  const touches = fc.array(fc.record({ channel: fc.constantFrom('a', 'b', 'c', 'd'), atMs: fc.nat(10 ** 10) }), {
    minLength: 1,
    maxLength: 20,
  });
  const effects = new Map([
    ['a', 0.7],
    ['b', 0.2],
    ['c', 0],
  ]);
  fc.assert(
    fc.property(
      fc.constantFrom(...CREDIT_MODELS),
      touches,
      fc.bigInt(-(10n ** 12n), 10n ** 12n),
      (model, path, count) => {
        const parts = splitAmount(amountOf(count), creditWeights(model, path, { endMs: 2 * 10 ** 10, effects }));
        expect(sumAmounts(parts)).toBe(count);
      },
    ),
    { numRuns: 1000 },
  );
});

/** Values are decimal texts of up to so many decimals. */
const DECIMALS = 20;
function scaled(text: string): bigint {
  const [whole = '', decimals = ''] = text.split('.');
  return BigInt(whole + decimals.padEnd(DECIMALS, '0'));
}

/** The exact credit of every channel as a fraction over one common divisor. */
function exactCredit(
  model: CreditModel,
  of: 'converted' | 'value',
): (channel: string, decimals: number) => string | null {
  let divisor = 1n;
  const credits = new Map<string, bigint>();
  for (const { channels, converted, value } of paths) {
    const earned = scaled(of === 'value' ? value : String(converted));
    const weights = creditWeights(model, walk(...channels), end);
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    if (divisor % total !== 0n) {
      for (const [channel, credit] of credits) credits.set(channel, credit * total);
      divisor *= total;
    }
    for (const [place, weight] of weights.entries()) {
      const channel = channels[place] ?? '';
      credits.set(channel, (credits.get(channel) ?? 0n) + (earned * weight * divisor) / total);
    }
  }
  return (channel, decimals) => ratioText(credits.get(channel) ?? 0n, divisor * 10n ** BigInt(DECIMALS), decimals);
}

test('ten thousand paths: the totals and the linear shares that are known of them', () => {
  expect(paths.reduce((sum, { converted }) => sum + converted, 0)).toBe(19_785);
  expect(paths.reduce((sum, { lost }) => sum + lost, 0)).toBe(68_602);
  const total = paths.reduce((sum, { value }) => sum + scaled(value), 0n);
  expect(ratioText(total, 10n ** BigInt(DECIMALS), 8)).toBe('74802.97158721');
  const linear = exactCredit('linear', 'converted');
  expect([linear('alpha', 4), linear('beta', 4)]).toEqual(['7574.7186', '2083.5001']);
  const value = exactCredit('linear', 'value');
  expect([value('alpha', 4), value('beta', 4)]).toEqual(['24524.7096', '8954.2667']); // by Python's exact fractions
});

/** By definition: over every order in which the channels may arrive, what each one adds. */
function shapleyByDefinition(all: readonly CountedPath[], channels: readonly string[]): Map<string, number> {
  const worth = (members: ReadonlySet<string>): number =>
    all.filter((path) => path.channels.every((one) => members.has(one))).reduce((sum, path) => sum + path.converted, 0);
  const credit = new Map<string, number>();
  const orders = permutations(channels);
  for (const order of orders) {
    const members = new Set<string>();
    for (const channel of order) {
      const before = worth(members);
      members.add(channel);
      credit.set(channel, (credit.get(channel) ?? 0) + (worth(members) - before) / orders.length);
    }
  }
  return credit;
}
function permutations(items: readonly string[]): string[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) => permutations(items.filter((one) => one !== item)).map((rest) => [item, ...rest]));
}

test('Shapley weights are the Shapley value', () => {
  const few = paths.filter(({ channels }) => channels.every((one) => ['alpha', 'beta', 'iota', 'eta'].includes(one)));
  const credit = new Map<string, number>();
  for (const { channels, converted } of few) {
    const weights = creditWeights('shapley', walk(...channels), end).map(Number);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [place, weight] of weights.entries()) {
      const channel = channels[place] ?? '';
      credit.set(channel, (credit.get(channel) ?? 0) + (converted * weight) / total);
    }
  }
  for (const [channel, expected] of shapleyByDefinition(few, ['alpha', 'beta', 'iota', 'eta'])) {
    expect(credit.get(channel)).toBeCloseTo(expected, 6);
  }
});
