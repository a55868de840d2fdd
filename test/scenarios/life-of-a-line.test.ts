/** Money stories about what becomes of a line: reversals, corrections, lost lines, brands, statuses, and bad input. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Publisher, reportOf, statusesOf, totalOf, type WorldLine } from './publisher.ts';

let publisher: Publisher;
beforeEach(async () => {
  publisher = await Publisher.create();
});
afterEach(() => publisher.leaves());

const SALE: WorldLine = { order: '1', sku: 'SET', sales: '30.00', commission: '3.0000', items: 3 };

describe('reversals and statuses', () => {
  test('a sale, then a partial reversal: adjusted, on the net', async () => {
    await publisher.drops([reportOf('signature', [SALE])]);
    const back = { ...SALE, sales: '-10.00', commission: '-1.0000', items: -1, processedOn: '4/20/26' };
    expect(await publisher.drops([reportOf('signature', [SALE, back])])).toMatchObject({ added: 1, unchanged: 1 });
    expect(await statusesOf(publisher)).toEqual({ approved: '2.0000 (2)' });
    expect((await publisher.entries()).map((entry) => entry['flag'])).toEqual(['adjusted', 'adjusted']);
  });

  test('taken back whole: reversed, and nothing is left of it', async () => {
    const back = { ...SALE, sales: '-30.00', commission: '-3.0000', items: -3, processedOn: '4/20/26' };
    await publisher.drops([reportOf('signature', [SALE, back])]);
    expect(await statusesOf(publisher)).toEqual({ reversed: '0.0000 (2)' });
  });

  test('a reversal whose original was never imported: reversed, flagged, counted', async () => {
    const back = { ...SALE, sales: '-30.00', commission: '-3.0000', items: -3 };
    await publisher.drops([reportOf('signature', [back])]);
    expect(await statusesOf(publisher)).toEqual({ reversed: '-3.0000 (1)' });
    expect((await publisher.entries())[0]?.['flag']).toBe('original-not-imported');
  });

  test('a young sale is pending, a locked one approved, a line that never paid is not reversed', async () => {
    const now = await today();
    const young = { id: 'T1', ...SALE, on: now, processedOn: now };
    const locked = { id: 'T2', ...SALE, order: '2', on: now, processedOn: now, status: 'locked' };
    const nothing = { id: 'T3', ...SALE, order: '3', sales: '0.00', commission: '0', items: 0 };
    await publisher.drops([reportOf('better', [young, locked, nothing])]);
    expect(await statusesOf(publisher)).toEqual({ approved: '3.0000 (2)', pending: '3.0000 (1)' });
  });

  test('a late correction after 80 days is a revision: the old figure stays for the past', async () => {
    await publisher.drops([reportOf('signature', [SALE])]);
    const before = new Date().toISOString().replace('T', ' ').replace('Z', '000');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await publisher.drops([reportOf('signature', [{ ...SALE, commission: '2.7500' }])])).toMatchObject({
      added: 0,
      changed: 1,
    });
    expect((await publisher.figures()).totals[0]?.commission).toBe('2.7500');
    expect((await publisher.figures(before)).totals[0]?.commission).toBe('3.0000');
  });
});

async function today(): Promise<string> {
  const now = new Date();
  return `${now.getUTCMonth() + 1}/${now.getUTCDate()}/${String(now.getUTCFullYear()).slice(2)}`;
}

describe('reports without money', () => {
  test('non-commissionable lines are lost, with the reason, apart from every total', async () => {
    const lost = { order: '5', sku: 'X', sales: '40.00', commission: '0', reason: 'SKU Does Not Match' };
    const run = await publisher.drops([reportOf('signature', [SALE]), reportOf('lost', [lost])]);
    expect(run.lost).toEqual([{ currency: 'USD', sales: '40.0000', commission: '0.0000', items: 1, lines: 1 }]);
    expect(await totalOf(publisher)).toBe('3.0000 USD, sales 30.0000, 1 lines');
    expect((await publisher.entries()).find((entry) => entry['state'] === 'lost')?.['reason']).toBe(
      'SKU Does Not Match',
    );
  });

  test('a brand comes by SKU and product name; a pair with two brands gets none; the order of imports does not matter', async () => {
    const cup = { order: '2', sku: 'CUP', sales: '5.00', commission: '0.5000' };
    const brands = reportOf('brands', [
      { ...SALE, brand: 'Acme' },
      { ...cup, brand: 'Acme' },
      { ...cup, brand: 'Other' },
    ]);
    const items = reportOf('items', [SALE, cup]);
    await publisher.drops([items]);
    expect(await publisher.drops([brands])).toMatchObject({ added: 0, changed: 1 });
    expect((await publisher.entries()).map((entry) => entry['brand'])).toEqual(['Acme', null]);
    const other = await Publisher.create();
    await other.drops([brands]);
    await other.drops([items]);
    expect(await other.dump()).toBe(await publisher.dump());
    await other.leaves();
  });
});

describe('days', () => {
  test('months with 23-hour and 25-hour days lose and double nothing', async () => {
    const lines = ['3/28/26', '3/29/26', '3/30/26', '10/24/25', '10/25/25', '10/26/25'].flatMap((day) =>
      ['00:30:00', '01:30:00', '02:30:00', '23:59:59'].map((at, n) => ({
        order: `${day} ${n}`,
        sku: 'A',
        sales: '1.00',
        commission: '0.1000',
        on: day,
        at,
        processedOn: day,
        processedAt: at,
      })),
    );
    await publisher.drops([reportOf('signature', lines), reportOf('items', lines)]);
    expect(await totalOf(publisher)).toBe('2.4000 USD, sales 24.0000, 24 lines');
    expect((await publisher.entries()).map((entry) => entry['occurred_time'])).toContain('02:30:00');
  });
});

describe('input that is not understood', () => {
  const good = reportOf('signature', [SALE, { ...SALE, order: '2' }]);

  test.each([
    ['an unreadable amount', (text: string) => text.replace('30.00', '"3O.00"'), 'unreadable-amount', 'Sales'],
    [
      'more than 4 decimals',
      (text: string) => text.replace('3.0000', '3.00001'),
      'too-many-decimals',
      'Total Commission',
    ],
    [
      'a date that does not exist',
      (text: string) => text.replace('3/10/26', '2/30/26'),
      'unreadable-date',
      'Transaction Date',
    ],
  ])('%s rejects its line with line and column, the rest posts', async (_name, damage, code, column) => {
    const run = await publisher.drops([damage(good)]);
    expect(run).toMatchObject({ status: 'posted', added: 1 });
    expect(run.files[0]?.rejected).toMatchObject([{ line: 2, column, code }]);
  });

  test('an unknown status is never a default', async () => {
    const run = await publisher.drops([
      reportOf('better', [
        { id: 'A', ...SALE, status: 'frozen' },
        { id: 'B', ...SALE, order: '2' },
      ]),
    ]);
    expect(run.files[0]?.rejected).toMatchObject([{ line: 2, column: 'Commission Status', code: 'unknown-status' }]);
    expect(run.added).toBe(1);
  });

  test('a country network without a currency rejects its lines instead of guessing', async () => {
    const run = await publisher.drops([good], { country: 'EU' });
    expect(run.files[0]?.rejected.map((reject) => reject.code)).toEqual(['missing-currency', 'missing-currency']);
    expect(run).toMatchObject({ status: 'posted', added: 0, totals: [] });
  });

  test.each([
    ['a renamed column', good.replace('Total Commission', 'Comm.'), 'missing-columns'],
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'html-instead-of-csv'],
    ['an error message', '{"errors":["Invalid token"]}', 'error-instead-of-csv'],
    ['a file cut off in a quote', good.slice(0, good.lastIndexOf('"') - 3), 'open-quote'],
    ['a file cut off between cells', good.slice(0, good.lastIndexOf(',"SET"')), 'truncated-file'],
    ['an empty file', '', 'empty-file'],
    ['another table', 'Name,Price,Colour\r\nPan,3,red\r\n', 'unrecognised-report'],
  ])('%s fails the run and leaves the ledger as it was', async (_name, text, code) => {
    await publisher.drops([reportOf('signature', [SALE])]);
    const before = await publisher.dump();
    const run = await publisher.drops([good, text]);
    expect(run).toMatchObject({ status: 'failed', added: 0 });
    expect(run.error?.code).toBe(code);
    expect(await publisher.dump()).toBe(before);
  });

  test('No Results Found posts with zeros', async () => {
    const empty = `${reportOf('signature', [])}No Results Found\r\n`;
    expect(await publisher.drops([empty])).toMatchObject({ status: 'posted', added: 0, totals: [], lost: [] });
  });

  test('a preview changes nothing and can be posted', async () => {
    const run = await publisher.drops([good], { preview: true });
    expect(run).toMatchObject({ status: 'preview', added: 2 });
    expect(await publisher.entries()).toEqual([]);
    expect(await publisher.upload(run.run)).toMatchObject({ status: 'posted', added: 2 });
    expect(await totalOf(publisher)).toBe('6.0000 USD, sales 60.0000, 2 lines');
  });
});
