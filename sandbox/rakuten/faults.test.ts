import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askReport, readReport } from '../testing/report-text.ts';
import { createWorld } from '../world/world.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { type RakutenServer, startRakutenServer } from './rakuten-server.ts';

const world = createWorld({ seed: 4, startDay: '2025-05-01', endDay: '2025-05-20', ordersPerDay: 30 });
const WINDOW = ['2025-05-01', '2025-05-20'] as const;
const NO_LIMIT = { rateLimit: { perMinute: Number.POSITIVE_INFINITY } };
let server: RakutenServer;
let sound: string;

beforeAll(async () => {
  server = await startRakutenServer(world, NO_LIMIT);
  sound = (await askReport(server, 'tributary-report', WINDOW)).body;
});
afterAll(() => server.close());

async function askWith(kind: FaultKind): ReturnType<typeof askReport> {
  server.faults.next(kind);
  return askReport(server, 'tributary-report', WINDOW);
}

describe('answers without a report', () => {
  test.each([
    ['rate-limited', 429],
    ['forbidden', 403],
    ['server-error', 500],
  ] as const)('%s answers %i', async (kind, status) => {
    const answer = await askWith(kind);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ errors: [expect.any(String)] });
    expect(answer.headers.get('retry-after')).toBe(kind === 'rate-limited' ? '12' : null);
  });

  test('html answers a page with status 200', async () => {
    const { status, body, headers } = await askWith('html');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8']);
    expect(body).toMatch(/^<!DOCTYPE html>/);
  });

  test('time-out never answers; closing the server ends it', async () => {
    const own = await startRakutenServer(world, NO_LIMIT);
    own.faults.next('time-out');
    const url = own.reportUrl('tributary-report', ...WINDOW);
    await expect(fetch(url, { signal: AbortSignal.timeout(150) })).rejects.toThrow(/time/i);
    own.faults.next('time-out');
    const open = expect(fetch(url)).rejects.toThrow('fetch failed');
    while (own.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await own.close();
    await open;
    expect(own.requests.map((request) => request.status)).toEqual([null, null]);
  });

  test('slow waits, then answers in full', async () => {
    server.faults.next('slow', { ms: 120 });
    const startedMs = performance.now();
    expect((await askReport(server, 'tributary-report', WINDOW)).body).toBe(sound);
    expect(performance.now() - startedMs).toBeGreaterThan(100);
  });
});

describe('cut bodies', () => {
  test('truncated: Content-Length fits, the last row does not', async () => {
    const { status, body, headers } = await askWith('truncated');
    expect([status, headers.get('content-length')]).toEqual([200, String(Buffer.byteLength(body))]);
    expect(sound.startsWith(body)).toBe(true);
    expect(body.endsWith('\n')).toBe(false);
  });

  test('truncated-length: the connection drops before the promised end', async () => {
    await expect(askWith('truncated-length')).rejects.toThrow('terminated');
  });
});

describe('changed columns', () => {
  test('renamed', async () => {
    const { header } = readReport((await askWith('renamed-column')).body);
    expect(header).not.toContain('Total Commission');
    expect(header).toContain('Commission Total');
  });

  test('extra: one more column in the middle, the others as they were', async () => {
    const report = readReport((await askWith('extra-column')).body);
    expect(report.header.indexOf('Offer ID')).toBe(9);
    expect(report.column('Total Commission')).toEqual(readReport(sound).column('Total Commission'));
  });

  test('reordered: the same cells under the same names', async () => {
    const report = readReport((await askWith('reordered-columns')).body);
    expect(report.header).toEqual([...readReport(sound).header].reverse());
    for (const name of report.header) expect(report.column(name)).toEqual(readReport(sound).column(name));
  });
});

