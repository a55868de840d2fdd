/**
 * Properties of the ledger over random reports (P1, P2, P6, P9 of the promises). A case is the random report of one
 * advertiser; 25 of them share an import, since an import costs 0.1 s whatever it holds. 150 cases of each property
 * here, 10,000 by `npm run test:long`; other ones every time.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOf, formatAmount, parseAmount, sumAmounts } from '../../src/core/index.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';

const BATCHES = process.env['TRIBUTARY_LONG'] === '1' ? 400 : 6;
const CASES = 25;

const money = fc.integer({ min: -2_000_000, max: 9_999_999 }).map((count) => formatAmount(amountOf(BigInt(count))));

/** Few values on purpose: identical lines, shared keys and repeated SKUs come up all the time. */
const line = fc.record({
  order: fc.constantFrom('1', '2', '3,'),
  sku: fc.constantFrom('A', 'B"1'),
  sales: fc.oneof(fc.constantFrom('10.00', '-10.00', '0.00'), money),
  commission: fc.oneof(fc.constantFrom('0.5000', '-0.5000', '0'), money),
  items: fc.integer({ min: -2, max: 3 }),
  processedOn: fc.constantFrom('3/1/26', '3/2/26', '4/5/26'),
  processedAt: fc.constantFrom('01:00:00', '18:51:00'),
  subId: fc.constantFrom('', 'post-1'),
});

const batch = fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), { minLength: CASES, maxLength: CASES });

function linesOf(cases: readonly (readonly WorldLine[])[]): WorldLine[] {
  return cases.flatMap((lines, n) => lines.map((one) => ({ ...one, mid: String(3000 + n) })));
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  return values
    .map((value, n) => ({ value, order: Math.imul(n + 1, seed | 1) >>> 0 }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

async function withPublisher(work: (publisher: Publisher) => Promise<void>): Promise<void> {
  const publisher = await Publisher.create();
  try {
    await work(publisher);
  } finally {
    await publisher.leaves();
  }
}

function totalsByAdvertiser(lines: readonly WorldLine[]): Map<string, string> {
  const sums = new Map<string, bigint>();
  for (const one of lines) {
    const commission = parseAmount(one.commission);
    if (typeof commission === 'string') throw new Error(commission);
    sums.set(one.mid ?? '', (sums.get(one.mid ?? '') ?? 0n) + commission);
  }
  return new Map([...sums].map(([mid, sum]) => [mid, formatAmount(amountOf(sum))]));
}

describe('over random reports', () => {
  test('P2: no distinct row is merged away, identical ones included; P1: any order, any number of times, any split by day', async () => {
    await fc.assert(
      fc.asyncProperty(batch, fc.integer(), async (cases, seed) => {
        const lines = linesOf(cases);
        await withPublisher(async (publisher) => {
          await publisher.drops([reportOf('signature', lines)]);
          const figures = await publisher.figures();
          expect(new Map(figures.byAdvertiser.map((row) => [row.advertiserId, row.commission]))).toEqual(
            totalsByAdvertiser(lines),
          );
          expect(figures.totals[0]?.lines).toBe(lines.length);
          const dump = await publisher.dump();
          expect(await publisher.drops([reportOf('signature', shuffled(lines, seed))])).toMatchObject({
            added: 0,
            changed: 0,
            unchanged: lines.length,
          });
          await withPublisher(async (other) => {
            const days = shuffled(['3/1/26', '3/2/26', '4/5/26'], seed);
            await other.drops(
              days.map((day) =>
                reportOf(
                  'signature',
                  lines.filter((one) => one.processedOn === day),
                ),
              ),
            );
            expect(await other.dump()).toBe(dump);
          });
          expect(await publisher.dump()).toBe(dump);
        });
      }),
      { numRuns: BATCHES },
    );
  }, 600_000);

  test('P6: what a smaller report lacks vanishes by count and stays in the ledger; said to be complete, it is withdrawn with its money', async () => {
    await fc.assert(
      fc.asyncProperty(batch, fc.integer(), async (cases, seed) => {
        const lines = linesOf(cases);
        const kept = lines.filter((_, n) => (Math.imul(n + 7, seed | 1) >>> 0) % 4 !== 0);
        fc.pre(
          new Set(kept.map((one) => one.processedOn)).has('3/1/26') && kept.some((one) => one.processedOn === '4/5/26'),
        );
        await withPublisher(async (publisher) => {
          await publisher.drops([reportOf('signature', lines)]);
          const before = await publisher.dump();
          const gone = lines.length - kept.length;
          expect(await publisher.drops([reportOf('signature', kept)])).toMatchObject({
            added: 0,
            withdrawn: 0,
            vanished: gone,
          });
          expect(await publisher.dump()).toBe(before);
          expect(await publisher.drops([reportOf('signature', kept)], { complete: true })).toMatchObject({
            added: 0,
            withdrawn: gone,
          });
          const figures = await publisher.figures();
          const withdrawn = figures.withdrawn.reduce((sum, row) => sum + row.lines, 0);
          expect(withdrawn).toBe(gone);
          const left = new Map(figures.byAdvertiser.map((row) => [row.advertiserId, row.commission]));
          expect(left).toEqual(totalsByAdvertiser(kept));
          expect(await publisher.drops([reportOf('signature', lines)])).toMatchObject({ added: 0, withdrawn: 0 });
          expect(await publisher.dump()).toBe(before);
        });
      }),
      { numRuns: BATCHES },
    );
  }, 600_000);

  test('items and signature orders, in either order or at once: one ledger', async () => {
    await fc.assert(
      fc.asyncProperty(batch, fc.integer(), async (cases, seed) => {
        const lines = linesOf(cases);
        const items = reportOf('items', lines);
        const signature = reportOf('signature', shuffled(lines, seed));
        const dumps: string[] = [];
        for (const runs of [[[items], [signature]], [[signature], [items]], [[items, signature]]]) {
          await withPublisher(async (publisher) => {
            for (const run of runs) expect((await publisher.drops(run)).status).toBe('posted');
            dumps.push(await publisher.dump());
          });
        }
        expect(new Set(dumps).size).toBe(1);
      }),
      { numRuns: BATCHES / 2 },
    );
  }, 600_000);
});

describe('P9: amounts', () => {
  test('any count of 1/10 000 survives print and parse; a sum is the sum of its parts', () => {
    const count = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n });
    fc.assert(
      fc.property(fc.array(count, { maxLength: 20 }), (counts) => {
        for (const one of counts) expect(parseAmount(formatAmount(amountOf(one)))).toBe(one);
        const sum = counts.reduce((left, right) => left + right, 0n);
        expect(sumAmounts(counts.map(amountOf))).toBe(sum);
      }),
      { numRuns: 2000 },
    );
  });

  test('a text that is not exactly an amount is never one', () => {
    for (const text of [
      '',
      ' ',
      '-',
      '.',
      '.5',
      '1e3',
      '1,23',
      '12,34,567',
      '0x10',
      'NaN',
      '∞',
      '1.2.3',
      '--1',
      '1 000',
      '1.00001',
      '+1',
    ]) {
      expect(typeof parseAmount(text), text).toBe('string');
    }
    expect(parseAmount('1,234.50')).toBe(12_345_000n);
    expect(formatAmount(amountOf(-0n))).toBe('0.0000');
  });
});
