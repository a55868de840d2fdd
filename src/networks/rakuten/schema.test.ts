import { describe, expect, it } from 'vitest';
import type { CurrencyCode } from '../../core/index.ts';
import { rakuten } from './rakuten.ts';
import { recogniseReport, SCHEMAS } from './schema.ts';

const US = { country: '1', currency: 'USD' as CurrencyCode }; // an ISO code

const SIGNATURE =
  'Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Process Time';
const ITEMS =
  'Order ID,Transaction Date,Transaction Time,MID,Advertiser Name,SKU,Product Name,Sales,# of Items,Total Commission';
const BETTER = `Transaction ID,${SIGNATURE},Product Name,Product Brand,Currency,Network ID,Commission Status,Referrer URL`;
const LOST =
  'Non-Commissionable Reason,Non-Commissionable Order ID,MID,Advertiser Name,SKU,Product Name,Transaction Date,Transaction Time,Process Date,Process Time,Non-Commissionable Sales,Non-Commissionable Items';
const BRANDS = 'Product Name,SKU,Total Commission,Product Brand';

/** What the caller makes of a header: the report that takes it, with "ok" or the names of its missing columns. */
function reading(header: readonly string[]): string {
  const reports = rakuten.reports.filter((report) => report.recognises(header));
  expect(reports.length).toBeLessThan(2);
  const [report] = reports;
  if (report === undefined) return 'unrecognised';
  const result = report.readHeader(header, US);
  return `${report.id}: ${result.kind === 'ok' ? 'ok' : result.missing.join(', ')}`;
}

describe('a header that lacks one column', () => {
  const matrix: readonly [string, string, readonly string[], Readonly<Record<string, string>>][] = [
    ['signature-orders-report', SIGNATURE, ['Advertiser Name', 'Process Time'], {}],
    ['individual-item-report', ITEMS, ['Advertiser Name', 'Product Name'], {}],
    [
      'transaction-id-report',
      BETTER,
      [
        'Member ID (U1)',
        'Advertiser Name',
        'Transaction Time',
        'Process Date',
        'Process Time',
        'Product Name',
        'Product Brand',
        'Currency',
        'Network ID',
        'Commission Status',
        'Referrer URL',
      ],
      // Without its Transaction ID it has all columns of the signature report, with the same meaning.
      { 'Transaction ID': 'signature-orders-report: ok' },
    ],
    [
      'non-commissionable-sales-report',
      LOST,
      [
        'Advertiser Name',
        'SKU',
        'Product Name',
        'Transaction Date',
        'Transaction Time',
        'Process Date',
        'Process Time',
        'Non-Commissionable Items',
      ],
      {},
    ],
    ['sku-report', BRANDS, ['Total Commission'], {}],
  ];
  for (const [id, text, optional, special] of matrix) {
    const header = text.split(',');
    it.each(header)(`${id} without %s`, (name) => {
      const expected = special[name] ?? `${id}: ${optional.includes(name) ? 'ok' : name}`;
      const at = header.indexOf(name);
      expect(reading(header.toSpliced(at, 1))).toBe(expected);
      expect(reading(header.with(at, `Something New`))).toBe(expected);
    });
    it(`${id} is whole`, () => expect(reading(header)).toBe(`${id}: ok`));
    it.each(header)(`${id} with %s twice`, (name) => {
      const isUsed = id !== 'sku-report' || name !== 'Total Commission';
      if (isUsed) expect(reading([...header, name])).toBe(`${id}: ${name}`);
    });
  }
});

describe('recognition', () => {
  it.each([
    [SIGNATURE.replace('Total Commission', 'Total Commissions Earned'), 'signature-orders-report: Total Commission'],
    [SIGNATURE.replace('Sales', 'Gross Sales'), 'signature-orders-report: Sales'],
    [`${ITEMS},Process Date,Process Time`, 'individual-item-report: ok'],
    [`${ITEMS},Transaction ID,Currency`, 'transaction-id-report: ok'],
    [`${SIGNATURE},Transaction ID,Referrer URL`, 'transaction-id-report: ok'],
    [`${ITEMS},Transaction ID,Non-Commissionable Reason,Non-Commissionable Sales`, 'transaction-id-report: ok'],
    // A report of both kinds whose Sales are gone must not be read as one of lost sales.
    [
      `${ITEMS.replace(',Sales', '')},Transaction ID,Non-Commissionable Reason,Non-Commissionable Order ID,Non-Commissionable Sales`,
      'transaction-id-report: Sales',
    ],
    [
      `${ITEMS},Non-Commissionable Reason,Non-Commissionable Order ID,Non-Commissionable Sales`,
      'transaction-id-report: Transaction ID',
    ],
    [`${LOST},Transaction ID`, 'non-commissionable-sales-report: ok'],
    [
      'Non-Commissionable Reason,Order ID,MID,Sales,Total Commission,Process Date',
      'non-commissionable-sales-report: ok',
    ],
    ['Non-Commissionable Reason,Order ID,MID,Sales', 'non-commissionable-sales-report: Transaction Date'],
    [BRANDS.replace('Product Brand', 'Brand'), 'sku-report: Product Brand'],
    // An item report that lost its order ids is no list of brands.
    [`${ITEMS.replace('Order ID,', '')},Product Brand`, 'individual-item-report: Order ID'],
    [`${SIGNATURE.replace('Order ID,', '')},Product Name,Product Brand`, 'signature-orders-report: Order ID'],
  ])('%s', (header, expected) => expect(reading(header.split(','))).toBe(expected));

  it.each([
    'MID,Advertiser Name,# of Impressions,# of Clicks,Click Through Rate (CTR),# of Orders,Orders/Click,Earnings Per Click (EPC),# of Items,# of Cancelled Items,Sales,Baseline Commission,Adjusted Commission,Total Commission',
    'Member ID,Advertiser ID,Advertiser Name,Clicks,Sales,Commissions',
    'Date,Time,Advertiser ID,Advertiser,Order ID,SKU #,Product Name,Items,Sales,Baseline Commission,Adjusted Commission,Actual Commission,Reason,Advertiser Payment Memo,Advertiser Payment Date',
    'Order ID,SKU,Product Name,Product Brand',
    'Report Name,Signature Orders Report',
    'Date Range,8/1/25 - 8/31/25',
    'No Results Found',
    '',
  ])('does not know %s', (header) => expect(recogniseReport(header.split(','))).toBeNull());

  it('reads names in any case, with a byte order mark, stray spaces, quotes and other known names', () => {
    const header = `\ufeff"u1",advertiser id, Advertiser  Name ,OrderID,TRANSACTION DATE,Transaction\u00a0Time,SKU Number,Sales,Quantity,Total Commission,Process Date,Process Time`;
    expect(reading(header.split(','))).toBe('signature-orders-report: ok');
  });
  it('takes the usual name where a second name of the same thing is there', () => {
    const signature = rakuten.reports.find((report) => report.id === 'signature-orders-report');
    const result = signature?.readHeader([...SIGNATURE.split(','), 'Quantity', 'Gross Sales', ''], US);
    expect(result).toMatchObject({ kind: 'ok', width: 15, extra: ['Quantity', 'Gross Sales'] });
  });
  it('has its reports in the order in which they are told apart', () => {
    expect(SCHEMAS.map((schema) => schema.id)).toEqual([
      'transaction-id-report',
      'non-commissionable-sales-report',
      'sku-report',
      'signature-orders-report',
      'individual-item-report',
    ]);
  });
});
