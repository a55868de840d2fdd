import { describe, expect, it } from 'vitest';
import { formatMoney, formatPercent } from '../../format/numbers.ts';
import { cardWords, formatMetric, shownCurrency, shownMetric, shownMetrics } from './metrics.ts';
import { figures } from './overview-fixture.ts';

describe('cardWords', () => {
  it('says the value, the exact value, and how it changed', () => {
    const { value, delta, trend } = cardWords(figures, 'commission', '22 – 23 Nov');
    expect(value.text).toBe(formatMoney('7.5100', 'USD'));
    expect(delta).toEqual({ ratio: '0.502000', before: `${formatMoney('5.0000', 'USD')} in 22 – 23 Nov` });
    expect(trend).toEqual([7.5, 0.01]);
  });

  it('takes lost sales from what stands apart', () => {
    expect(cardWords(figures, 'lostSales', null).value.text).toBe(formatMoney('20.0000', 'USD'));
  });

  it('has no delta without comparison, and none for what is not available', () => {
    expect(cardWords(figures, 'sales', null).delta).toBeUndefined();
    const words = cardWords(figures, 'reversalRate', 'before');
    expect(words.value.text).toBe('—');
    expect(words.delta).toBeUndefined();
    expect(words.trend).toEqual([]);
  });

  it('says that a day is not over where there is something to compare with, but no change', () => {
    expect(cardWords({ ...figures, changes: null }, 'commission', 'before').delta).toBe('not-over');
    expect(cardWords({ ...figures, before: null, changes: null }, 'commission', 'before').delta).toBeUndefined();
  });

  it('knows nothing from nought', () => {
    expect(formatMetric('rate', null, 'USD')).toBe('—');
    expect(formatMetric('rate', '0.000000', 'USD')).toBe(formatPercent('0'));
    expect(formatMetric('commission', '0.0000', 'USD')).toBe(formatMoney('0', 'USD'));
  });

  it('does not write two dollars alike', () => {
    expect(formatMetric('sales', '1.0000', 'CAD')).not.toBe(formatMetric('sales', '1.0000', 'USD'));
  });
});

describe('shownCurrency', () => {
  const other = { ...figures, currency: 'GBP', now: { ...figures.now, orders: 9 } };

  it('takes the chosen one, else the one with the most orders, whatever the amounts are', () => {
    expect(shownCurrency([figures, other], 'USD')?.currency).toBe('USD');
    expect(shownCurrency([figures, other], undefined)?.currency).toBe('GBP');
    expect(shownCurrency([figures, other], 'JPY')?.currency).toBe('GBP');
    expect(shownCurrency([], undefined)).toBeUndefined();
  });
});

describe('for whom amounts are hidden', () => {
  it('leaves out what is an amount, and shows orders where one was asked for', () => {
    expect(shownMetrics(true)).toEqual(['orders', 'items', 'rate', 'reversalRate']);
    expect(shownMetric({ metric: 'sales' }, true)).toBe('orders');
    expect(shownMetric({ metric: 'items' }, true)).toBe('items');
    expect(shownMetric({}, false)).toBe('commission');
  });
});
