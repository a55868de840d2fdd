export {
  type LinkForm,
  type LinkRule,
  linkRules,
  parameterOf,
  ruleFor,
  subIdsOf,
  withSubId,
} from './affiliate-link.ts';
export { errorCode } from './durable-file.ts';
export {
  CLICK_ID_LENGTH,
  CLICK_ID_RANDOM,
  type ClickIdReading,
  clickIdTrace,
  type ClickIdTrace,
  makeClickId,
  parseClickId,
} from './click-id.ts';
export { clientAddress, plainAddress } from './client-address.ts';
export { type Clock, dayBefore, instantText, type Sleep, systemClock, systemSleep } from './clock.ts';
export { hashOf, newCode } from './codes.ts';
export {
  clickhouseUrl,
  type CollectorSettings,
  collectorSettings,
  dataFolder,
  type HoldLimits,
  holdLimits,
  type MailSettings,
  billingSecret,
  mailSettings,
  type MasterKeyTexts,
  publicOrigin,
  type PublicSettings,
  publicSettings,
} from './config.ts';
export {
  describeError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorPlace,
  type ErrorReport,
  TributaryError,
} from './errors.ts';
export { reachStep } from './fail-point.ts';
export type { KeyRing } from './key-ring.ts';
export { createLog, type Log, type LogFields, silentLog } from './log.ts';
export { openKeyRing } from './master-key.ts';
export {
  createOutbound,
  type Outbound,
  type OutboundAnswer,
  type OutboundOptions,
  type OutboundRequest,
} from './outbound.ts';
export type { OutboundPurpose, ResolvedAddress, Resolver } from './destination.ts';
export { OutboundError, type OutboundFailure } from './outbound-error.ts';
export { CsvBytes } from './csv-bytes.ts';
export { csvCell, csvLine } from './csv-cell.ts';
export { type CellKind, spreadsheetOf } from './spreadsheet.ts';
export { ratioText } from './ratio.ts';
export { Redactor } from './redactor.ts';
export {
  type Amount,
  type AmountFault,
  amountOf,
  type CurrencyCode,
  formatAmount,
  parseAmount,
  readSum,
  sumAmounts,
} from './money.ts';
export { splitAmount } from './split-amount.ts';
export { type MasterKey, type RowBinding, rewrap, seal, sealedKeyId, unseal } from './sealing.ts';
