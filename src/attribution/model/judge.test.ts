import { expect, test } from 'vitest';
import { isotonicCurve } from './isotonic.ts';
import { FEWEST_ORDERS, judge } from './judge.ts';

const checked = (logLoss: string, pageError: string, calibrationPoints = '1.00') => ({
  ...{ logLoss, pageError, calibrationPoints },
});

test('the model names pages only where it is better than simpler ways, and is corrected where it is not calibrated', () => {
  const simpler = [checked('7.0', '0.30'), checked('2.5', '0.25')];
  expect(judge(FEWEST_ORDERS - 1, checked('1.0', '0.10'), simpler)).toBe('too-few');
  expect(judge(500, checked('2.2', '0.20'), simpler)).toBe('passes');
  expect(judge(500, checked('2.2', '0.20', '5.00'), simpler)).toBe('corrected');
  expect(judge(500, checked('2.6', '0.20'), simpler)).toBe('off');
  expect(judge(500, checked('2.2', '0.29'), simpler)).toBe('off');
});

test('what is stated too high or too low is worth what it proved to be, and more is never worth less', () => {
  const curve = isotonicCurve([
    { stated: 1000, amount: 1_000_000n, right: 50_000n },
    { stated: 5000, amount: 1_000_000n, right: 300_000n },
    { stated: 6000, amount: 1_000_000n, right: 200_000n },
    { stated: 9000, amount: 1_000_000n, right: 990_000n },
  ]);
  expect(curve).toHaveLength(10_001);
  for (const [stated, worth] of [
    [1000, 500],
    [5000, 2500],
    [6000, 2500],
    [9000, 9900],
  ] as const) {
    expect(Math.abs((curve[stated] ?? 0) - worth)).toBeLessThan(100);
  }
  expect(curve.every((worth, at) => at === 0 || worth >= (curve[at - 1] ?? 0))).toBe(true);
  expect(isotonicCurve([])[4321]).toBe(4321);
});
