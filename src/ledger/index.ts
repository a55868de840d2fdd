export { countEntries, diffEntries, type EntryCounts } from './diff-entries.ts';
export { BRAND_RANK, contentOf, LOST_RANK, lineColumnsOf, lineGroupOf, matchKeyOf, signOf } from './line-sql.ts';
export { postRun } from './post-run.ts';
export { type Figures, figuresOf, type LedgerFigures, readEntries, readFigures } from './read-ledger.ts';
