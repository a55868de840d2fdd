/** Money stories about which line is which: the same reports, in any order and number, give the same ledger. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Publisher, reportOf, statusesOf, totalOf, type WorldLine } from './publisher.ts';

let publisher: Publisher;
beforeEach(async () => {
  publisher = await Publisher.create();
});
afterEach(() => publisher.leaves());

const ORDERS: readonly WorldLine[] = [
  { id: 'A1', order: '1', sku: 'PAN', sales: '79.90', commission: '3.9950' },
  { id: 'A2', order: '1', sku: 'LID', sales: '20.00', commission: '1.0000', at: '09:08:08' },
  { id: 'A3', order: '2', sku: 'POT', sales: '1,234.56', commission: '61.7280', items: 2, subId: 'post-2_table' },
  {
    id: 'A4',
    order: '2',
    sku: 'POT',
    sales: '-1,234.56',
    commission: '-61.7280',
    items: -2,
    subId: 'post-2_table',
    processedOn: '5/2/26',
  },
  { id: 'A5', order: '3', sku: 'CUP', sales: '10.00', commission: '0.5000', subId: '' },
];
const TOTAL = '5.4950 USD, sales 109.9000, 5 lines';

/** What another publisher's ledger holds after the given runs. */
async function dumpAfter(runs: readonly (readonly string[])[]): Promise<string> {
  const other = await Publisher.create();
  try {
    for (const run of runs) expect((await other.drops(run)).status).toBe('posted');
    return await other.dump();
  } finally {
    await other.leaves();
  }
}

describe('the same reports, in one run or several, in any order', () => {
  test('items after signature, signature after items, both at once', async () => {
    const items = reportOf('items', ORDERS);
    const signature = reportOf('signature', ORDERS);
    const first = await dumpAfter([[signature], [items]]);
    expect(await dumpAfter([[items], [signature]])).toBe(first);
    expect(await dumpAfter([[items, signature]])).toBe(first);
    expect(await dumpAfter([[signature, items], [items], [signature]])).toBe(first);
    await publisher.drops([items, signature]);
    expect(await totalOf(publisher)).toBe(TOTAL);
    const pan = (await publisher.entries()).find((entry) => entry['sku'] === 'PAN');
    expect(pan).toMatchObject({
      product: 'Product PAN',
      sub_id: 'post-1_hero',
      processed_on: '2026-03-11',
      money_report: 'individual-item-report',
    });
  });

  test('standard reports for months, then the better report: nothing added, totals equal', async () => {
    await publisher.drops([reportOf('items', ORDERS), reportOf('signature', ORDERS)]);
    const better = await publisher.drops([reportOf('better', ORDERS)]);
    expect(better).toMatchObject({ status: 'posted', added: 0, changed: 5, conflicts: 0 });
    expect(await totalOf(publisher)).toBe(TOTAL);
    expect(await publisher.drops([reportOf('better', ORDERS)])).toMatchObject({ added: 0, changed: 0, unchanged: 5 });
    expect((await publisher.entries()).map((entry) => entry['transaction_id'])).toEqual(['A2', 'A1', 'A4', 'A3', 'A5']);
  });

  test('the better report first gives the ledger that it gives last', async () => {
    const reports = [reportOf('items', ORDERS), reportOf('signature', ORDERS), reportOf('better', ORDERS)] as const;
    const [items, signature, better] = reports;
    expect(await dumpAfter([[better], [signature], [items]])).toBe(await dumpAfter([[items], [signature], [better]]));
  });
});

