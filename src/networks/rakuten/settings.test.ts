import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededToken } from '../../../sandbox/index.ts';
import { TributaryError } from '../../core/index.ts';
import { prepareSettings, settingsSchema } from './settings.ts';

const token = seededToken('settings');
const good = { token, siteId: '1234567', country: 'US' };
const url = (key: string, network = '&network=5', origin = 'https://ran-reporting.rakutenmarketing.com'): string =>
  `${origin}/en/reports/${key}/filters?start_date=2026-03-01${network}&token=${encodeURIComponent(token)}`;

function read(typed: Record<string, unknown>) {
  return settingsSchema.safeParse(prepareSettings(typed));
}

/** What is said of wrong settings, by field. */
function problems(changes: Record<string, unknown>): Record<string, string> {
  const { error } = read({ ...good, ...changes });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

describe('settings', () => {
  it('have defaults for all but token, Site ID and country', () => {
    expect(read(good).data).toEqual({
      token,
      siteId: '1234567',
      country: '1',
      skuReport: 'Affilimate SKU Report',
      betterReport: '',
      nonCommissionable: true,
      requestsPerMinute: 5,
      timeoutSeconds: 300,
      baseUrl: 'https://ran-reporting.rakutenmarketing.com',
    });
    expect(Object.keys(problems({ token: '', siteId: '', country: '' }))).toEqual(['token', 'siteId', 'country']);
  });
  it('read texts of a command line', () => {
    const typed = {
      ...good,
      siteId: ' 1234567 ',
      nonCommissionable: 'No',
      requestsPerMinute: '12',
      timeoutSeconds: ' 600',
      skuReport: '',
      currency: 'usd',
      baseUrl: '',
    };
    expect(read(typed).data).toMatchObject({
      siteId: '1234567',
      nonCommissionable: false,
      requestsPerMinute: 12,
      timeoutSeconds: 600,
      skuReport: '',
      currency: 'USD',
      baseUrl: 'https://ran-reporting.rakutenmarketing.com',
    });
    expect(read({ ...good, siteId: 1234567, country: 41 }).data).toMatchObject({ siteId: '1234567', country: '41' });
  });
  it.each([
    ['US', '1'],
    ['us', '1'],
    ['gb', '3'],
    ['UK', '3'],
    ['41', '41'],
    ['australia', '41'],
  ])('take the country %s for %s', (country, id) => {
    expect(read({ ...good, country }).data?.country).toBe(id);
  });
  it.each([
    [{ siteId: '123456' }, 'siteId', /7 digits/],
    [{ siteId: '12345678' }, 'siteId', /7 digits/],
    [{ siteId: 'u1' }, 'siteId', /7 digits/],
    [{ country: undefined }, 'country', /Name the country network: US, UK/],
    [{ token: undefined }, 'token', /Paste/],
    [{ requestsPerMinute: 'many' }, 'requestsPerMinute', /whole number/],
    [{ requestsPerMinute: 0 }, 'requestsPerMinute', /whole number/],
    [{ requestsPerMinute: 1.5 }, 'requestsPerMinute', /whole number/],
    [{ requestsPerMinute: '1e3' }, 'requestsPerMinute', /whole number/],
    [{ requestsPerMinute: true }, 'requestsPerMinute', /whole number/],
    [{ requestsPerMinute: 61 }, 'requestsPerMinute', /from 1 to 60/],
    [{ timeoutSeconds: 3601 }, 'timeoutSeconds', /from 1 to 3600/],
    [{ nonCommissionable: 'perhaps' }, 'nonCommissionable', /yes or no/],
    [{ currency: 'dollars' }, 'currency', /USD/],
    [{ currency: 'EUR' }, 'currency', /United States pays in USD/],
    [{ country: 'EU' }, 'currency', /Europe pays in: name the currency/],
    [{ country: 'LA' }, 'currency', /Latin America pays in/],
    [{ skuReport: '..' }, 'skuReport', /name of a report/],
    [{ skuReport: '%2e%2e' }, 'skuReport', /name of a report/],
    [{ betterReport: '%FF' }, 'betterReport', /name of a report/],
    [{ betterReport: 'x'.repeat(201) }, 'betterReport', /200 characters/],
    [{ betterReport: token }, 'betterReport', /token or a URL/],
    [{ betterReport: 'affilimate-sku-report' }, 'betterReport', /two reports/],
    [{ baseUrl: 'https://example.com' }, 'baseUrl', /simulated network/],
    [{ baseUrl: 'http://ran-reporting.rakutenmarketing.com' }, 'baseUrl', /simulated network/],
    [{ baseUrl: 'https://127.0.0.1:4400' }, 'baseUrl', /simulated network/],
    [{ baseUrl: 'http://127.0.0.1:4400/en' }, 'baseUrl', /simulated network/],
    [{ baseUrl: 'http://10.0.0.1' }, 'baseUrl', /simulated network/],
    [{ colour: 'blue' }, '', /colour/],
  ])('refuse %j', (changes, field, message) => {
    expect(problems(changes)[field]).toMatch(message);
  });
  it('take a currency where the country network has none', () => {
    expect(read({ ...good, country: 'EU', currency: 'EUR' }).data).toMatchObject({ country: '31', currency: 'EUR' });
  });
  it('let a simulated network on this machine be asked faster', () => {
    for (const baseUrl of ['http://127.0.0.1:4400', 'http://localhost:4400/', 'http://[::1]:4400']) {
      const read600 = read({ ...good, baseUrl, requestsPerMinute: 6000 });
      expect(read600.data).toMatchObject({ baseUrl: baseUrl.replace(/\/$/, ''), requestsPerMinute: 6000 });
    }
  });
  it('have a form that a browser can be given, with the secret marked', () => {
    const form: unknown = z.toJSONSchema(settingsSchema);
    expect(form).toMatchObject({
      additionalProperties: false,
      properties: {
        token: { type: 'string', secret: true, title: 'Report URL or token' },
        requestsPerMinute: { type: 'integer', default: 5 },
        nonCommissionable: { type: 'boolean', default: true },
        baseUrl: { type: 'string', default: 'https://ran-reporting.rakutenmarketing.com' },
      },
    });
  });
});

describe('a pasted report URL', () => {
  const found = (typed: Record<string, unknown>) => read({ siteId: '1234567', ...typed }).data;

  it('gives the token, the country and nothing else for a standard report', () => {
    for (const key of ['individual-item-report', 'Gross-Sales-and-Commissions-Report', 'signature-orders-report']) {
      expect(found({ token: url(key) })).toEqual({ ...read({ ...good, country: 'CA' }).data });
    }
  });
  it('gives the better report under its key as it is', () => {
    const key = 'Individual-Item-Report-%2B-Transaction-ID-%2B-Currency';
    expect(found({ token: url(key) })).toMatchObject({ betterReport: key, skuReport: 'Affilimate SKU Report' });
  });
  it('gives the SKU report', () => {
    expect(found({ token: url('affilimate-sku-report') })).toMatchObject({
      skuReport: 'affilimate-sku-report',
      betterReport: '',
    });
    expect(found({ token: url('my-skus'), skuReport: 'My SKUs' })).toMatchObject({
      skuReport: 'My SKUs',
      betterReport: '',
    });
  });
  it('says less than what was typed', () => {
    const typed = { token: url('newly'), country: 'DE', betterReport: 'Tributary Report', skuReport: '' };
    expect(found(typed)).toMatchObject({ country: '9', betterReport: 'Tributary Report', skuReport: '' });
    expect(found({ token: url('affilimate-sku-report'), skuReport: '' })).toMatchObject({ skuReport: '' });
    expect(found({ token: url('newly'), country: '', betterReport: '' })).toMatchObject({
      country: '5',
      betterReport: 'newly',
    });
  });
  it('gives the address of a simulated network', () => {
    const address = url('tributary-report', '&network=1', 'http://127.0.0.1:4400');
    expect(found({ token: address })).toMatchObject({
      baseUrl: 'http://127.0.0.1:4400',
      betterReport: 'tributary-report',
    });
    expect(found({ token: address, baseUrl: 'http://localhost:1' })).toMatchObject({ baseUrl: 'http://localhost:1' });
  });
  it('leaves the country to the person where it names none', () => {
    expect(read({ siteId: '1234567', token: url('newly', '') }).error?.issues[0]?.path).toEqual(['country']);
    expect(() => prepareSettings({ token: url('newly', '&network=77') })).toThrow(/no country network "77".*US, UK/);
  });
  it('may be pasted as the name of a report', () => {
    expect(read({ ...good, betterReport: url('Items-%2B-Id') }).data).toMatchObject({ betterReport: 'Items-%2B-Id' });
    expect(() => prepareSettings({ ...good, skuReport: 'https://example.com/en/reports/x/filters' })).toThrow(
      TributaryError,
    );
  });
});

it('never repeats a token that was pasted into another field', () => {
  for (const name of ['siteId', 'country', 'currency', 'skuReport', 'betterReport', 'requestsPerMinute', 'baseUrl']) {
    let said = '';
    try {
      said = JSON.stringify(read({ ...good, [name]: token }).error?.issues);
    } catch (error) {
      said = String(error);
    }
    expect(said.length, name).toBeGreaterThan(20);
    expect(said, name).not.toContain(token.slice(20, 60));
  }
});
