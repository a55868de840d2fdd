import { afterAll, describe, expect, test } from 'vitest';
import { askReport, readReport, sumUnits } from '../testing/report-text.ts';
import { DAY_MS, formatDay } from '../world/calendar.ts';
import { createWorld } from '../world/world.ts';
import { type RakutenServer, type RakutenServerOptions, startRakutenServer } from './rakuten-server.ts';
import { seededToken } from './token.ts';

const world = createWorld({ seed: 21, startDay: '2025-09-15', endDay: '2025-11-10', ordersPerDay: 25 });
const ALWAYS = { rateLimit: { perMinute: Number.POSITIVE_INFINITY } };
const WHOLE = ['2025-09-01', '2026-04-30'] as const;
const servers: RakutenServer[] = [];

async function start(options: RakutenServerOptions = {}): Promise<RakutenServer> {
  const clock = { kind: 'virtual', now: world.settledAt } as const;
  const server = await startRakutenServer(world, { ...ALWAYS, clock, ...options });
  servers.push(server);
  return server;
}

afterAll(() => Promise.all(servers.map((server) => server.close())));

describe('bytes', () => {
  const HEADERS = {
    'individual-item-report':
      '\uFEFFOrder ID,Transaction Date,Transaction Time,MID,Advertiser Name,SKU,Product Name,Sales,# of Items,Total Commission\r\n',
    'signature-orders-report':
      '\uFEFFMember ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,Total Commission,Process Date,Process Time\r\n',
  } as const;

  test.each(['individual-item-report', 'signature-orders-report'] as const)('the header of %s', async (name) => {
    const { body, headers, status } = await askReport(await start(), name, ['2030-01-01', '2030-01-02']);
    expect([status, body, headers.get('content-type')]).toEqual([200, HEADERS[name], 'text/csv;charset=UTF-8']);
  });

  test('text and times are quoted, dates and numbers bare, amounts from 1,000 quoted', async () => {
    const { body } = await askReport(await start(), 'tributary-report', WHOLE);
    const row =
      /^"[0-9A-F]{32}","[^"]+","[\w-]*",\d+,"(?:[^"]|"")+","(?:[^"]|"")+","(?:[^"]|"")+","(?:[^"]|"")*",\d{1,2}\/\d{1,2}\/\d\d,"\d\d:\d\d:\d\d",\d{1,2}\/\d{1,2}\/\d\d,"\d\d:\d\d:\d\d",(?:-?\d{1,3}\.\d\d|"-?\d{1,3}(?:,\d{3})+\.\d\d"),-?\d+,(?:0|-?\d{1,3}\.\d{3,4}|"-?\d{1,3}(?:,\d{3})+\.\d{3,4}"),"[A-Z]{3}",\d+,"(?:un)?locked"$/;
    const rows = body.split('\r\n').slice(1, -1);
    expect(rows.length).toBeGreaterThan(1_000);
    expect(rows.filter((text) => !row.test(text))).toEqual([]);
    expect(body).toMatch(/,"-?\d,\d{3}\.\d\d",/);
    expect(body).toMatch(/,9\/5\/25,|,10\/5\/25,/);
  });

  test('date_format m-d-yy', async () => {
    const { body } = await askReport(await start(), 'signature-orders-report', WHOLE, { date_format: 'm-d-yy' });
    expect(
      readReport(body)
        .column('Process Date')
        .every((text) => /^\d{1,2}-\d{1,2}-\d\d$/.test(text)),
    ).toBe(true);
  });

  test('a summary has 4 lines before the header; leaving include_summary out means Y', async () => {
    const server = await start();
    for (const summary of ['Y', null]) {
      const window = ['2025-10-01', '2025-10-05'] as const;
      const { body } = await askReport(server, 'individual-item-report', window, { include_summary: summary });
      const lines = body.split('\r\n');
      expect(lines.slice(0, 4)).toEqual([
        '\uFEFFReport Name,Individual Item Report',
        'Date Range,10/1/25 - 10/5/25',
        '',
        '',
      ]);
      expect(lines[4]).toMatch(/^Order ID,/);
    }
  });

  test('an empty window can say No Results Found', async () => {
    const server = await start({ reports: { 'individual-item-report': { emptyBody: 'no-results' } } });
    const { body } = await askReport(server, 'individual-item-report', ['2030-01-01', '2030-01-01']);
    expect(body).toBe(`${HEADERS['individual-item-report']}No Results Found\r\n`);
  });
});

