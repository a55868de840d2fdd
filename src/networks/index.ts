export type {
  BusinessDate,
  ConnectionSettings,
  CountryNetwork,
  Delimiter,
  FetchableReport,
  HeaderReading,
  HttpAnswer,
  Network,
  NetworkApi,
  NetworkContext,
  NetworkErrorKind,
  NetworkHttp,
  NetworkLinks,
  RawAnswer,
  RejectCode,
  ReportDefinition,
  ReportedBrand,
  ReportedLine,
  ReportedStatus,
  RowReject,
  RowTranslator,
  TranslateContext,
  Translated,
  UnifyDeclaration,
  Window,
} from './contract.ts';
export { defineNetwork, NetworkError } from './contract.ts';
export { type ExplainedLink, explainLink, LINK_OUTCOMES, type LinkOutcome } from './explain-link.ts';
export { darkTwinOf, type Guide, readGuideText } from './guide.ts';
export { createNetworkHttp, type NetworkHttpOptions } from './http.ts';
export { type LinksOnlyNetwork, linksOnly } from './links-only.ts';
export { clickIdFault, linksOf } from './network-links.ts';
export type { Block, Inline } from './markdown.ts';
export { Pacer, type PacerOptions } from './pacer.ts';
export { networkById, networks } from './registry.ts';
export { formOf, inspectSettings, readSettings, type SettingsReading, secretFieldsOf } from './settings-form.ts';
