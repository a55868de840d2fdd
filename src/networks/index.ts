export type {
  BusinessDate,
  CountryNetwork,
  HeaderReading,
  Network,
  NetworkLinks,
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
} from './contract.ts';
export { defineNetwork } from './contract.ts';
export { networkById, networks } from './registry.ts';
