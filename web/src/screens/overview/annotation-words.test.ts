import { expect, test } from 'vitest';
import { type Annotation, flagsOf } from './annotation-words.ts';

const note = (day: string, endDay: string | null, text: string): Annotation => ({
  ...{ id: text, day, endDay, text, madeBy: 'Ada' },
  ...{ createdAt: '2026-11-01T00:00:00.000Z', changedAt: '2026-11-01T00:00:00.000Z' },
});
const notes = [note('2026-11-02', null, 'mail'), note('2026-10-30', '2026-11-04', 'sale')];
const bar = (from: string, to = from) => ({ from, to });

test('a flag stands where a note begins, once', () => {
  const flags = [bar('2026-11-01'), bar('2026-11-02'), bar('2026-11-03')].map((one, place) =>
    flagsOf(one, place === 0, notes),
  );
  expect(flags.map((list) => list.length)).toEqual([1, 1, 0]);
  expect(flags[0]?.[0]).toMatch(/: sale$/); // begun before the chart
  expect(flags[1]).toEqual(['mail']);
});

test('in a week the day is said', () => {
  expect(flagsOf(bar('2026-11-02', '2026-11-08'), true, [...notes, note('2026-11-09', null, 'later')])).toEqual([
    expect.stringMatching(/2.*: mail$/),
    expect.stringMatching(/: sale$/),
  ]);
});
