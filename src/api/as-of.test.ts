import { expect, test } from 'vitest';
import { parseMoment } from './as-of.ts';

test('a day means its end, an instant without a zone is UTC', () => {
  expect(parseMoment('2026-03-01')).toBe('2026-03-01 23:59:59.999000');
  expect(parseMoment('2026-03-01T12:00')).toBe('2026-03-01 12:00:00.000000');
  expect(parseMoment('2026-03-01T12:00:00Z')).toBe('2026-03-01 12:00:00.000000');
  expect(parseMoment('2026-03-01T12:00:00.5+02:00')).toBe('2026-03-01 10:00:00.500000');
});

test('what is no moment is not taken for one', () => {
  const texts = ['', 'yesterday', '2026-3-1', '2026-02-30', '2026-13-01', '2026-03-01T25:00Z', '2026-03-01 12:00', '1'];
  for (const text of texts) expect([text, parseMoment(text)]).toEqual([text, null]);
});
