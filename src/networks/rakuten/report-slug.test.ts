import { expect, it } from 'vitest';
import { isReportName, isSameReport, isStandardReport, reportSlug } from './report-slug.ts';

it.each([
  ['Affilimate SKU Report', 'affilimate-sku-report'],
  ['Individual Item Report', 'individual-item-report'],
  ['Non-Commissionable Sales Report', 'non-commissionable-sales-report'],
  ['Individual Item Report + Transaction ID + Currency', 'individual-item-report-%2B-transaction-id-%2B-currency'],
  ['Reporting Portal: Transaction', 'reporting-portal%3A-transaction'],
  ['Ventes d’été / 2026', 'ventes-d%E2%80%99%C3%A9t%C3%A9-%2F-2026'],
  ['  Top 10% ', 'top-10%25'],
  // Without blanks it may be a key: as it is.
  ['affilimate-sku-report', 'affilimate-sku-report'],
  ['Individual-Item-Report-%2B-Transaction-ID-%2B-Currency', 'Individual-Item-Report-%2B-Transaction-ID-%2B-Currency'],
  ['data_team_monthly_report_us', 'data_team_monthly_report_us'],
  ['reporting-portal:-transaction%2B', 'reporting-portal%3A-transaction%2B'],
  ['Top10%', 'Top10%25'],
  ['a/b?c#d', 'a%2Fb%3Fc%23d'],
])('the key of %j is %s', (name, key) => {
  expect(reportSlug(name)).toBe(key);
  expect(new URL(`/en/reports/${key}/filters`, 'https://example.com').pathname).toBe(`/en/reports/${key}/filters`);
  expect(reportSlug(key)).toBe(key);
});

it('knows what can be no report', () => {
  for (const name of ['', ' ', '.', '..', '%2e%2E', '---', '%FF', '\ud800'])
    expect(isReportName(name), name).toBe(false);
  for (const name of ['a', '1', 'été', 'Newly']) expect(isReportName(name), name).toBe(true);
});

it('finds the same report under name and key', () => {
  expect(isSameReport('Affilimate SKU Report', 'AFFILIMATE-sku-report')).toBe(true);
  expect(isSameReport('A + B', 'a-%2b-b')).toBe(true);
  expect(isSameReport('A + B', 'a-b')).toBe(false);
  expect(isSameReport('', '')).toBe(false);
  expect(isStandardReport('Signature Orders Report')).toBe(true);
  expect(isStandardReport('signature-orders-report-2')).toBe(false);
});
