/** A receipt for a person at a terminal. */
import type { ErrorReport } from '../core/index.ts';
import type { FileReceipt, Receipt } from '../imports/index.ts';
import { withWords } from './command.ts';

/** At most this many rejects of a file are printed; `--json` has them all. */
const REJECTS_SHOWN = 20;
/** More files of one report than this are shown as one line. */
const FILES_SHOWN = 3;

const HEADLINES: Record<Receipt['status'], string> = {
  posted: 'Posted',
  preview: 'Preview: nothing was posted',
  held: 'Held for your word: too much differs between the reports, or too many lines are gone; nothing was posted',
  failed: 'Failed: the ledger is as it was',
  discarded: 'Discarded',
};

/** The receipt as lines of text; `problems` are reports that the network did not give. */
export function receiptText(receipt: Receipt, problems: readonly ErrorReport[] = []): string {
  const out = [HEADLINES[receipt.status]];
  if (receipt.error !== null) out.push(withWords(receipt.error));
  for (const problem of problems) out.push(`  Left out: ${withWords(problem)}`);
  out.push(...filesText(receipt.files));
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

/** Files one by one; many of one report as one line, but for those with rejects. */
function filesText(files: readonly FileReceipt[]): string[] {
  const out: string[] = [];
  const reports = new Map<string, FileReceipt[]>();
  for (const file of files)
    if (file.report !== null) reports.set(file.report, [...(reports.get(file.report) ?? []), file]);
  for (const [report, all] of reports) {
    const isFew = all.length <= FILES_SHOWN;
    if (!isFew) {
      const [rows, rejected] = [all.map((file) => file.rowsRead), all.map((file) => file.rejected.length)].map(total);
      out.push(`  ${report}: ${all.length} files, ${rows} rows, ${rejected} rejected`);
    }
    for (const file of all) if (isFew || file.rejected.length > 0) out.push(...fileText(file));
  }
  return out;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function fileText(file: FileReceipt): string[] {
  const out = [`  ${file.name}: ${file.report}, ${file.rowsRead} rows, ${file.rejected.length} rejected`];
  for (const reject of file.rejected.slice(0, REJECTS_SHOWN)) {
    out.push(`    line ${reject.line}${reject.column === null ? '' : `, ${reject.column}`}: ${reject.message}`);
  }
  const more = file.rejected.length - REJECTS_SHOWN;
  if (more > 0) out.push(`    and ${more} more`);
  return out;
}
