import { expect, test } from 'vitest';
import { pageCurve } from './page-curve.ts';

const CURVE = { currency: 'USD', commission: ['5.0000'], sales: ['9.0000'], epc: ['0.5000'], rpm: [null] };

test('pageviews that a filter cannot tell are none, and not nought; what is made of them is not shown either', () => {
  const course = { pageviews: null, clicks: [10], curves: [CURVE] };
  expect(pageCurve(course, 'pageviews', 'USD')).toBeNull();
  expect(pageCurve(course, 'rpm', 'USD')).toBeNull();
  expect(pageCurve(course, 'clicks', 'USD')).toEqual([10]);
  expect(pageCurve(course, 'epc', 'USD')).toEqual(['0.5000']);
  expect(pageCurve({ ...course, pageviews: [0] }, 'pageviews', 'USD')).toEqual([0]);
  expect(pageCurve(course, 'commission', undefined)).toEqual([]);
});
