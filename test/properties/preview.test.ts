/** Properties of previews over random reports: they re-add to the receipt, and say what the ledger says once posted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, formatAmount } from '../../src/core/index.ts';
import { Publisher, reportOf, type ReportKind, type WorldLine } from '../scenarios/publisher.ts';
import { expectReAdds } from '../scenarios/re-added.ts';

const PAIRS = process.env['TRIBUTARY_LONG'] === '1' ? 400 : 8;

const money = fc.integer({ min: -20_000, max: 99_999 }).map((count) => formatAmount(amountOf(BigInt(count))));

/** Few values on purpose: lines of one order line, and of several reports, meet all the time. */
const line = fc.record({
  order: fc.constantFrom('1', '2', '3'),
  sku: fc.constantFrom('A', 'B'),
  sales: fc.oneof(fc.constantFrom('10.00', '-10.00', '0.00'), money),
  commission: fc.oneof(fc.constantFrom('0.5000', '-0.5000', '0'), money),
  items: fc.integer({ min: -2, max: 3 }),
  on: fc.constantFrom('3/10/26', '4/2/26'),
  processedOn: fc.constantFrom('4/3/26', '4/5/26'),
  mid: fc.constantFrom('3000', '3001', '3002', '3003'),
});

const report = fc.record({
  kind: fc.constantFrom<ReportKind>('signature', 'items', 'lost'),
  keep: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
});
const run = fc.record({ reports: fc.array(report, { minLength: 1, maxLength: 2 }), complete: fc.boolean() });

function textsOf(world: readonly WorldLine[], reports: readonly { kind: ReportKind; keep: boolean[] }[]): string[] {
  return reports.flatMap(({ kind, keep }) => {
    const lines = world.filter((_, n) => keep[n] === true);
    return lines.length === 0 ? [] : [reportOf(kind, lines)];
  });
}

test('a preview re-adds to its receipt, and every line of it is in the ledger after, with its status', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), fc.tuple(run, run), async (world, runs) => {
      const publisher = await Publisher.create();
      try {
        for (const { reports, complete } of runs) {
          const texts = textsOf(world, reports);
          if (texts.length === 0) continue;
          const made = await publisher.previews(texts, { complete });
          expect(made.receipt.status).toBe('preview');
          expectReAdds(made);
          await publisher.upload(made.receipt.run);
          const entries = await publisher.entries();
          const left = new Map<string, number>();
          for (const entry of entries) {
            const key = [
              entry['order_id'],
              entry['sku'],
              entry['sales'],
              entry['commission'],
              entry['order_status'],
            ].join();
            left.set(key, (left.get(key) ?? 0) + 1);
          }
          for (const one of made.preview.lines) {
            const key = [one.orderId, one.sku, one.sales, one.commission, one.status].join();
            const count = left.get(key) ?? 0;
            expect(count, `${one.change} ${key}`).toBeGreaterThan(0);
            left.set(key, count - 1);
          }
          const sums = (await publisher.figures()).byStatus;
          for (const row of made.preview.byStatus.filter((status) => status.status !== 'lost')) {
            const whole = sums.find((sum) => sum.status === row.status);
            expect(whole?.lines ?? 0).toBeGreaterThanOrEqual(row.lines);
          }
        }
      } finally {
        await publisher.leaves();
      }
    }),
    { numRuns: PAIRS },
  );
}, 600_000);