describe('reports that state the same money in other ways', () => {
  test('an item report rounded to 2 decimals: held; after a person agrees its amounts count', async () => {
    const rounded = ORDERS.map((line) => ({ ...line, commission: Number(line.commission).toFixed(2) }));
    await publisher.drops([reportOf('signature', ORDERS)]);
    const held = await publisher.drops([reportOf('items', rounded)]);
    expect(held).toMatchObject({ status: 'held', added: 0, conflicts: 0 });
    expect(await totalOf(publisher)).toBe(TOTAL);
    expect((await publisher.upload(held.run)).status).toBe('posted');
    expect(await totalOf(publisher)).toBe('5.5000 USD, sales 109.9000, 5 lines');
    expect((await publisher.entries()).every((entry) => entry['order_id'] === '3' || entry['sub_id'] !== null)).toBe(
      true,
    );
  });

  test('two sales summed into one item row: one line, one sub-id, no money twice', async () => {
    const two = [
      { order: '7', sku: 'CUP', sales: '10.00', commission: '0.5000' },
      { order: '7', sku: 'CUP', sales: '20.00', commission: '1.0000', processedAt: '18:52:00' },
    ];
    const one = [{ order: '7', sku: 'CUP', sales: '30.00', commission: '1.5000', items: 2 }];
    const dump = await dumpAfter([[reportOf('signature', two)], [reportOf('items', one)]]);
    expect(await dumpAfter([[reportOf('items', one)], [reportOf('signature', two)]])).toBe(dump);
    await publisher.drops([reportOf('signature', two)]);
    expect(await publisher.drops([reportOf('items', one)])).toMatchObject({ status: 'posted', added: 0 });
    expect(await totalOf(publisher)).toBe('1.5000 USD, sales 30.0000, 1 lines');
    expect((await publisher.entries())[0]).toMatchObject({ sub_id: 'post-1_hero', items: 2 });
  });

  test('an order that one report shows hours before the other counts once', async () => {
    const early = { order: '8', sku: 'NEW', sales: '50.00', commission: '2.5000' };
    await publisher.drops([reportOf('items', ORDERS), reportOf('signature', [...ORDERS, early])]);
    expect(await totalOf(publisher)).toBe('7.9950 USD, sales 159.9000, 6 lines');
    expect(await publisher.drops([reportOf('items', [...ORDERS, early])])).toMatchObject({
      status: 'posted',
      added: 0,
    });
    expect(await totalOf(publisher)).toBe('7.9950 USD, sales 159.9000, 6 lines');
  });

  test('a line that only the secondary report has, in an order the money report knows: shown, not counted', async () => {
    const reversal = { order: '3', sku: 'CUP', sales: '-10.00', commission: '-0.5000', processedOn: '4/2/26' };
    await publisher.drops([reportOf('items', ORDERS)]);
    const run = await publisher.drops([reportOf('signature', [...ORDERS, reversal])]);
    expect(run).toMatchObject({ status: 'held', conflicts: 1 });
    await publisher.upload(run.run);
    expect(await totalOf(publisher)).toBe(TOTAL);
    expect((await publisher.entries()).filter((entry) => entry['state'] === 'conflict')).toHaveLength(1);
    expect(await publisher.drops([reportOf('items', [...ORDERS, reversal])])).toMatchObject({
      status: 'posted',
      conflicts: 0,
    });
    expect(await totalOf(publisher)).toBe('4.9950 USD, sales 99.9000, 6 lines');
  });
});

describe('lines that look alike', () => {
  test('two identical lines stay two', async () => {
    const twice = [ORDERS[4], ORDERS[4]].flatMap((line) => (line === undefined ? [] : [line]));
    expect(await publisher.drops([reportOf('signature', twice)])).toMatchObject({ added: 2 });
    expect(await publisher.drops([reportOf('signature', twice)])).toMatchObject({ added: 0, unchanged: 2 });
    expect(await totalOf(publisher)).toBe('1.0000 USD, sales 20.0000, 2 lines');
  });

  test('the same SKU twice in one order, with other amounts', async () => {
    const lines = [
      { order: '9', sku: 'CUP', sales: '10.00', commission: '0.5000' },
      { order: '9', sku: 'CUP', sales: '12.00', commission: '0.6000' },
    ];
    await publisher.drops([reportOf('signature', lines), reportOf('items', lines)]);
    expect(await totalOf(publisher)).toBe('1.1000 USD, sales 22.0000, 2 lines');
  });

  test('lines of one key with other amounts, shuffled: added 0, changed 0', async () => {
    const lines = ['1.00', '2.00', '3.00', '2.00'].map((sales) => ({
      order: '9',
      sku: 'CUP',
      sales,
      commission: '0.1000',
    }));
    await publisher.drops([reportOf('signature', lines)]);
    const shuffled = await publisher.drops([reportOf('signature', [...lines].reverse())]);
    expect(shuffled).toMatchObject({ added: 0, changed: 0, unchanged: 4 });
  });

  test('a second, identical partial reversal in a later month is a new line', async () => {
    const sale = { order: '9', sku: 'SET', sales: '30.00', commission: '3.0000', items: 3 };
    const back = { order: '9', sku: 'SET', sales: '-10.00', commission: '-1.0000' };
    const march = { window: { from: '2026-03-01', to: '2026-03-31' } };
    const april = { window: { from: '2026-04-01', to: '2026-04-30' } };
    await publisher.drops([reportOf('items', [sale, back])], march);
    expect(await publisher.drops([reportOf('items', [back])], april)).toMatchObject({ added: 1 });
    expect(await publisher.drops([reportOf('items', [sale, back])], march)).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
    expect(await totalOf(publisher)).toBe('1.0000 USD, sales 10.0000, 3 lines');
    expect(await statusesOf(publisher)).toEqual({ approved: '1.0000 (3)' });
  });
});

