export { countEntries, diffEntries, type EntryCounts } from './diff-entries.ts';
export { ENTRY_COLUMNS, ENTRY_FORMATS, type EntryFormat, exportEntries } from './export-entries.ts';
export { ensureLedgerLines, LEDGER_LINES, type LedgerBasis } from './ledger-lines.ts';
export { BRAND_RANK, contentOf, LOST_RANK, lineColumnsOf, lineGroupOf, matchKeyOf, signOf } from './line-sql.ts';
export { approvedBefore, isTakenBack, orderLines } from './order-status.ts';
export { GONE as GONE_ENTRIES, postRun } from './post-run.ts';
export {
  CANONICAL_ORDER,
  ENTRIES_AS_OF,
  exactText,
  type Figures,
  figuresOf,
  type LedgerFigures,
  readConflicts,
  readEntries,
  readFigures,
} from './read-ledger.ts';
