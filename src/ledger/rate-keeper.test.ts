import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Outbound, type OutboundRequest, silentLog } from '../core/index.ts';
import { type FactsStore, openDuckdb } from '../facts/index.ts';
import { readRateCoverage } from './exchange-rates.ts';
import { RateKeeper } from './rate-keeper.ts';

let folder: string;
let facts: FactsStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-keeper-'));
  facts = await openDuckdb(join(folder, 'facts.duckdb'));
});
afterAll(async () => {
  await facts.close();
  await rm(folder, { recursive: true, force: true });
});

test('nobody is asked before the workspace wants it; then the bank alone, and not again for hours', async () => {
  const asked: OutboundRequest[] = [];
  let answer = 'Date,USD,\n2026-11-24,1.05,\n2026-11-25,1.06,\n';
  const outbound: Outbound = {
    request: (request) => {
      asked.push(request);
      const bytes = (async function* parts() {
        yield Buffer.from(answer);
      })();
      return Promise.resolve({ status: 200, header: () => null, bytes, discard: () => undefined });
    },
  };
  let [isOn, now] = [false, Date.UTC(2026, 10, 25, 17)];
  const keeper = new RateKeeper({
    ...{ facts, folder, outbound, log: silentLog, clock: () => new Date(now) },
    isWanted: () => Promise.resolve(isOn),
  });
  await keeper.look();
  expect(asked).toEqual([]);
  isOn = true;
  await keeper.look();
  await keeper.look();
  expect(asked.map(({ url, purpose, allowedOrigins }) => [url.href, purpose, allowedOrigins])).toEqual([
    ['https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip', 'exchange-rates', ['https://www.ecb.europa.eu']],
  ]);
  expect(await readRateCoverage(facts)).toMatchObject({ rates: 2, lastDay: '2026-11-25' });
  now += 86_400_000;
  answer = '<html>moved</html>';
  await keeper.look();
  expect(asked[1]?.url.pathname).toBe('/stats/eurofxref/eurofxref-hist-90d.xml');
  expect(keeper.problem?.code).toBe('unreadable-rates');
  expect(await readRateCoverage(facts)).toMatchObject({ rates: 2 });
  now += 86_400_000;
  answer = "<Cube time='2026-11-26'><Cube currency='USD' rate='1.07'/></Cube>";
  await keeper.look();
  expect([keeper.problem, (await readRateCoverage(facts)).lastDay]).toEqual([null, '2026-11-26']);
});

test('a rate that the bank said otherwise is another row, and the newer one counts', async () => {
  const keeper = new RateKeeper({
    ...{ facts, folder, log: silentLog, clock: () => new Date('2026-11-30T10:00:00Z') },
    outbound: { request: () => Promise.reject(new Error('nobody may be asked')) },
    isWanted: () => Promise.resolve(false),
  });
  const load = await keeper.load('a.csv', Buffer.from('Date,USD,\n2026-11-24,1.0501,\n2026-11-25,1.06,\n'));
  expect(load).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
  const again = await keeper.load('a.csv', Buffer.from('Date,USD,\n2026-11-24,1.0501,\n2026-11-25,1.06,\n'));
  expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  const [row] = await facts.query('select count(*) as n from exchange_rates');
  expect(row).toEqual({ n: '4' });
});
