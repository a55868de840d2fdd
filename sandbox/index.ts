/** A simulated world of publishers, readers, orders and reversals with known truth, and fake network servers over it. */
export type { ColumnName } from './rakuten/columns.ts';
export { FAULT_KINDS, type FaultChance, type FaultKind, type FaultOptions, type FaultPlan } from './rakuten/faults.ts';
export { type RakutenServer, type RakutenServerOptions, startRakutenServer } from './rakuten/rakuten-server.ts';
export {
  type Grouping,
  REPORT_NAMES,
  type ReportName,
  type ReportShape,
  type ReportShapes,
} from './rakuten/report-definitions.ts';
export type { RequestRecord } from './rakuten/request-log.ts';
export { reportToken, seededToken, type TokenUser } from './rakuten/token.ts';
export type { WorldClockOptions } from './rakuten/world-clock.ts';
export { type CommandSurroundings, runSandbox, worldOfArguments } from './sandbox-command.ts';
export type { Advertiser, Product } from './world/advertisers.ts';
export type { Click } from './world/clicks.ts';
export type { CommissionLine, LineKind } from './world/commission-line.ts';
export { COUNTRY_NETWORKS, type CountryNetwork } from './world/countries.ts';
export { type GeoEntry, geoDatabase } from './readers/geo-database.ts';
export { readersPlaces } from './readers/places.ts';
export { type ReaderEvent, readerEvents, type ReadersOptions } from './readers/visits.ts';
export type { ReaderBrowser } from './readers/reader.ts';
export { pageHtml, type ScriptOnPage } from './readers/page-html.ts';
export { type ReaderRequest, requestOf } from './readers/requests.ts';
export type { TrackingOptions } from './world/tracking.ts';
export type { AffiliateLink, Page, Publisher, Site } from './world/publisher.ts';
export type { WorldOptions, WorldSettings } from './world/settings.ts';
export type { CurrencyTotal, LineState, TruthLine } from './world/truth.ts';
export { createWorld, type World } from './world/world.ts';
export { type WriteOptions, type WrittenFile, writeReportFiles } from './write-files.ts';
