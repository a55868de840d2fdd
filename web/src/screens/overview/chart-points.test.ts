import { describe, expect, it } from 'vitest';
import { sumOf } from '../../format/decimal.ts';
import { stack, totalOf } from '../../ui/charts/chart-data.ts';
import { chartWords, foldStacks } from './chart-points.ts';
import { figures, overview } from './overview-fixture.ts';

describe('foldStacks', () => {
  const many = Array.from({ length: 9 }, (_, place) => ({
    key: place === 4 ? null : `n${place}`,
    label: `N ${place}`,
    commission: `${9 - place}.1000`,
    points: [`${9 - place}.1000`, '0.0000'],
  }));

  it('keeps what can be told apart', () => {
    expect(foldStacks(many.slice(0, 6))).toHaveLength(6);
  });

  it('puts the rest together without losing a cent, the server’s own rest included', () => {
    const folded = foldStacks(many);
    expect(folded.map(({ label }) => label)).toEqual(['N 0', 'N 1', 'N 2', 'N 3', 'N 5', 'Other']);
    for (const place of [0, 1]) {
      expect(sumOf(folded.map(({ points }) => points[place] ?? '0'))).toBe(
        sumOf(many.map(({ points }) => points[place] ?? '0')),
      );
    }
    expect(sumOf(folded.map(({ commission }) => commission))).toBe('45.9000');
  });
});

describe('chartWords', () => {
  it('parts commission into stacks whose sum is the commission of the day', () => {
    const { points, series } = chartWords(overview, figures, 'commission');
    expect(series.map(({ label }) => label)).toEqual(['Rakuten', 'Awin']);
    expect(points.map(totalOf)).toEqual(figures.curves.commission);
    expect(points[1]?.isIncomplete).toBe(true);
    expect(points[0]?.compare?.value).toBe('5.0000');
  });

  it('is one bar where another figure was asked for in parts', () => {
    expect(chartWords(overview, figures, 'sales').series.map(({ id }) => id)).toEqual(['sales']);
    expect(chartWords({ ...overview, stackedOf: 'sales' }, figures, 'sales').series.length).toBe(2);
  });

  it('gives statuses their own colours', () => {
    const byStatus = { ...overview, stackedBy: 'status' as const };
    const stacks = [{ key: 'reversed', label: 'reversed', commission: '-1.0000', points: ['-1.0000', '0.0000'] }];
    const { series } = chartWords(byStatus, { ...figures, stacks }, 'commission');
    expect(series).toEqual([{ id: 'reversed', label: 'Reversed', colour: 1, status: 'reversed' }]);
  });

  it('draws no bar where a figure is not available, which is not nought', () => {
    const { points, series } = chartWords(overview, figures, 'rate');
    expect(points[1]?.values).toEqual({});
    expect(stack(points[0] ?? { key: '', label: '', title: '', values: {} }, series)).toHaveLength(1);
  });

  it('compares nothing where there is no compared bucket', () => {
    const { points } = chartWords({ ...overview, bucketsBefore: null }, { ...figures, curvesBefore: null }, 'orders');
    expect(points.every(({ compare }) => compare === null)).toBe(true);
  });
});
