import { describe, expect, it } from 'vitest';
import { reportToken } from '../../../sandbox/index.ts';
import { silentLog, systemClock } from '../../core/index.ts';
import { describeApi } from '../testing/api-conformance.ts';
import { answerOf, fetched } from '../testing/exchanges.ts';
import { api } from './client.ts';
import { rakuten } from './rakuten.ts';
import { prepareSettings, type RakutenSettings, settingsSchema } from './settings.ts';

const inner = '5eedc0de'.repeat(8);
const token = reportToken(inner);

describeApi(rakuten, {
  settings: { token, siteId: '1234567', country: 'US' },
  planted: [token, inner],
  fixtures: new URL('./fixtures/', import.meta.url),
});

function settingsWith(changes: Record<string, unknown> = {}): RakutenSettings {
  return settingsSchema.parse(prepareSettings({ token, siteId: '1234567', country: 'US', ...changes }));
}

describe('the reports of a connection', () => {
  const shown = (changes: Record<string, unknown>): unknown =>
    api.reports(settingsWith(changes)).map(({ reportId, name, isRequired }) => `${reportId} ${isRequired} ${name}`);

  it('are the standard reports, the money first, where no better one is named', () => {
    expect(shown({})).toEqual([
      'individual-item-report true Individual Item Report',
      'signature-orders-report true Signature Orders Report',
      'non-commissionable-sales-report false Non-Commissionable Sales Report',
      'sku-report false Affilimate SKU Report',
    ]);
  });
  it('are the better report in the place of the two that it replaces', () => {
    expect(shown({ betterReport: 'Tributary Report' })).toEqual([
      'transaction-id-report true Tributary Report',
      'non-commissionable-sales-report false Non-Commissionable Sales Report',
      'sku-report false Affilimate SKU Report',
    ]);
  });
  it('are fewer where a person wants fewer', () => {
    expect(shown({ betterReport: 'Tributary Report', skuReport: '', nonCommissionable: 'no' })).toEqual([
      'transaction-id-report true Tributary Report',
    ]);
  });
});

describe('a request', () => {
  async function asked(changes: Record<string, unknown>, index = 0) {
    const settings = settingsWith(changes);
    const report = api.reports(settings)[index];
    if (report === undefined) throw new Error('no such report');
    const requests: { url: URL; timeoutMs: number | undefined }[] = [];
    const http = {
      get: async (url: URL, options: { timeoutMs?: number } = {}) => {
        requests.push({ url, timeoutMs: options.timeoutMs });
        const bytes = (async function* () {
          yield await Promise.resolve(Buffer.from('Order ID\r\n'));
        })();
        // As no NetworkHttp should: with the secret in it.
        return answerOf({ status: 200, request: `GET ${url.href}`, bytes });
      },
    };
    const context = { http, clock: systemClock, log: silentLog, signal: new AbortController().signal };
    const window = { from: '2026-03-01', to: '2026-03-31' };
    const [answer] = await fetched(api.fetch(context, settings, { report, window }));
    expect(requests).toHaveLength(1);
    return { url: requests[0]?.url ?? new URL('about:blank'), timeoutMs: requests[0]?.timeoutMs, answer };
  }

  it('names its days, GMT, the process date, the network and the token, encoded once', async () => {
    const { url, timeoutMs } = await asked({ country: 'AU', timeoutSeconds: '90' });
    expect(url.origin + url.pathname).toBe(
      'https://ran-reporting.rakutenmarketing.com/en/reports/individual-item-report/filters',
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      start_date: '2026-03-01',
      end_date: '2026-03-31',
      include_summary: 'N',
      network: '41',
      tz: 'GMT',
      date_type: 'process',
      date_format: 'm/d/yy',
      token,
    });
    expect(url.search).toContain('%3D%3D');
    expect(url.search).not.toContain('%25');
    expect(timeoutMs).toBe(90_000);
  });
  it('asks for a saved report under the key of its name, or under its key as it was pasted', async () => {
    const key = async (name: string) => (await asked({ betterReport: name })).url.pathname.split('/')[3];
    expect(await key('Items + Transaction ID: all')).toBe('items-%2B-transaction-id%3A-all');
    expect(await key('Items-%2B-Transaction-ID')).toBe('Items-%2B-Transaction-ID');
  });
  it('is told without its secret, whatever the HTTP says', async () => {
    const { answer } = await asked({});
    expect(answer?.request).toContain('token=[secret]');
    expect(answer?.request).not.toContain(inner);
  });
});