describe('changed text', () => {
  test('no-bom, no-thousands', async () => {
    expect((await askWith('no-bom')).body).toBe(sound.slice(1));
    const { body } = await askWith('no-thousands');
    expect(body).toMatch(/,-?\d{4}\.\d\d,/);
    expect(body).not.toMatch(/"-?\d,\d{3}\.\d\d"/);
  });

  test('bad-escape writes \\"" inside product names only', async () => {
    const { body } = await askWith('bad-escape');
    expect(body).toContain('\\""');
    expect(body.replaceAll('\\""', '""')).toBe(sound);
  });

  test('stray-field shifts some rows right by one after the order id', async () => {
    const report = readReport((await askWith('stray-field')).body);
    const shifted = report.rows.filter((row) => row.length === report.header.length + 1);
    expect(shifted.length).toBeGreaterThan(0);
    expect(shifted.length).toBeLessThan(report.rows.length);
    expect(shifted.every((row) => row[2] === '')).toBe(true);
  });

  test('order-id-comma hits the same orders in every report', async () => {
    server.faults.next('order-id-comma', { times: 2 });
    const idsOf = async (name: 'tributary-report' | 'individual-item-report'): Promise<readonly string[]> =>
      readReport((await askReport(server, name, WINDOW)).body).column('Order ID');
    const ids = await idsOf('tributary-report');
    expect(ids.some((id) => id.endsWith(','))).toBe(true);
    expect(ids.some((id) => !id.endsWith(','))).toBe(true);
    expect(await idsOf('individual-item-report')).toEqual(ids);
  });

  test('duplicated-line repeats some rows, transaction id and all', async () => {
    const ids = readReport((await askWith('duplicated-line')).body).column('Transaction ID');
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect([...new Set(ids)]).toEqual(readReport(sound).column('Transaction ID'));
  });

  test('no-results, summary-lines', async () => {
    const { body } = await askWith('no-results');
    expect(body.split('\r\n').slice(1)).toEqual(['No Results Found', '']);
    const lines = (await askWith('summary-lines')).body.split('\r\n');
    expect(lines[4]).toMatch(/^Transaction ID,/);
    expect(lines.slice(5)).toEqual(sound.split('\r\n').slice(1));
  });
});

describe('asking for faults', () => {
  test('each hits as often as asked, only its report, oldest first', async () => {
    const statusOf = async (name: 'tributary-report' | 'individual-item-report'): Promise<number> =>
      (await askReport(server, name, WINDOW)).status;
    server.faults.next('server-error', { times: 2, report: 'individual-item-report' });
    server.faults.next('forbidden', { report: 'individual-item-report' });
    expect(await statusOf('tributary-report')).toBe(200);
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push(await statusOf('individual-item-report'));
    expect(statuses).toEqual([500, 500, 403, 200]);
  });

  test('a lasting fault stays until it is cleared', async () => {
    server.faults.next('no-bom', { times: 'always' });
    for (let turn = 0; turn < 3; turn += 1)
      expect((await askReport(server, 'tributary-report', WINDOW)).body).toBe(sound.slice(1));
    server.faults.clear();
    expect((await askReport(server, 'tributary-report', WINDOW)).body).toBe(sound);
  });

  test('by chance: seeded, about as often as asked, only the kinds asked for', async () => {
    const kinds = ['server-error', 'forbidden'] as const;
    const run = async (): Promise<readonly number[]> => {
      const own = await startRakutenServer(world, { ...NO_LIMIT, faults: { probability: 0.3, kinds, seed: 9 } });
      const statuses: number[] = [];
      for (let turn = 0; turn < 60; turn += 1) {
        statuses.push((await askReport(own, 'affilimate-sku-report', ['2025-05-01', '2025-05-01'])).status);
      }
      await own.close();
      return statuses;
    };
    const statuses = await run();
    expect(new Set(statuses)).toEqual(new Set([200, 403, 500]));
    expect(statuses.filter((status) => status !== 200).length).toBeGreaterThan(8);
    expect(statuses.filter((status) => status !== 200).length).toBeLessThan(30);
    expect(await run()).toEqual(statuses);
  });

  test('every kind is covered above', () => {
    expect(FAULT_KINDS).toHaveLength(19);
  });
});
