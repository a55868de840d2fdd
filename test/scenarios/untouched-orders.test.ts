/** A run plans only the orders that it touches; what it says of the others is what it would say if it planned them too. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Publisher, reportOf, type WorldLine } from './publisher.ts';
import { expectReAdds } from './re-added.ts';

let publisher: Publisher;
beforeEach(async () => {
  publisher = await Publisher.create();
});
afterEach(() => publisher.leaves());

const SALE: WorldLine = { order: '1', sku: 'POT', sales: '30.00', commission: '3.0000', items: 3 };
const orders = (...numbers: number[]): WorldLine[] => numbers.map((n) => ({ ...SALE, order: String(n) }));
const LOST: WorldLine = { order: '1', sku: 'X', sales: '40.00', commission: '0', reason: 'Return Exceeded' };

test('one changed order among unchanged ones: the receipt and the preview tell of all', async () => {
  const world = [...orders(1, 2, 3), { ...SALE, order: '3', sku: 'PAN' }];
  const reports = [reportOf('signature', world), reportOf('lost', [LOST])];
  const first = await publisher.drops(reports);
  const before = await publisher.dump();
  const changed = world.map((line) => (line.order === '2' ? { ...line, commission: '3.5000' } : line));
  const made = await publisher.previews([reportOf('signature', changed), reportOf('lost', [LOST])]);
  expectReAdds(made);
  expect(made.receipt).toMatchObject({
    added: 0,
    changed: 1,
    unchanged: 4,
    unpaired: first.unpaired,
    lost: first.lost,
  });
  expect(made.preview.lines.map((line) => `${line.orderId} ${line.sku} ${line.change}`)).toEqual([
    '1 POT unchanged',
    '1 X unchanged',
    '2 POT changed',
    '3 PAN unchanged',
    '3 POT unchanged',
  ]);
  expect(await publisher.dump()).toBe(before);
  await publisher.upload(made.receipt.run);
  expect((await publisher.figures()).totals).toMatchObject([{ commission: '12.5000', lines: 4 }]);
});

test('an unchanged report: the same figures, nothing posted anew', async () => {
  const report = reportOf('signature', orders(1, 2, 2, 3));
  const first = await publisher.drops([report]);
  const again = await publisher.previews([report]);
  expectReAdds(again);
  expect(again.receipt).toMatchObject({ added: 0, changed: 0, unchanged: 4 });
  expect(again.receipt).toMatchObject({ totals: first.totals, unpaired: first.unpaired });
});

test('a line that two files of a run show counts once', async () => {
  await publisher.drops([reportOf('signature', orders(1, 2, 3))]);
  const made = await publisher.previews([reportOf('signature', orders(1, 2)), reportOf('signature', orders(2, 3))]);
  expectReAdds(made);
  expect(made.receipt).toMatchObject({ unchanged: 3, totals: [{ commission: '9.0000', lines: 3 }] });
});

test('an order that two reports know is planned again: a row of the lesser report counts as its money', async () => {
  const items = reportOf('items', orders(1, 2));
  const first = await publisher.drops([items, reportOf('signature', orders(1, 2, 3))]);
  const again = await publisher.previews([reportOf('signature', orders(1, 2, 3))]);
  expectReAdds(again);
  expect(again.receipt).toMatchObject({ added: 0, changed: 0, unchanged: 3, totals: first.totals });
  expect(again.receipt.unpaired).toEqual({ 'signature-orders-report': 1 });
});

test('a brand list gives its brand to the orders of its products, also where their rows are the same', async () => {
  const report = reportOf('signature', orders(1, 2));
  await publisher.drops([report]);
  const named = orders(1).map((line) => ({ ...line, product: 'Product POT' }));
  const items = reportOf('items', named);
  await publisher.drops([items]);
  const made = await publisher.previews([report, items, reportOf('brands', [{ ...SALE, brand: 'Acme' }])]);
  expectReAdds(made);
  expect(made.receipt).toMatchObject({ changed: 1, unchanged: 1 });
  expect(made.preview.lines.map((line) => `${line.orderId} ${line.brand}`)).toEqual(['1 Acme', '2 null']);
});