describe('windows and truth', () => {
  test('the item report, day by day, adds up to the truth per currency', async () => {
    const server = await start();
    for (const networkId of [1, 3, 5, 8, 41]) {
      const network = String(networkId);
      const currency = world.advertisers.find((advertiser) => advertiser.network.id === networkId)?.network.currency;
      const total = world.totals().find((candidate) => candidate.currency === currency);
      const sums = { sales: 0, commission: 0, rows: 0 };
      const endDay = world.settledAt.getTime() / DAY_MS;
      for (let day = world.settings.startDay; day < endDay; day += 7) {
        const window = [formatDay(day), formatDay(day + 6)] as const;
        const report = readReport((await askReport(server, 'individual-item-report', window, { network })).body);
        sums.sales += sumUnits(report.column('Sales'));
        sums.commission += sumUnits(report.column('Total Commission'));
        sums.rows += report.rows.length;
      }
      expect(sums).toEqual({ sales: total?.salesUnits, commission: total?.commissionUnits, rows: total?.lines });
    }
  });

  test.each(['GMT', 'Europe/Berlin', 'America/New_York'])(
    'days in %s part the lines, clock changes included',
    async (tz) => {
      const server = await start();
      const window = ['2025-10-20', '2025-11-08'] as const;
      const whole = readReport((await askReport(server, 'tributary-report', window, { tz })).body);
      const parts: string[] = [];
      for (let day = 20; day <= 39; day += 1) {
        const text = formatDay(Date.UTC(2025, 9, day) / DAY_MS);
        const part = readReport((await askReport(server, 'tributary-report', [text, text], { tz })).body);
        const [year, month, date] = text.split('-').map(Number);
        expect(new Set([`${month}/${date}/${(year ?? 0) % 100}`, ...part.column('Process Date')]).size).toBe(1);
        parts.push(...part.column('Transaction ID'));
      }
      expect(parts.length).toBeGreaterThan(100);
      expect(parts.toSorted()).toEqual([...whole.column('Transaction ID')].sort());
    },
  );

  test('date_type=transaction selects by the day of the order', async () => {
    const parameters = { date_type: 'transaction' };
    const { body } = await askReport(await start(), 'tributary-report', ['2025-10-03', '2025-10-03'], parameters);
    const report = readReport(body);
    expect(new Set(report.column('Transaction Date'))).toEqual(new Set(['10/3/25']));
    const ordered = world.lines.filter((line) => formatDay(Math.floor(line.occurredAtMs / DAY_MS)) === '2025-10-03');
    const paid = ordered.filter((line) => line.kind !== 'non-commissionable');
    expect(report.column('Transaction ID')).toEqual(paid.map((line) => line.transactionId));
  });

  test('no network means all of them', async () => {
    const { body } = await askReport(await start(), 'tributary-report', WHOLE);
    expect(new Set(readReport(body).column('Network ID')).size).toBe(7);
  });

  test('a virtual clock hides later lines, and statuses lock as it moves', async () => {
    const server = await start();
    const now = new Date('2025-10-15T12:00:00Z');
    server.setNow(now);
    const early = readReport((await askReport(server, 'tributary-report', WHOLE)).body);
    const expected = world.lines.filter(
      (line) => line.kind !== 'non-commissionable' && line.processedAtMs <= now.getTime(),
    );
    expect(early.column('Transaction ID')).toEqual(expected.map((line) => line.transactionId));
    expect(new Set(early.column('Commission Status'))).toEqual(new Set(['unlocked']));
    server.setNow(world.settledAt);
    const late = readReport((await askReport(server, 'tributary-report', WHOLE)).body);
    expect(late.rows.length).toBeGreaterThan(early.rows.length);
    expect(new Set(late.column('Commission Status'))).toEqual(new Set(['locked']));
  });

  test('a real clock shows the end of the orders when it starts and cannot be set', async () => {
    const server = await start({ clock: { kind: 'real' } });
    expect(Math.abs(server.now().getTime() - world.ordersEndAt.getTime())).toBeLessThan(60_000);
    expect(() => server.setNow(new Date())).toThrow(RangeError);
  });
});

