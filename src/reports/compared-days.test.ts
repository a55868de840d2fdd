import { expect, test } from 'vitest';
import { comparedWith, dayCounterpart, dayFacts } from './compared-days.ts';

const DAYS = { from: '2026-03-10', to: '2026-03-12' };
const TODAY = '2026-03-12';

test('a day lies over the day at its place in the compared period, and a day that is not over over none', () => {
  const days = dayCounterpart(DAYS, { from: '2026-03-07', to: '2026-03-09' }, TODAY);
  expect(['2026-03-10', '2026-03-11', '2026-03-12'].map(days.back)).toEqual(['2026-03-07', '2026-03-08', null]);
  expect(['2026-03-07', '2026-03-09', '2026-03-10'].map(days.forth)).toEqual(['2026-03-10', '2026-03-12', null]);
  expect(dayFacts('2026-03-11', days, true, TODAY)).toEqual({ isOver: true, comparedWith: '2026-03-08' });
  expect(dayFacts('2026-03-12', days, true, TODAY)).toEqual({ isOver: false, comparedWith: null });
  expect(dayFacts('2026-03-11', days, false, TODAY)).toEqual({ isOver: true, comparedWith: null });
});

test('a compared period that is shorter leaves days without one, which are compared with nothing and not with nought', () => {
  const days = dayCounterpart(DAYS, { from: '2025-03-01', to: '2025-03-01' }, '2026-04-01');
  expect(['2026-03-10', '2026-03-11', '2026-03-12'].map(days.back)).toEqual(['2025-03-01', null, null]);
});

test('a period without a day that is over says no change; one with a running day at its end does', () => {
  const yesterday = { from: '2026-03-11', to: '2026-03-11' };
  expect(comparedWith({ from: TODAY, to: TODAY }, yesterday, TODAY)).toEqual({ ...yesterday, hasChanges: false });
  expect(comparedWith(DAYS, yesterday, TODAY).hasChanges).toBe(true);
  expect(comparedWith(yesterday, yesterday, TODAY).hasChanges).toBe(true);
});
