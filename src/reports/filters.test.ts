import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conditionOf } from './filter-sql.ts';
import { DIMENSIONS, filterText, OPERATORS, parseFilter } from './filters.ts';

const names = {
  networks: [
    {
      id: 'rakuten',
      label: 'Rakuten Advertising',
      timeZone: 'Etc/GMT',
      countries: [{ id: '1', code: 'US', label: 'USA' }],
    },
  ],
  connections: [{ id: 'c1', name: 'My shop', scope: 'rakuten:a:1' }],
};

test('values are parted by bars that are not escaped', () => {
  expect(parseFilter('brand:is:a|b')).toMatchObject({ values: ['a', 'b'] });
  expect(parseFilter(String.raw`brand:is:a\|b|c\\|d\e:f`)).toMatchObject({ values: ['a|b', 'c\\', String.raw`d\e:f`] });
});

test('every filter that can be written is read again', () => {
  const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
  const any = fc.record({
    dimension: fc.constantFrom(...DIMENSIONS),
    operator: fc.constantFrom(...OPERATORS),
    values: fc.array(value, { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(any, (filter) => {
      expect(parseFilter(filterText(filter))).toEqual(filter);
    }),
  );
});

test('what is not a filter says what one is', () => {
  for (const text of [
    '',
    'brand',
    'brand:is',
    'colour:is:red',
    'brand:was:Acme',
    'brand:is:',
    'brand:is:a||b',
    'is:brand:a',
  ]) {
    expect(typeof parseFilter(text), text).toBe('string');
  }
  // the longest page that the collector keeps, and a link of it
  expect(typeof parseFilter(`page:is:blog.example/${'x'.repeat(1200)}`)).toBe('object');
  expect(typeof parseFilter(`brand:is:${'x'.repeat(1301)}`)).toBe('string');
  expect(typeof parseFilter(`brand:is:${'x|'.repeat(100)}x`)).toBe('string');
});

test('nothing that a person writes is in the text of a question', () => {
  const filters = DIMENSIONS.flatMap((dimension) =>
    OPERATORS.map((operator) => ({ dimension, operator, values: [`Q'uirk {x:String} $1`, 'quirk2'] })),
  );
  const { sql, parameters } = conditionOf(filters, names, `quirk'`);
  expect(sql).not.toMatch(/quirk|\$1/i);
  expect(Object.values(parameters)).toContain(`quirk'`);
  expect(
    sql
      .match(/\{\w+:/g)
      ?.map((name) => name.slice(1, -1))
      .sort(),
  ).toEqual(Object.keys(parameters).sort());
});

test('networks, countries and connections are found by id, code and name', () => {
  const values = (text: string): unknown => {
    const filter = parseFilter(text);
    if (typeof filter === 'string') throw new Error(filter);
    return Object.values(conditionOf([filter], names).parameters);
  };
  expect(values('network:contains:adVERT')).toEqual(['rakuten']);
  expect(values('country:is:US')).toEqual(['rakuten:1', 'US']);
  expect(values('connection:is:My shop')).toEqual(['rakuten:a:1', 'My shop']);
  expect(conditionOf([{ dimension: 'network', operator: 'contains', values: ['zzz'] }], names).sql).toContain('1 = 0');
});
