/** What a preview says before anyone decided is what the ledger says after, and re-adds to the receipt. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SqlRow } from '../../src/facts/index.ts';
import type { Preview, PreviewLine } from '../../src/imports/index.ts';
import { Publisher, reportOf, type WorldLine } from './publisher.ts';
import { expectReAdds } from './re-added.ts';

let publisher: Publisher;
beforeEach(async () => {
  publisher = await Publisher.create();
});
afterEach(() => publisher.leaves());

const SALE: WorldLine = { order: '1', sku: 'SET', sales: '30.00', commission: '3.0000', items: 3 };
const BACK: WorldLine = { ...SALE, sales: '-30.00', commission: '-3.0000', items: -3, processedOn: '4/20/26' };

/** A ledger entry as a preview shows its line. */
function asPreviewed(entry: SqlRow): Omit<PreviewLine, 'change'> {
  const text = (column: string): string => String(entry[column]);
  const optional = (column: string): string | null => (entry[column] === null ? null : text(column));
  return {
    status: text('order_status'),
    advertiserId: text('advertiser_id'),
    advertiser: optional('advertiser'),
    orderId: text('order_id'),
    sku: text('sku'),
    product: optional('product'),
    brand: optional('brand'),
    subId: optional('sub_id'),
    occurredOn: text('occurred_on'),
    processedOn: optional('processed_on'),
    currency: text('currency'),
    sales: text('sales'),
    commission: text('commission'),
    items: Number(entry['items']),
  };
}

const changesOf = (preview: Preview): string[] =>
  preview.lines.map((line) => `${line.orderId} ${line.sales} ${line.change} ${line.status}`);

test('a first import: the preview is the ledger that will be, line by line and sum by sum', async () => {
  const now = new Date();
  const today = `${now.getUTCMonth() + 1}/${now.getUTCDate()}/${String(now.getUTCFullYear()).slice(2)}`;
  const lines: WorldLine[] = [
    ...[SALE, BACK, { ...SALE, order: '2' }, { ...SALE, order: '2' }],
    { ...SALE, order: '3', on: today, processedOn: today, mid: '9' },
    { ...SALE, order: '4', on: '12/31/25', processedOn: '1/1/26', subId: '' },
  ];
  const lost = { order: '5', sku: 'X', sales: '40.00', commission: '0', reason: 'SKU Does Not Match' };
  const made = await publisher.previews([reportOf('signature', lines), reportOf('lost', [lost])]);
  expectReAdds(made);
  const { preview, receipt } = made;
  expect(await publisher.entries()).toEqual([]);
  expect(preview.byMonth.map((row) => row.month)).toEqual([
    ...new Set(['2025-12', '2026-03', `${now.getUTCFullYear()}-${String(now.getUTCMonth() + 1).padStart(2, '0')}`]),
  ]);
  await publisher.upload(receipt.run);
  const figures = await publisher.figures();
  expect(preview.byStatus.filter((row) => row.status !== 'lost')).toEqual(figures.byStatus);
  expect(preview.byStatus.map((row) => row.status)).toEqual(['approved', 'lost', 'pending', 'reversed']);
  expect(preview.byAdvertiser).toEqual(figures.byAdvertiser);
  const entries = await publisher.entries();
  expect(preview.lines).toEqual(entries.map((entry) => ({ change: 'added', ...asPreviewed(entry) })));
});

test('a status comes from all lines of the order line, also from those that the run did not read', async () => {
  await publisher.drops([reportOf('signature', [SALE, { ...SALE, order: '2' }])]);
  const made = await publisher.previews([reportOf('signature', [BACK])]);
  expectReAdds(made);
  expect(changesOf(made.preview)).toEqual(['1 -30.0000 added reversed']);
  expect(made.preview.byStatus).toMatchObject([{ status: 'reversed', commission: '-3.0000', lines: 1 }]);
});

test('added, changed, unchanged and withdrawn lines, each as the ledger will hold it', async () => {
  const days = ['3/1/26', '3/2/26', '3/3/26', '3/4/26'];
  const old = days.map((processedOn, n) => ({ ...SALE, order: String(n), processedOn }));
  await publisher.drops([reportOf('signature', old)]);
  const next = [
    { ...SALE, order: '0', processedOn: '3/1/26' },
    { ...SALE, order: '1', processedOn: '3/2/26', commission: '2.7500' },
    { ...SALE, order: '3', processedOn: '3/4/26' },
    { ...SALE, order: '9', processedOn: '3/4/26' },
  ];
  const made = await publisher.previews([reportOf('signature', next)], { complete: true });
  expectReAdds(made);
  expect(changesOf(made.preview)).toEqual([
    '0 30.0000 unchanged approved',
    '1 30.0000 changed approved',
    '2 30.0000 withdrawn withdrawn',
    '3 30.0000 unchanged approved',
    '9 30.0000 added approved',
  ]);
  expect(made.preview.lines[1]?.commission).toBe('2.7500');
});

test('differences and conflicts are listed; the conflict stands apart from every sum', async () => {
  const items = [SALE, { ...SALE, order: '2' }];
  const signature = [
    { ...SALE, commission: '3.1000', at: '10:00:00' },
    { ...SALE, order: '2' },
    { ...SALE, order: '2', sku: 'OTHER', commission: '0.5000' },
  ];
  const made = await publisher.previews([reportOf('items', items), reportOf('signature', signature)]);
  expectReAdds(made);
  const { preview, receipt } = made;
  expect(receipt.conflicts).toBe(1);
  expect(preview.conflicts).toMatchObject([{ change: 'conflict', status: 'conflict', orderId: '2', sku: 'OTHER' }]);
  expect(preview.lines.some((line) => line.sku === 'OTHER')).toBe(false);
  expect(preview.differences).toEqual([
    {
      ...{
        orderId: '1',
        sku: 'SET',
        currency: 'USD',
        moneyReport: 'individual-item-report',
        moneyCommission: '3.0000',
      },
      ...{ otherReport: 'signature-orders-report', otherCommission: '3.1000' },
    },
  ]);
  await publisher.upload(receipt.run);
  expect(await publisher.conflicts()).toEqual([
    { currency: 'USD', sales: '30.0000', commission: '0.5000', items: 3, lines: 1 },
  ]);
  expect((await publisher.figures()).totals).toMatchObject([{ commission: '6.0000', lines: 2 }]);
});

test('lists are cut at 100, in canonical order; sums are not', async () => {
  const lines = Array.from({ length: 130 }, (_, n) => ({ ...SALE, order: String(1000 + n) }));
  const made = await publisher.previews([
    reportOf('signature', [...lines.toReversed(), ...lines.map((line) => ({ ...line, commission: '1.00001' }))]),
  ]);
  expectReAdds(made);
  expect(made.preview.lines.map((line) => line.orderId)).toEqual(lines.slice(0, 100).map((line) => line.order));
  expect(made.preview.byStatus).toMatchObject([{ lines: 130, commission: '390.0000' }]);
  expect(made.receipt.files[0]?.rejected).toHaveLength(130);
  expect(made.preview.rejected).toHaveLength(100);
  expect(made.preview.rejected[0]).toMatchObject({ file: 'report-1.csv', line: 132, column: 'Total Commission' });
});
