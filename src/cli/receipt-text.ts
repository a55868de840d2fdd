/** A receipt for a person at a terminal. */
import type { ErrorReport } from '../core/index.ts';
import type { Receipt } from '../imports/index.ts';

/** At most this many rejects of a file are printed; `--json` has them all. */
const REJECTS_SHOWN = 20;

const HEADLINES: Record<Receipt['status'], string> = {
  posted: 'Posted',
  preview: 'Preview: nothing was posted',
  held: 'Held: too much differs between the reports; nothing was posted',
  failed: 'Failed: the ledger is as it was',
  discarded: 'Discarded',
};

/** The receipt as lines of text; `problems` are reports that the network did not give. */
export function receiptText(receipt: Receipt, problems: readonly ErrorReport[] = []): string {
  const out = [HEADLINES[receipt.status]];
  if (receipt.error !== null) out.push(receipt.error.message);
  for (const problem of problems) out.push(`  Left out: ${problem.message}`);
  for (const file of receipt.files) {
    if (file.report === null) continue;
    out.push(`  ${file.name}: ${file.report}, ${file.rowsRead} rows, ${file.rejected.length} rejected`);
    for (const reject of file.rejected.slice(0, REJECTS_SHOWN)) {
      out.push(`    line ${reject.line}${reject.column === null ? '' : `, ${reject.column}`}: ${reject.message}`);
    }
    const more = file.rejected.length - REJECTS_SHOWN;
    if (more > 0) out.push(`    and ${more} more`);
  }
  if (receipt.error === null) {
    out.push(
      `  ${receipt.added} added, ${receipt.changed} changed, ${receipt.unchanged} unchanged, ${receipt.vanished} vanished, ${receipt.withdrawn} withdrawn, ${receipt.conflicts} conflicts`,
    );
    for (const row of receipt.totals)
      out.push(
        `  ${row.currency}: commission ${row.commission}, sales ${row.sales}, ${row.items} items, ${row.lines} lines`,
      );
    for (const row of receipt.lost) out.push(`  ${row.currency} lost: sales ${row.sales}, ${row.lines} lines`);
  }
  if (receipt.status === 'preview' || receipt.status === 'held') {
    out.push(`Next: tributary upload ${receipt.run}   or   tributary discard ${receipt.run}`);
  }
  return `${out.join('\n')}\n`;
}
