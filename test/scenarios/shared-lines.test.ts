/** A line that several pages share stays one row of a file, with the page that has the most of it and its whole amounts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTransactions, parseFilter, readTransactions } from '../../src/reports/index.ts';
import { Publisher, reportOf } from './publisher.ts';
import { sourcesOf, tickingClock } from './report-ledger.ts';

let publisher: Publisher;
beforeAll(async () => {
  publisher = await Publisher.create(undefined, tickingClock());
});
afterAll(() => publisher.leaves());

const ASKED = { date: 'transaction', sort: 'date', isDescending: false } as const;

/** Three shares as the model gives them: most of the line is nobody's. */
const SHARES = [
  { no: 1, method: 'none', confidence: 0, page: '', commission: '2.5000', before: '0.0000' },
  { no: 2, method: 'model', confidence: 3000, page: '/knives', commission: '1.5001', before: '2.5000' },
  { no: 3, method: 'model', confidence: 2000, page: '/pans', commission: '1.0000', before: '4.0001' },
];

test('the file names the largest share that is some page’s, and under a filter the part of the page that is asked for', async () => {
  await publisher.drops([
    reportOf('better', [{ id: 'T1', order: '1', sku: 'A', sales: '50.00', commission: '5.0001' }]),
  ]);
  const sources = sourcesOf(publisher);
  await sources.attribution?.ensure();
  await publisher.facts.exclusive(async (writer) => {
    await writer.run('create temp table whole as select * from attributions');
    await writer.run('delete from attributions');
    for (const { no, method, confidence, page, commission, before } of SHARES) {
      await writer.run(`insert into attributions by name select * replace (${no} as share_no, '${method}' as method, ${confidence} as confidence,
        '${page === '' ? '' : 'kitchen.example'}' as page_host, '${page}' as page_path, ${commission} as commission,
        ${no === 1 ? '50.0000' : '0.0000'} as sales, ${no === 1 ? '0.0000' : '50.0000'} as sales_before, ${before} as commission_before,
        ${no === 1 ? 1 : 0} as items) from whole`);
    }
  });
  const row = async (...filters: string[]): Promise<unknown> => {
    const asked = filters.map((text) => parseFilter(text)).filter((one) => typeof one !== 'string');
    let file = '';
    for await (const part of exportTransactions(sources, { ...ASKED, filters: asked }, 'json')) file += String(part);
    const { rows } = await readTransactions(sources, { ...ASKED, filters: asked, limit: 10 });
    const [line] = JSON.parse(file) as Record<string, unknown>[];
    expect(rows).toMatchObject([
      { commission: line?.['commission'], attribution: { method: line?.['method'], pages: line?.['pages'] } },
    ]);
    return ['commission', 'method', 'confidence', 'page', 'pages'].map((name) => line?.[name]);
  };
  expect(await row()).toEqual(['5.0001', 'model', '0.3000', 'kitchen.example/knives', 2]);
  expect(await row('page:is:kitchen.example/pans')).toEqual(['1.0000', 'model', '0.2000', 'kitchen.example/pans', 1]);
  expect(await row('page:is:(none)')).toEqual(['2.5000', 'none', null, null, 0]);
});
