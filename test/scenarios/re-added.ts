/** Checks that a preview re-adds to its run's receipt, to the last digit. */
import { expect } from 'vitest';
import { amountOf, formatAmount, parseAmount } from '../../src/core/index.ts';
import type { Preview, Receipt } from '../../src/imports/index.ts';
import type { Figures } from '../../src/ledger/index.ts';

function amount(text: string): bigint {
  const parsed = parseAmount(text);
  if (typeof parsed === 'string') throw new Error(`${text} is ${parsed}`);
  return parsed;
}

/** The sums of figures by currency, in the order of the currencies. */
export function reAdded(rows: readonly Figures[]): Figures[] {
  const currencies = [...new Set(rows.map((row) => row.currency))].sort();
  return currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const sum = (of: (row: Figures) => string): string =>
      formatAmount(amountOf(own.reduce((total, row) => total + amount(of(row)), 0n)));
    return {
      currency,
      sales: sum((row) => row.sales),
      commission: sum((row) => row.commission),
      items: own.reduce((total, row) => total + row.items, 0),
      lines: own.reduce((total, row) => total + row.lines, 0),
    };
  });
}

/** Every sum of the preview is the receipt's; so is every count, where the preview's lists were not cut. */
export function expectReAdds({ receipt, preview }: { readonly receipt: Receipt; readonly preview: Preview }): void {
  expect(reAdded(preview.byStatus.filter((row) => row.status !== 'lost'))).toEqual(receipt.totals);
  expect(reAdded(preview.byStatus.filter((row) => row.status === 'lost'))).toEqual(receipt.lost);
  expect(reAdded(preview.byMonth)).toEqual(receipt.totals);
  expect(reAdded(preview.byAdvertiser)).toEqual(receipt.totals);
  expect(preview.conflicts).toHaveLength(Math.min(receipt.conflicts, 100));
  const { added, changed, unchanged, withdrawn } = receipt;
  expect(preview.lines).toHaveLength(Math.min(added + changed + unchanged + withdrawn, 100));
  if (preview.lines.length === 100) return;
  const count = (change: string): number => preview.lines.filter((line) => line.change === change).length;
  expect({
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    withdrawn: count('withdrawn'),
  }).toEqual({ added, changed, unchanged, withdrawn });
}
