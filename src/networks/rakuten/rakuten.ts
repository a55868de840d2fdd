/** Rakuten Advertising, for publishers: its reports, how they make one ledger, its countries and limits. */
import type { CurrencyCode } from '../../core/index.ts';
import { type CountryNetwork, defineNetwork, type ReportDefinition } from '../contract.ts';
import { type ColumnKey, mapHeader } from './columns.ts';
import { recognise, tag } from './links.ts';
import { type ReportShape, readHeader } from './translate.ts';

/** Reads its shape from a header's known columns. */
type Recogniser = (has: (key: ColumnKey) => boolean, count: (keys: readonly ColumnKey[]) => number) => boolean;

const PERSONAL_COLUMNS = ['Click IP Address', 'Customer ID'];

function report(id: string, label: string, shape: ReportShape, recogniser: Recogniser): ReportDefinition {
  return {
    id,
    label,
    recognises: (header) => {
      const { at } = mapHeader(header);
      const has = (key: ColumnKey): boolean => at[key] >= 0;
      return recogniser(has, (keys) => keys.filter(has).length);
    },
    personalColumns: PERSONAL_COLUMNS,
    readHeader: (header, context) => readHeader(shape, header, context),
    emptyMarks: ['No Results Found'],
  };
}

const ONE = (...keys: ColumnKey[]): ColumnKey[][] => keys.map((key) => [key]);

const ITEM_COLUMNS: readonly ColumnKey[] = [
  'orderId', 'occurredOn', 'occurredTime', 'advertiserId', 'advertiser', 'sku', 'product', 'sales', 'items', 'commission',
];
const SIGNATURE_COLUMNS: readonly ColumnKey[] = [
  'subId', 'advertiserId', 'advertiser', 'orderId', 'occurredOn', 'occurredTime', 'sku', 'sales', 'items', 'commission', 'processedOn', 'processedTime',
];

/** The first that recognises a header wins, so the most telling columns come first. */
const REPORTS: readonly ReportDefinition[] = [
  report(
    'transaction-id-report',
    'report with Transaction ID',
    { kind: 'money', required: ONE('transactionId', 'orderId', 'advertiserId', 'sku', 'sales', 'items', 'commission', 'occurredOn') },
    (has, count) => has('transactionId') && count(['orderId', 'sales', 'commission', 'advertiserId']) >= 3,
  ),
  report(
    'non-commissionable-sales-report',
    'Non-Commissionable Sales Report',
    { kind: 'lost', required: [['reason'], ['lostOrderId', 'orderId'], ['advertiserId'], ['lostSales', 'sales'], ['occurredOn', 'processedOn']] },
    (has, count) => (has('reason') && count(['advertiserId', 'lostOrderId', 'orderId', 'lostSales', 'sales']) >= 2) || count(['lostOrderId', 'lostSales', 'lostItems']) >= 2,
  ),
  report(
    'sku-report',
    'SKU report (Product Name, SKU, Total Commission, Product Brand)',
    { kind: 'brand', required: ONE('brand', 'sku', 'product') },
    (has, count) => !has('orderId') && !has('occurredOn') && count(['brand', 'sku', 'product']) >= 2,
  ),
  report(
    'signature-orders-report',
    'Signature Orders Report',
    {
      kind: 'money',
      required: ONE('subId', 'advertiserId', 'orderId', 'occurredOn', 'occurredTime', 'sku', 'sales', 'items', 'commission', 'processedOn', 'processedTime'),
    },
    (has, count) => count(SIGNATURE_COLUMNS) >= 7 && (has('subId') || (has('processedOn') && !has('product'))) && !(has('product') && !has('processedOn')),
  ),
  report(
    'individual-item-report',
    'Individual Item Report',
    { kind: 'money', required: ONE('orderId', 'occurredOn', 'occurredTime', 'advertiserId', 'sku', 'sales', 'items', 'commission') },
    (_has, count) => count(ITEM_COLUMNS) >= 7,
  ),
];

const usd = 'USD' as CurrencyCode; // ISO codes written out: the brand only marks that they were checked
const eur = 'EUR' as CurrencyCode;
const gbp = 'GBP' as CurrencyCode;
const cad = 'CAD' as CurrencyCode;
const brl = 'BRL' as CurrencyCode;
const aud = 'AUD' as CurrencyCode;
const jpy = 'JPY' as CurrencyCode;

const COUNTRIES: readonly CountryNetwork[] = [
  { id: '1', code: 'US', label: 'United States', currency: usd },
  { id: '3', code: 'UK', label: 'United Kingdom', currency: gbp },
  { id: '3', code: 'GB', label: 'United Kingdom', currency: gbp },
  { id: '5', code: 'CA', label: 'Canada', currency: cad },
  { id: '7', code: 'FR', label: 'France', currency: eur },
  { id: '8', code: 'BR', label: 'Brazil', currency: brl },
  { id: '9', code: 'DE', label: 'Germany', currency: eur },
  { id: '41', code: 'AU', label: 'Australia', currency: aud },
  { id: '11', code: 'JP', label: 'Japan', currency: jpy },
  { id: '31', code: 'EU', label: 'Europe', currency: null },
  { id: '54', code: 'LA', label: 'Latin America', currency: null },
];

export const rakuten = defineNetwork({
  id: 'rakuten',
  label: 'Rakuten Advertising',
  home: 'https://rakutenadvertising.com',
  timeZone: 'GMT',
  connectorVersion: 1,
  countries: COUNTRIES,
  limits: { maxWindowDays: 31, maxHistoryDays: 731, requestsPerMinute: 5, settleDays: 90, reversalDays: 90 },
  subId: { parameters: ['u1'], maxLength: 72, alphabet: /^[A-Za-z0-9_-]*$/ },
  reports: REPORTS,
  unify: {
    money: ['transaction-id-report', 'individual-item-report', 'signature-orders-report'],
    lost: ['non-commissionable-sales-report'],
    brands: ['sku-report'],
  },
  links: { recognise, tag },
});
