/** Rakuten Advertising (formerly LinkShare), for publishers. */
import { z } from 'zod';
import type { CurrencyCode } from '../../core/index.ts';
import { type CountryNetwork, defineNetwork, type ReportDefinition } from '../contract.ts';
import { links, SUB_ID_ALPHABET, SUB_ID_MAX_LENGTH, SUB_ID_PARAMETER } from './links.ts';
import { recogniseReport, type ReportSchema, SCHEMAS } from './schema.ts';
import { EMPTY_MARKS, readHeader } from './translate.ts';

function country(id: string, code: string, label: string, currency: string | null): CountryNetwork {
  return { id, code, label, currency: currency as CurrencyCode | null }; // written out below, all ISO 4217
}

function reportDefinition(schema: ReportSchema): ReportDefinition {
  return {
    id: schema.id,
    label: schema.label,
    recognises: (header) => recogniseReport(header) === schema.id,
    personalColumns: ['Click IP Address', 'Customer ID'],
    readHeader: (header, context) => readHeader(schema, header, context),
    emptyMarks: EMPTY_MARKS,
  };
}

/** Rakuten Advertising: reversals come as new negative lines, and the standard reports have no status column. */
export const rakuten = defineNetwork({
  id: 'rakuten',
  label: 'Rakuten Advertising',
  home: 'https://rakutenadvertising.com/',
  timeZone: 'GMT',
  connectorVersion: 1,
  countries: [
    country('1', 'US', 'United States', 'USD'),
    country('3', 'UK', 'United Kingdom', 'GBP'),
    country('3', 'GB', 'United Kingdom', 'GBP'), // the same network under the ISO code
    country('5', 'CA', 'Canada', 'CAD'),
    country('7', 'FR', 'France', 'EUR'),
    country('8', 'BR', 'Brazil', 'BRL'),
    country('9', 'DE', 'Germany', 'EUR'),
    country('41', 'AU', 'Australia', 'AUD'),
    country('11', 'JP', 'Japan', 'JPY'),
    country('31', 'EU', 'Europe', null),
    country('54', 'LA', 'Latin America', null),
  ],
  // The pace is what clients of the network keep to; it documents none. Returns are reported for up to 90 days.
  limits: { maxWindowDays: 31, maxHistoryDays: 731, requestsPerMinute: 5, settleDays: 90, reversalDays: 90 },
  subId: { parameters: [SUB_ID_PARAMETER], maxLength: SUB_ID_MAX_LENGTH, alphabet: SUB_ID_ALPHABET },
  settings: z.strictObject({}),
  prepareSettings: (input) => input,
  countryIdOf: () => null,
  currencyOf: () => null,
  api: null,
  reports: SCHEMAS.map(reportDefinition),
  unify: {
    money: ['transaction-id-report', 'individual-item-report', 'signature-orders-report'],
    lost: ['non-commissionable-sales-report'],
    brands: ['sku-report'],
  },
  links,
});
