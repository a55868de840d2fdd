import { describe, expect, it } from 'vitest';
import { narrowed } from '../report/filter-link.tsx';
import { replacedFilter, withFilter } from './filter.ts';

const acme = 'advertiser:is:Acme';

describe('replacedFilter', () => {
  it('puts the changed filter where the old one was', () => {
    const next = { dimension: 'advertiser', word: 'is-not', values: ['Acme', 'A|B'] } as const;
    expect(replacedFilter(['status:is:lost', acme, 'sku:is:1'], acme, next)).toEqual([
      'status:is:lost',
      String.raw`advertiser:is-not:Acme|A\|B`,
      'sku:is:1',
    ]);
  });

  it('takes it away, and leaves no empty list in the address', () => {
    expect(replacedFilter([acme, 'sku:is:1'], acme, undefined)).toEqual(['sku:is:1']);
    expect(replacedFilter([acme], acme, undefined)).toBeUndefined();
  });
});

describe('narrowed', () => {
  const url = { period: '7d', f: [acme], sort: '-sales', q: 'tent', line: '7', metric: 'orders' };

  it('keeps this screen as it is, but for the open line, which may not pass', () => {
    const { line, ...view } = narrowed(url, [{ field: 'status', value: 'lost' }]);
    expect(line).toBeUndefined();
    expect(view).toMatchObject({ period: '7d', sort: '-sales', q: 'tent', f: [acme, 'status:is:lost'] });
  });

  it('stays on the page, or the kind of clicks, that the screen is about', () => {
    const { f: _f, ...same } = { ...url, page: 'kitchen.example/knives', earning: 'yes', line: undefined };
    expect(narrowed({ ...same, f: [acme] }, [{ field: 'device', value: 'phone' }])).toEqual({
      ...{ period: '7d', sort: '-sales', q: 'tent', metric: 'orders', page: 'kitchen.example/knives', earning: 'yes' },
      f: [acme, 'device:is:phone'],
    });
  });

  it('takes to another screen the question alone', () => {
    expect(narrowed(url, [{ field: 'currency', value: 'USD' }], true)).toEqual({
      period: '7d',
      f: [acme, 'currency:is:USD'],
    });
  });

  it('makes a second value of a dimension an alternative', () => {
    expect(withFilter([acme], { dimension: 'advertiser', word: 'is', values: ['Zenith'] })).toEqual([
      'advertiser:is:Acme|Zenith',
    ]);
  });
});
