import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf } from '../../core/index.ts';
import { blockedShare, explainedPart, usualPart } from './blocked-readers.ts';
import { calibrate } from './calibration.ts';
import { LAG_BIN_ENDS_MIN, lagBin, lagBinWidth } from './lag-bins.ts';
import { advertiserKernel, bucketDensity, type LagKernel, networkKernel } from './lag-kernel.ts';
import { estimateMixture, seenShare } from './mixture.ts';

const MINUTE_MS = 60_000;

test('bins have no gap: every lag up to 30 days has one', () => {
  expect([lagBin(0), lagBin(10 * MINUTE_MS - 1), lagBin(10 * MINUTE_MS), lagBin(-1)]).toEqual([0, 5, 6, null]);
  expect([lagBin(43_200 * MINUTE_MS - 1), lagBin(43_200 * MINUTE_MS)]).toEqual([LAG_BIN_ENDS_MIN.length - 1, null]);
  expect(LAG_BIN_ENDS_MIN.reduce((sum, _, bin) => sum + lagBinWidth(bin), 0)).toBe(43_200);
});

const mass = (kernel: LagKernel): number => kernel.reduce((sum, density, bin) => sum + density * lagBinWidth(bin), 0);

test('a kernel is a distribution, whatever was counted', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 17 }), fc.array(fc.nat(100), { maxLength: 17 }), (many, few) => {
      const network = networkKernel(many);
      expect(mass(network)).toBeCloseTo(1, 9);
      expect(mass(advertiserKernel(few, network))).toBeCloseTo(1, 9);
    }),
  );
});

test.each([
  [10, 3, 30],
  [60, 4, 240],
  [1440, 2, 2880],
])('in buckets of %i minutes, from %i back, no order is lost', (minutes, from, edge) => {
  const kernel = networkKernel([
    ...[0, 40, 30, 40, 30, 30, 40, 30, 40, 30, 20, 30, 20, 20, 10, 20, 10, 30, 40, 50, 20, 10, 10, 10, 10],
  ]);
  let sum = 0;
  for (let back = from; back <= 43_200 / minutes + 1; back += 1) sum += bucketDensity(kernel, minutes, back) * minutes;
  // the bin before the edge is halfway in a nearer bucket, which a finer span has
  const share = LAG_BIN_ENDS_MIN.map((end, bin) => {
    const whole = (kernel[bin] ?? 0) * lagBinWidth(bin);
    return end < edge ? 0 : end === edge ? whole / 2 : whole;
  });
  expect(sum).toBeCloseTo(
    share.reduce((all, one) => all + one, 0),
    2,
  );
});

test('an advertiser of which little is known follows its network, one of which much is known itself', () => {
  const network = networkKernel([1000]);
  const quick = advertiserKernel([], network);
  expect((quick[0] ?? 0) * lagBinWidth(0)).toBeGreaterThan(0.95);
  const slow = advertiserKernel([...Array.from({ length: LAG_BIN_ENDS_MIN.length - 1 }, () => 0), 2000], network);
  expect((slow[LAG_BIN_ENDS_MIN.length - 1] ?? 0) * lagBinWidth(LAG_BIN_ENDS_MIN.length - 1)).toBeGreaterThan(0.95);
});