describe('windows', () => {
  const LINES = [...Array(20).keys()].map((n) => ({
    order: String(n),
    sku: 'A',
    sales: '1.00',
    commission: '0.1000',
    processedOn: `3/${n + 1}/26`,
  }));

  test('overlapping halves, in both orders, in one run or two', async () => {
    const [first, second] = [reportOf('signature', LINES.slice(0, 13)), reportOf('signature', LINES.slice(7))];
    const dump = await dumpAfter([[reportOf('signature', LINES)]]);
    for (const runs of [[[first], [second]], [[second], [first]], [[first, second]], [[second, first]]]) {
      expect(await dumpAfter(runs)).toBe(dump);
    }
  });

  const TIMES = process.env['TRIBUTARY_LONG'] === '1' ? 50 : 15;
  test(`a window re-read ${TIMES} times`, async () => {
    await publisher.drops([reportOf('signature', LINES)]);
    const dump = await publisher.dump();
    for (let n = 0; n < TIMES; n += 1) {
      const from = (n * 7) % 15;
      const part = LINES.slice(from, from + 5 + (n % 9));
      const rows = n % 2 === 0 ? part : [...part].reverse();
      expect(await publisher.drops([reportOf('signature', rows)])).toMatchObject({
        added: 0,
        changed: 0,
        vanished: 0,
        unchanged: rows.length,
      });
    }
    expect(await publisher.dump()).toBe(dump);
  });

  test('a report that shrinks: counted as vanished, withdrawn only when it is said to be complete, and back again', async () => {
    await publisher.drops([reportOf('signature', LINES)]);
    const shrunk = reportOf(
      'signature',
      LINES.filter((_, n) => n !== 5),
    );
    expect(await publisher.drops([shrunk])).toMatchObject({ vanished: 1, withdrawn: 0 });
    expect(await totalOf(publisher)).toBe('2.0000 USD, sales 20.0000, 20 lines');
    expect(await publisher.drops([shrunk], { complete: true })).toMatchObject({ vanished: 1, withdrawn: 1 });
    const figures = await publisher.figures();
    expect(figures.totals[0]).toMatchObject({ commission: '1.9000', lines: 19 });
    expect(figures.withdrawn[0]).toMatchObject({ commission: '0.1000', lines: 1 });
    expect(await publisher.drops([reportOf('signature', LINES)])).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: 19,
    });
    expect((await publisher.figures()).withdrawn).toEqual([]);
  });

  test('a download of one advertiser withdraws nothing', async () => {
    const others = LINES.map((line, n) => ({ ...line, mid: n % 2 === 0 ? '3358' : '40000' }));
    await publisher.drops([reportOf('signature', others)]);
    const one = others.filter((line) => line.mid === '3358');
    expect(await publisher.drops([reportOf('signature', one)])).toMatchObject({
      status: 'posted',
      added: 0,
      unchanged: 10,
      withdrawn: 0,
    });
    expect(await totalOf(publisher)).toBe('2.0000 USD, sales 20.0000, 20 lines');
  });
});