describe('reports and shapes', () => {
  test('signature orders leaves out lines without a sub-id, unless told otherwise', async () => {
    const plain = readReport((await askReport(await start(), 'signature-orders-report', WHOLE)).body);
    expect(plain.column('Member ID (U1)')).not.toContain('');
    const all = await start({ reports: { 'signature-orders-report': { includesEmptySubId: true } } });
    expect(
      readReport((await askReport(all, 'signature-orders-report', WHOLE)).body).column('Member ID (U1)'),
    ).toContain('');
  });

  test('non-commissionable lines have their own report and are in no other', async () => {
    const lost = world.lines.filter((line) => line.kind === 'non-commissionable');
    const report = readReport((await askReport(await start(), 'non-commissionable-sales-report', WHOLE)).body);
    expect(report.column('Non-Commissionable Reason')).toEqual(lost.map((line) => line.reason));
  });

  test('the SKU report has one row a product and all commission', async () => {
    const server = await start();
    const report = readReport((await askReport(server, 'affilimate-sku-report', WHOLE, { network: '3' })).body);
    const keys = report.rows.map(([product, sku, , brand]) => [product, sku, brand].join('|'));
    expect(new Set(keys).size).toBe(keys.length);
    const pounds = world.totals().find((total) => total.currency === 'GBP');
    expect(sumUnits(report.column('Total Commission'))).toBe(pounds?.commissionUnits);
  });

  test('equal lines can be summed into one row without losing money', async () => {
    const server = await start({ reports: { 'individual-item-report': { grouping: 'same-sign' } } });
    const grouped = readReport((await askReport(server, 'individual-item-report', WHOLE, { network: '41' })).body);
    const total = world.totals().find((candidate) => candidate.currency === 'AUD');
    expect(grouped.rows.length).toBeLessThan(total?.lines ?? 0);
    expect(sumUnits(grouped.column('Total Commission'))).toBe(total?.commissionUnits);
  });

  test('commission rounded to cents, rows shuffled, one advertiser only, other columns', async () => {
    const mid = world.advertisers[0]?.mid ?? 0;
    const plain = readReport((await askReport(await start(), 'tributary-report', WHOLE)).body);
    const shaped = await start({
      reports: {
        'individual-item-report': { commissionDecimals: 2 },
        'tributary-report': { shuffleSeed: 1, key: 'My Report + ID' },
        'signature-orders-report': { onlyMid: mid, columns: ['MID', 'Currency'] },
      },
    });
    const cents = readReport((await askReport(shaped, 'individual-item-report', WHOLE)).body);
    expect(cents.column('Total Commission').every((text) => /^(?:0|-?[\d,]+\.\d\d)$/.test(text))).toBe(true);
    const shuffled = readReport((await askReport(shaped, 'tributary-report', WHOLE)).body).column('Transaction ID');
    expect(shuffled).not.toEqual(plain.column('Transaction ID'));
    expect(shuffled.toSorted()).toEqual(plain.column('Transaction ID').toSorted());
    const one = readReport((await askReport(shaped, 'signature-orders-report', WHOLE)).body);
    expect([one.header, new Set(one.column('MID'))]).toEqual([['MID', 'Currency'], new Set([String(mid)])]);
  });

  test('a delayed report shows a line hours later than the others', async () => {
    const server = await start({
      reports: { 'signature-orders-report': { delayHours: 48, includesEmptySubId: true } },
    });
    server.setNow(new Date('2025-10-15T00:00:00Z'));
    const rowsOf = async (name: 'signature-orders-report' | 'individual-item-report'): Promise<number> =>
      readReport((await askReport(server, name, WHOLE)).body).rows.length;
    const now = await rowsOf('individual-item-report');
    expect(await rowsOf('signature-orders-report')).toBeLessThan(now);
    server.setNow(new Date('2025-10-17T00:00:00Z'));
    expect(await rowsOf('signature-orders-report')).toBe(now);
  });
});