/** A repeatable chance, 0–1. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 12)) >>> 0) / 2 ** 32;
  };
}

test('both streams are found again in a made-up month', () => {
  const next = chances(7);
  const minutes = 30 * 1440;
  const kernel = networkKernel([500, 300, 200, 200, 100]);
  const clicks = Array.from({ length: 1500 }, () => next() * minutes);
  const [rate, background] = [0.2, 150 / minutes];
  const orders: number[] = [];
  for (const click of clicks) {
    if (next() >= rate) continue;
    let left = next();
    const bin = kernel.findIndex((density, place) => {
      left -= density * lagBinWidth(place);
      return left < 0;
    });
    orders.push(click + (LAG_BIN_ENDS_MIN[bin - 1] ?? 0) + next() * lagBinWidth(Math.max(0, bin)));
  }
  for (let n = 0; n < 150; n += 1) orders.push(next() * minutes);
  const seen = orders.filter((order) => order < minutes);
  const exposureAt = (order: number): number =>
    clicks.reduce((sum, click) => sum + (kernel[lagBin((order - click) * MINUTE_MS) ?? -1] ?? 0), 0);
  const moments = seen.map((order) => ({ orders: 1, exposure: exposureAt(order) }));
  const found = estimateMixture({ moments, totalExposure: clicks.length, minutes });
  expect(found.rate / rate).toBeGreaterThan(0.85);
  expect(found.rate / rate).toBeLessThan(1.15);
  expect(found.background / background).toBeGreaterThan(0.7);
  expect(found.background / background).toBeLessThan(1.3);
  // what is usual elsewhere hardly moves what is plain here
  const moved = estimateMixture({ moments, totalExposure: clicks.length, minutes }, { seenPart: 0.1, orders: 21 });
  expect(moved.rate / found.rate).toBeGreaterThan(0.85);
});

test('streams that nothing tells apart are as they are elsewhere', () => {
  const moments = Array.from({ length: 40 }, () => ({ orders: 1, exposure: 0.5 }));
  const { rate, background } = estimateMixture(
    { moments, totalExposure: 500, minutes: 1000 },
    { seenPart: 0.8, orders: 21 },
  );
  expect((rate * 500) / 40).toBeCloseTo(0.8, 2);
  expect(background * 1000).toBeCloseTo(8, 1);
});

test('without clicks nothing is handed to a page, without orders there is nothing', () => {
  const moments = [{ orders: 3, exposure: 0 }];
  const none = estimateMixture({ moments, totalExposure: 0, minutes: 100 });
  expect(none).toEqual({ rate: 0, background: 0.03 });
  expect(seenShare(none, 0)).toBe(0);
  expect(estimateMixture({ moments: [], totalExposure: 5, minutes: 100 })).toEqual({ rate: 0, background: 0 });
});

test('honest confidences have no calibration error, boastful ones have theirs', () => {
  const amount = amountOf(10_000n);
  const honest = Array.from({ length: 100 }, (_, n) => ({ confidence: 0.7, amount, isTrue: n < 70 }));
  expect(calibrate(honest)).toMatchObject({ errorPoints: '0.00' });
  expect(calibrate(honest).bins[7]).toEqual({
    from: 0.7,
    claims: 100,
    amount: 1_000_000n,
    stated: '0.7000',
    right: '0.7000',
  });
  expect(calibrate(honest.map((claim) => ({ ...claim, confidence: 0.95 })))).toMatchObject({ errorPoints: '25.00' });
  expect(calibrate([])).toMatchObject({ errorPoints: null });
  expect(() => calibrate([{ confidence: 1.1, amount, isTrue: true }])).toThrow(RangeError);
});

test('what all advertisers have in common is of blocked readers, what one has beyond it is from elsewhere', () => {
  const usual = [
    { known: 700, seen: 200, unseen: 100 },
    { known: 70, seen: 18, unseen: 12 },
    { known: 350, seen: 100, unseen: 50 },
  ];
  const newsletter = { known: 50, seen: 10, unseen: 440 };
  const share = blockedShare([...usual, newsletter]);
  expect(share).toBeCloseTo(0.15, 9); // half more than the usual tenth
  for (const one of usual) expect(explainedPart(one, share)).toBe(1);
  expect(explainedPart(newsletter, share)).toBeCloseTo((60 * 0.15) / 0.85 / 440, 9);
  expect(blockedShare([newsletter])).toBe(0.4);
  expect(
    usualPart([
      { orders: 1, part: 0.9 },
      { orders: 5, part: 0.2 },
      { orders: 0, part: 0 },
    ]),
  ).toBe(0.2);
  expect([usualPart([]), blockedShare([]), explainedPart({ known: 5, seen: 1, unseen: 0 }, 0.2)]).toEqual([0, 0, 0]);
});
