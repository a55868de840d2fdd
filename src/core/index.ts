export { type Clock, dayBefore, instantText, type Sleep, systemClock, systemSleep } from './clock.ts';
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
export {
  createOutbound,
  type Outbound,
  type OutboundAnswer,
  type OutboundOptions,
  type OutboundRequest,
} from './outbound.ts';
export type { OutboundPurpose, ResolvedAddress, Resolver } from './destination.ts';
export { OutboundError, type OutboundFailure } from './outbound-error.ts';
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
