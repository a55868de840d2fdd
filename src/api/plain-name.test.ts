import { expect, test } from 'vitest';
import { plainName } from './plain-name.ts';

test.each([
  ['Individual Item Report 2026-01-01..2026-01-31 (2)', 'Individual-Item-Report-2026-01-01_2026-01-31-2'],
  ['downloaded.CSV', 'downloaded'],
  ['../../etc/passwd', '_-_-etc-passwd'],
  ['a"\r\nset-cookie: x', 'a-set-cookie-x'],
  ['売上', 'report'],
  ['.hidden', 'hidden'],
  ['x'.repeat(300), 'x'.repeat(120)],
])('%j becomes %s', (name, plain) => {
  expect(plainName(name)).toBe(plain);
});
