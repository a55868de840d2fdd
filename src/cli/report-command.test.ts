import { expect, test } from 'vitest';
import { contract, NAMED_REPORTS } from '../api/index.ts';
import { daysOf, PERIODS } from '../../web/src/view/period.ts';
import { daysFor } from './report-command.ts';
import { allRows } from './report-pages.ts';
import { optionsOf, queryOf } from './report-options.ts';
import { daysOfPeriod, PERIOD_WORDS } from './report-period.ts';
import { columnsOfRows, reportRows } from './report-rows.ts';
import { reportTable } from './report-table.ts';

const named = (name: string): (typeof NAMED_REPORTS)[number] => {
  const found = NAMED_REPORTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

test('every report of the API has a name, and no name is of two', () => {
  const paths = Object.values(contract).filter(
    (route) => route.path.startsWith('/api/v1/reports/') && route.answer.kind === 'json' && !('params' in route),
  );
  const names = NAMED_REPORTS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(paths.map(({ path }) => path.slice('/api/v1/reports/'.length))));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'pages',
      'links',
      'sources',
      'reader-countries',
      'categories',
      'brands',
      'statuses',
      'days',
    ]),
  );
  expect(named('pages')).toMatchObject({ route: 'showEarners', by: 'page' });
  expect(named('advertisers')).toMatchObject({ route: 'showBreakdown', by: 'advertiser' });
});

test('the options are those of the API, and others are refused by name', () => {
  expect(optionsOf(named('page')).map(({ flag }) => flag)).toEqual(
    expect.arrayContaining(['from', 'to', 'filter', 'compare', 'compare-from', 'page', 'step']),
  );
  expect(queryOf(named('links'), { filter: ['page:is:x'], compareFrom: '2026-01-01', limit: '5' })).toEqual({
    ...{ f: ['page:is:x'], compareFrom: '2026-01-01', limit: '5', by: 'link' },
  });
  expect(() => queryOf(named('live'), { credit: 'last' })).toThrow('takes no --credit; it takes --site, --minutes.');
  expect(() => queryOf(named('links'), { by: 'page' })).toThrow('leave --by out');
});

test('a period is the days that the web app means by it', () => {
  const words = PERIODS.filter((one) => one !== 'custom');
  expect(PERIOD_WORDS).toEqual(words);
  for (const today of ['2026-03-31', '2024-02-29', '2026-01-01', '2026-12-15']) {
    for (const word of words) expect([word, daysOfPeriod(word, today)]).toEqual([word, daysOf(word, today) ?? {}]);
  }
  expect(daysOfPeriod('2024-02', '2026-01-01')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  expect(daysOfPeriod('2025', '2026-01-01')).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  expect(daysOfPeriod('2026-03-01..2026-03-09', '2026-01-01')).toEqual({ from: '2026-03-01', to: '2026-03-09' });
  for (const text of ['', 'lastweek', '2026-13', '2026-03-09..2026-03-01', '2026-02-01..2026-02-30']) {
    expect(() => daysOfPeriod(text, '2026-01-01')).toThrow('--period wants one of today,');
  }
});

test('all time is all clicks, of which the API without a first day gives those of thirty days', () => {
  expect(daysFor(named('clicks'), 'all', '2026-03-31')).toEqual({ from: '2000-01-01' });
  expect(daysFor(named('pages'), 'all', '2026-03-31')).toEqual({});
  expect(daysFor(named('clicks'), '7d', '2026-03-31')).toEqual({ from: '2026-03-25', to: '2026-03-31' });
});

const EARNERS = {
  head: { period: { from: '2026-03-01', to: '2026-03-09', isIncomplete: false }, compared: null, asOf: null },
  rows: [
    {
      ...{ key: 'a.example/', label: 'A', page: { host: 'a.example' }, trafficBefore: null },
      traffic: { pageviews: 1000, clicks: 20, ctr: '0.020000' },
      earned: [
        {
          currency: 'EUR',
          now: { commission: '1.0000' },
          before: { commission: '2.0000' },
          changes: { commission: '-0.5' },
        },
        { currency: 'USD', now: { commission: '10.0000' }, before: null, changes: null },
      ],
    },
    { key: 'b.example/', label: 'B', page: null, traffic: { pageviews: 7, clicks: 0, ctr: '0.000000' }, earned: [] },
  ],
  total: { traffic: { pageviews: 1007, clicks: 20 }, earned: [{ currency: 'EUR', now: { commission: '1.0000' } }] },
};

test('a row for each currency, and one for what earned nothing; a table has names, numbers and the total', () => {
  const rows = reportRows('showEarners', EARNERS);
  expect(
    rows.map(({ key, currency, commission, commission_before: before }) => [key, currency, commission, before]),
  ).toEqual([
    ['a.example/', 'EUR', '1.0000', '2.0000'],
    ['a.example/', 'USD', '10.0000', undefined],
    ['b.example/', undefined, undefined, undefined],
  ]);
  expect(columnsOfRows(rows)).toEqual(expect.arrayContaining(['page_host', 'pageviews', 'commission_change']));
  expect(reportTable('showEarners', EARNERS)).toBe(
    [
      'label  currency  commission  commission change  pageviews  clicks    ctr',
      'A      EUR           1.0000            -50.0 %       1000      20  2.0 %',
      'A      USD          10.0000                          1000      20  2.0 %',
      'B                                                       7       0  0.0 %',
      'Total  EUR           1.0000                          1007      20',
      '',
    ].join('\n'),
  );
});

test('what strangers wrote gives a terminal no orders', () => {
  const rows = [{ key: 'x', label: 'a\u001b[2Jb\r\nc\u009b1m', earned: [] }];
  expect(reportTable('showEarners', { rows })).toBe('label\na [2Jb c 1m\n');
});

test('the parts of a bar of the overview are no rows of their own', () => {
  const overview = {
    currencies: [
      {
        currency: 'USD',
        now: { commission: '3.0000' },
        stacks: [{ label: 'A' }, { label: 'B' }],
        curves: { sales: ['1', '2'] },
      },
    ],
  };
  expect(reportRows('showOverview', overview)).toEqual([{ currency: 'USD', commission: '3.0000' }]);
});

/** 1,500 pages, of which the last alone earned; `move`: what has happened before a part is asked for. */
function longList(move: (parts: number) => number) {
  let parts = 0;
  return async ({ limit, offset }: Readonly<Record<string, unknown>>): Promise<unknown> => {
    parts += 1;
    const views = move(parts);
    const rows = Array.from({ length: 1500 }, (_, n) => ({
      key: `p${(n + views) % 1500}`,
      earned: n === 1499 ? [{ currency: 'EUR', now: { commission: '1.0000' }, before: null, changes: null }] : [],
    }));
    const from = Number(offset);
    return { rowCount: rows.length, rows: rows.slice(from, from + Number(limit)), total: { views } };
  };
}

async function listed(move: (parts: number) => number) {
  const batches = [];
  for await (const rows of allRows('showEarners', { by: 'page' }, longList(move))) batches.push(rows);
  return batches;
}

test('a file has the columns of all its rows, also of those that come late', async () => {
  const [rows = [], ...more] = await listed(() => 0);
  expect([rows.length, more]).toEqual([1500, []]);
  expect(columnsOfRows(rows)).toEqual(['key', 'currency', 'commission']);
});

test('a list that moved while it was read is read again, so each row is there once', async () => {
  const [rows = []] = await listed((parts) => (parts < 2 ? 0 : 7));
  expect(new Set(rows.map(({ key }) => key)).size).toBe(1500);
  const [restless = []] = await listed((parts) => parts);
  expect(restless.length).toBe(1500);
});
