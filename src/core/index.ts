export { type Clock, dayBefore, instantText, systemClock } from './clock.ts';
export { clickhouseUrl, dataFolder, HELD_ABOVE_BASIS_POINTS } from './config.ts';
export {
  describeError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorPlace,
  type ErrorReport,
  TributaryError,
} from './errors.ts';
export { createLog, type Log, type LogFields, silentLog } from './log.ts';
export { csvCell, csvLine } from './csv-cell.ts';
export { Redactor } from './redactor.ts';
export {
  type Amount,
  type AmountFault,
  amountOf,
  type CurrencyCode,
  formatAmount,
  parseAmount,
  sumAmounts,
} from './money.ts';
