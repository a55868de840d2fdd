export { countEntries, diffEntries, type EntryCounts } from './diff-entries.ts';
export { ENTRY_COLUMNS, ENTRY_FORMATS, type EntryFormat, exportEntries } from './export-entries.ts';
export { ensureLedgerLines, type LedgerBasis } from './ledger-lines.ts';
export { LINES_OF_BASIS, WHOLE_LINES } from './ledger-lines-sql.ts';
export { AS_REPORTED, fillZoneDays, type LineMaking, zoneOf } from './line-making.ts';
export { instantInZone, isTimeZone } from './zone-shift.ts';
export { ECB_SOURCE, readEcbRates } from './ecb-rates.ts';
export { loadRates, type RateCoverage, type RateLoad, readRateCoverage } from './exchange-rates.ts';
export { ensureConversion } from './conversion.ts';
export { RateKeeper } from './rate-keeper.ts';
export { BRAND_RANK, contentOf, LOST_RANK, lineColumnsOf, lineGroupOf, matchKeyOf, signOf } from './line-sql.ts';
export { approvedBefore, isTakenBack, orderLines, REVERSAL_DAYS } from './order-status.ts';
export { GONE as GONE_ENTRIES, postRun } from './post-run.ts';
export {
  type BesideEntries,
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
