import { expect, test } from 'vitest';
import type { Receipt, Run } from '../connections/queries.ts';
import { runSummary, uploadLabel, foundSpan, heldReasons } from './run-words.ts';

const file = (name: string, rejected = 0): Receipt['files'][number] => ({
  name,
  sha256: name,
  report: null,
  rowsRead: 1,
  rejected: Array.from({ length: rejected }, () => ({
    code: 'unreadable-date',
    column: 'Date',
    message: 'x',
    line: 2,
  })),
});

function receipt(changes: Partial<Receipt>): Receipt {
  const zeros = { added: 0, changed: 0, unchanged: 0, vanished: 0, withdrawn: 0, conflicts: 0 };
  const none = { run: 'r', status: 'preview', error: null, files: [], unpaired: {}, totals: [], lost: [] } as const;
  return { ...zeros, ...none, unpaired: {}, files: [], totals: [], lost: [], ...changes };
}

const upload = (...parts: Partial<Receipt>[]): string => uploadLabel(parts.map(receipt), 'en');

test('the button says what it does', () => {
  expect(upload({ added: 3412 })).toBe('Upload 3,412 sales');
  expect(upload({ added: 1 })).toBe('Upload 1 sale');
  expect(upload({ added: 1284, files: [file('a'), file('b'), file('c')] })).toBe('Upload 1,284 sales from 3 reports');
  expect(upload({ added: 12, changed: 3, withdrawn: 1 })).toBe('Upload 12 new, 3 changed and 1 withdrawn');
  expect(upload({ changed: 3 })).toBe('Upload 3 changed');
  expect(upload({ unchanged: 9 })).toBe('Confirm: nothing changes');
  expect(upload({ added: 1000 }, { added: 500 })).toBe('Upload 1,500 sales');
});

test('a run says in one line what it did', () => {
  const run = { state: 'posted', error: null, progress: null } as unknown as Run; // the rest is not looked at
  expect(runSummary({ ...run, receipt: receipt({ added: 2, conflicts: 1, files: [file('a', 3)] }) }, 'en')).toBe(
    '2 new, 1 conflict, 3 rejected',
  );
  expect(runSummary({ ...run, receipt: receipt({ unchanged: 5 }) }, 'en')).toBe('Nothing changed');
});

test('a held run says what is unusual about it', () => {
  const figures = { currency: 'USD', sales: '1.0000', commission: '1.0000', items: 1, lines: 30 };
  const held = { ...receipt({}), status: 'held' as const, totals: [figures], withdrawn: 12, conflicts: 1 };
  expect(heldReasons(held, 'en')).toEqual([
    '12 of 42 lines that the ledger holds for these days are gone from the network’s reports.',
    'One line contradicts another report of the same order.',
  ]);
  expect(heldReasons({ ...held, withdrawn: 0, conflicts: 0 }, 'en')[0]).toContain('other amounts');
});

test('months that were found are one span', () => {
  expect(foundSpan(['2026-03', '2025-11', '2026-03'], (month) => month)).toBe('2025-11 – 2026-03');
  expect(foundSpan(['2026-03'], (month) => month)).toBe('2026-03');
  expect(foundSpan([], (month) => month)).toBeNull();
});
