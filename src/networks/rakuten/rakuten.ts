/** Rakuten Advertising (formerly LinkShare), for publishers. */
import type { CurrencyCode } from '../../core/index.ts';
import { defineNetwork, type ReportDefinition } from '../contract.ts';
import { api, MAX_WINDOW_DAYS } from './client.ts';
import { COUNTRIES } from './countries.ts';
import { links } from './links.ts';
import { recogniseReport, type ReportSchema, SCHEMAS } from './schema.ts';
import { prepareSettings, type RakutenSettings, settingsSchema } from './settings.ts';
import { EMPTY_MARKS, readHeader } from './translate.ts';

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
export const rakuten = defineNetwork<RakutenSettings>({
  id: 'rakuten',
  label: 'Rakuten Advertising',
  home: 'https://rakutenadvertising.com/',
  timeZone: 'GMT',
  connectorVersion: 1,
  countries: COUNTRIES,
  // The pace is what clients of the network keep to; it documents none. Returns are reported for up to 90 days.
  limits: {
    maxWindowDays: MAX_WINDOW_DAYS,
    maxHistoryDays: 731,
    requestsPerMinute: 5,
    settleDays: 90,
    reversalDays: 90,
  },
  settings: settingsSchema,
  prepareSettings,
  countryIdOf: ({ country }) => country,
  currencyOf: ({ currency }) => (currency ?? null) as CurrencyCode | null, // the schema lets known codes through only
  api,
  reports: SCHEMAS.map(reportDefinition),
  unify: {
    money: ['transaction-id-report', 'individual-item-report', 'signature-orders-report'],
    lost: ['non-commissionable-sales-report'],
    brands: ['sku-report'],
  },
  links,
});
