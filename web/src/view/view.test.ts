import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeFilter, FILTER_WORDS, readFilter, withFilter, writeFilter } from './filter.ts';
import { PERIODS } from './period.ts';
import {
  changedView,
  customDays,
  FIGURES,
  hasUnreadableDays,
  keptView,
  parseSearch,
  readView,
  STEPS,
  stringifySearch,
  type View,
} from './view.ts';

const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10));
const filter = fc.record({
  dimension: fc.constantFrom('advertiser', 'subId', 'network'),
  word: fc.constantFrom(...FILTER_WORDS),
  values: fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
});
const view = fc.record(
  {
    period: fc.constantFrom(...PERIODS),
    from: day,
    to: day,
    cmp: fc.constantFrom('prev', 'year', 'custom', 'none'),
    draw: fc.constant('lines'),
    view: fc.uuid(),
    match: fc.constantFrom('dow', 'date'),
    by: fc.constantFrom(...STEPS),
    f: fc.array(filter.map(writeFilter), { minLength: 1, maxLength: 4 }),
    sort: fc.constantFrom('commission', '-date'),
    cols: fc.uniqueArray(fc.constantFrom('date', 'subId', 'rate'), { minLength: 1 }),
    currency: fc.constantFrom('USD', 'EUR'),
    into: fc.constantFrom('EUR', 'reported'),
    figure: fc.constantFrom(...FIGURES),
  },
  { requiredKeys: [] },
);

test('a view comes back from its URL as it went in', () => {
  fc.assert(
    fc.property(view, (one) => {
      const search = stringifySearch(one);
      expect(readView(parseSearch(search))).toEqual(one);
    }),
  );
});

test('a filter comes back with its values, bars and backslashes too', () => {
  fc.assert(
    fc.property(filter, (one) => {
      expect(readFilter(writeFilter(one))).toEqual(one);
    }),
  );
  expect(readFilter(String.raw`advertiser:is:A\|B|C\\`)?.values).toEqual(['A|B', 'C\\']);
  for (const text of ['advertiser', 'advertiser:was:Acme', 'advertiser:is:', 'advertiser:is:a||b', ':is:a'])
    expect(readFilter(text), text).toBeNull();
});

test('URLs are readable', () => {
  expect(
    stringifySearch({
      period: '30d',
      f: ['advertiser:is:Acme', 'status:is-not:reversed'],
      cols: ['date', 'rate'],
      sort: undefined,
    }),
  ).toBe('?period=30d&f=advertiser:is:Acme&f=status:is-not:reversed&cols=date,rate');
  expect(stringifySearch({})).toBe('');
});

test('what cannot be read is left out', () => {
  expect(
    readView(
      parseSearch('?period=9d&from=yesterday&cmp=x&f=nonsense&sort=%3Cscript%3E&currency=usd&cols=,&figure=all'),
    ),
  ).toEqual({});
  expect(readView({ period: 7, f: [1, null], cols: {} })).toEqual({});
});

test('days of one’s own that cannot be read are told from days, and never become today', () => {
  const read = (search: string): readonly [unknown, boolean] => {
    const view = readView(parseSearch(search));
    return [customDays(view), hasUnreadableDays(view)];
  };
  expect(read('?period=custom&from=2026-02-01&to=2026-02-28')).toEqual([
    { from: '2026-02-01', to: '2026-02-28' },
    false,
  ]);
  for (const days of ['', '&from=2026-02-01', '&from=2026-02-01&to=2026-02-30', '&from=2026-13-01&to=soon']) {
    expect([days, ...read(`?period=custom${days}`)]).toEqual([days, null, true]);
  }
  expect(read('?period=7d&from=2026-02-01')).toEqual([null, false]);
});

test('another screen keeps the question and leaves the table’s own', () => {
  const one: View = { period: '7d', f: ['status:is:lost'], sort: '-date', cols: ['date'], by: 'week' };
  expect(keptView(one)).toEqual({ period: '7d', f: ['status:is:lost'] });
  expect(changedView(one, { f: undefined, period: 'today' })).toEqual({
    period: 'today',
    sort: '-date',
    cols: ['date'],
    by: 'week',
  });
});

test('a second value of a filter is an alternative, another word is another filter', () => {
  const acme = { dimension: 'advertiser', word: 'is', values: ['Acme'] } as const;
  const list = withFilter(withFilter([], acme), { ...acme, values: ['Zenith', 'Acme'] });
  expect(list).toEqual(['advertiser:is:Acme|Zenith']);
  expect(withFilter(list, { ...acme, word: 'is-not', values: ['Fable'] })).toHaveLength(2);
  expect(describeFilter({ dimension: 'subId', word: 'is-not', values: ['a', 'b'] })).toBe('Sub-id is not a or b');
});