describe('refusals', () => {
  test('a wrong token and an advertiser-side token', async () => {
    const server = await start();
    for (const token of ['wrong', seededToken(21, 'Advertiser'), seededToken(22)]) {
      const { status, body } = await askReport(server, 'tributary-report', WHOLE, { token });
      expect([status, JSON.parse(body)]).toEqual([403, { errors: [expect.any(String)] }]);
    }
  });

  test('too many requests a minute, with Retry-After', async () => {
    const server = await start({ rateLimit: { clock: 'world' } });
    const window = ['2025-10-01', '2025-10-01'] as const;
    const ask = () => askReport(server, 'tributary-report', window);
    for (let turn = 0; turn < 5; turn += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    server.setNow(new Date(server.now().getTime() + 60_000));
    expect((await ask()).status).toBe(200);
  });

  test('a limit without Retry-After', async () => {
    const server = await start({ rateLimit: { perMinute: 1, sendsRetryAfter: false } });
    await askReport(server, 'tributary-report', WHOLE);
    const { status, headers } = await askReport(server, 'tributary-report', WHOLE);
    expect([status, headers.get('retry-after')]).toEqual([429, null]);
  });

  test('windows that are too long, backwards or no dates', async () => {
    const server = await start({ mostDays: 31 });
    const windows = [
      ['2025-10-01', '2025-11-01'],
      ['2025-10-02', '2025-10-01'],
      ['2025-02-30', '2025-03-01'],
    ] as const;
    for (const window of windows) {
      const { status, body } = await askReport(server, 'tributary-report', window);
      expect([status, JSON.parse(body)]).toEqual([400, { errors: [expect.stringMatching(/^Invalid date range/)] }]);
    }
    expect((await askReport(server, 'tributary-report', ['2025-10-01', '2025-10-31'])).status).toBe(200);
  });

  test('a report that does not exist', async () => {
    const reports = { 'affilimate-sku-report': false } as const;
    for (const unknownReport of ['json-404', 'html-200'] as const) {
      const server = await start({ reports, unknownReport });
      const known = server.reportUrl('tributary-report', ...WHOLE);
      const response = await fetch(known.replace('tributary-report', 'affilimate-sku-report'));
      expect(response.status).toBe(unknownReport === 'json-404' ? 404 : 200);
      expect(await response.text()).toMatch(unknownReport === 'json-404' ? /^\{"errors":\[/ : /^<!DOCTYPE html>/);
      expect(() => server.reportUrl('affilimate-sku-report', ...WHOLE)).toThrow(RangeError);
    }
  });
});

describe('control', () => {
  const post = (server: RakutenServer, path: string, body: unknown) =>
    fetch(`${server.baseUrl}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });

  test('another process sets the clock, asks for faults and reads truth and requests', async () => {
    const server = await start();
    expect((await post(server, 'now', { now: '2025-10-01T00:00:00Z' })).status).toBe(200);
    expect(server.now().toISOString()).toBe('2025-10-01T00:00:00.000Z');
    expect((await post(server, 'faults', { kind: 'server-error', report: 'tributary-report' })).status).toBe(200);
    expect((await askReport(server, 'individual-item-report', WHOLE)).status).toBe(200);
    expect((await askReport(server, 'tributary-report', WHOLE)).status).toBe(500);
    const truth = await (await fetch(`${server.baseUrl}/_sandbox/truth`)).text();
    expect(truth).toBe([...world.truthJson(server.now())].join(''));
    const log = await (await fetch(`${server.baseUrl}/_sandbox/requests`)).text();
    expect(log).not.toContain(server.token.slice(0, 20));
    expect(JSON.parse(log)).toContainEqual(
      expect.objectContaining({ report: 'tributary-report', status: 500, faults: ['server-error'] }),
    );
  });

  test('what cannot be followed is refused', async () => {
    const server = await start();
    expect((await post(server, 'now', { now: 'soon' })).status).toBe(400);
    expect((await post(server, 'faults', { kind: 'flood' })).status).toBe(400);
    expect((await post(server, 'faults', { kind: 'slow', report: 'none' })).status).toBe(400);
    expect((await post(server, 'faults', [])).status).toBe(400);
    expect((await post(server, 'else', {})).status).toBe(404);
  });
});

test('reports are found in any case and language, and clients may give a named range', async () => {
  const server = await start();
  server.setNow(new Date('2025-10-31T12:00:00Z'));
  const url = server.reportUrl('tributary-report', '', '', {
    start_date: null,
    end_date: null,
    date_range: 'this-month',
  });
  const named = await (await fetch(url.replace('/en/reports/tributary-report', '/pt/reports/Tributary-Report'))).text();
  const dated = await (await fetch(server.reportUrl('tributary-report', '2025-10-01', '2025-10-31'))).text();
  expect(named).toBe(dated);
});
