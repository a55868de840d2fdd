import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CsvBytes } from './csv-bytes.ts';

function expected(fields: readonly (string | null)[]): string {
  return `${fields.map((field) => (field === null ? '\\N' : `"${field.replaceAll('"', '""')}"`)).join(',')}\n`;
}

it('writes any text as UTF-8 in quotes, whatever room there was', () => {
  const field = fc.option(
    fc.string({ unit: fc.oneof(fc.constantFrom('"', ',', '\n', 'a', 'é', '€', '🛒'), fc.string()) }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 1 })), fc.integer({ min: 1, max: 64 }), (rows, capacity) => {
      const csv = new CsvBytes(capacity);
      for (const row of rows) {
        for (const one of row) csv.text(one);
        csv.endRow();
      }
      expect(csv.take().toString()).toBe(rows.map(expected).join(''));
      expect(csv.size).toBe(0);
    }),
  );
});

it('writes plain fields as they are and goes on after what was taken', () => {
  const csv = new CsvBytes(8);
  csv.plain('1,2026-03-10');
  csv.plain(null);
  csv.endRow();
  expect(csv.take().toString()).toBe('1,2026-03-10,\\N\n');
  csv.plain('-0.5000');
  csv.text('');
  csv.endRow();
  expect(csv.take().toString()).toBe('-0.5000,""\n');
});

it('repeats fields for a row that begins alike, also when room has to be made', () => {
  const csv = new CsvBytes(8);
  csv.plain('first');
  csv.endRow();
  const from = csv.size;
  csv.text('a"é');
  const until = csv.size;
  csv.plain('0');
  csv.endRow();
  csv.again(from, until);
  csv.plain('1');
  csv.endRow();
  expect(csv.take().toString()).toBe('first\n"a""é",0\n"a""é",1\n');
});
