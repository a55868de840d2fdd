/** A custom network: any program without an API whose files are read by the saved column mapping of a connection. */
import type { CurrencyCode } from '../../core/index.ts';
import { type Delimiter, defineNetwork } from '../contract.ts';
import { type Mapping, mappingSchema } from './settings.ts';
import { readHeader, recognises } from './translate.ts';

const DELIMITERS: Readonly<Record<Mapping['delimiter'], Delimiter>> = { ',': ',', ';': ';', tab: '\t' };

/** What a form sends for a field that was left empty. */
function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

/**
 * The custom network: files only, one report whose columns are in the settings. The advertiser's name is its id; a line
 * without an order number is an order of its own, named by the line's id.
 */
export const custom = defineNetwork<Mapping>({
  id: 'custom',
  label: 'Custom network',
  home: '',
  timeZone: 'UTC',
  timeZoneOf: (settings) => settings.timeZone,
  delimiterOf: (settings) => DELIMITERS[settings.delimiter],
  connectorVersion: 1,
  countries: [],
  // Nothing is ever fetched, so the limits of requests say nothing. 90 days of returns, as nothing else is known of the
  // program; a status column says it better.
  limits: { maxWindowDays: 366, maxHistoryDays: 3660, requestsPerMinute: 1, settleDays: 90, reversalDays: 90 },
  settings: mappingSchema,
  prepareSettings: (input) => Object.fromEntries(Object.entries(input).filter(([, value]) => !isBlank(value))),
  countryIdOf: () => null,
  currencyOf: (settings) => (settings.fixedCurrency ?? null) as CurrencyCode | null, // the schema let only known codes through
  api: null,
  reports: [
    {
      id: 'custom-report',
      label: 'Custom report',
      recognises,
      personalColumns: [],
      readHeader,
      emptyMarks: [],
    },
  ],
  unify: null,
  links: null,
});
