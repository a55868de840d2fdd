/** Events of a time that is over: judged as those of today, told apart from them, at their own times. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { geoDatabase as simulatedPlaces } from '../../sandbox/index.ts';
import { BROWSER, click, impressions, pageview, SITE_KEY } from '../../test/events/sent-events.ts';
import { silentLog } from '../core/index.ts';
import { type FactsStore, openDuckdb } from '../facts/index.ts';
import type { CollectedSite } from '../sites/index.ts';
import { Applier, nextSegment } from './applier.ts';
import { type PastRequest, takePastEvents } from './past-events.ts';
import { frameOf, SEGMENT_MAGIC } from './log-frames.ts';
import { segmentPath } from './segments.ts';
import { readSiteCounts } from './site-counts.ts';

const SITE: CollectedSite = {
  ...{ workspaceId: 'demo', siteId: 'site-1', key: SITE_KEY, allowedHosts: ['blog.example', 'www.blog.example'] },
  ...{ privacy: 'daily', respectsGpc: true, excludedLinks: [], dimensions: ['author'], retentionMonths: 25 },
};
const DAY = '2026-03-01';
const at = (time: string): number => Date.parse(`${time}Z`);

let folder: string;
let facts: FactsStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-past-'));
  facts = await openDuckdb(join(folder, 'facts.duckdb'));
});
afterEach(async () => {
  await facts.close();
  rmSync(folder, { recursive: true, force: true });
});

function request(time: string, body: unknown, userAgent = BROWSER): PastRequest {
  const headers = { origin: 'https://blog.example', 'user-agent': userAgent, 'accept-language': 'en-GB' };
  return { atMs: at(time), address: '198.18.0.1', headers, body: JSON.stringify(body) };
}

async function take(requests: readonly PastRequest[], geoDatabase: string | null = null): Promise<readonly number[]> {
  const told: number[] = [];
  async function* one() {
    for (const each of requests) yield Promise.resolve([each]);
  }
  const place = { facts, folder, sites: [SITE], advertiserOf: () => '4711', geoDatabase };
  await takePastEvents(one(), place, (lastMs) => told.push(lastMs));
  return told;
}

test('each is at its own time, and what would be dropped today is dropped and counted', async () => {
  const told = await take([
    request(`${DAY}T10:00:00`, pageview(1)),
    request(`${DAY}T10:00:05`, impressions(2, 2)),
    request(`${DAY}T10:00:09`, click(3)),
    request(`${DAY}T10:00:09`, click(3)),
    request(`${DAY}T11:00:00`, pageview(4), 'examplebot/1.0 (+https://crawler.example)'),
    request(`${DAY}T11:00:00`, pageview(5, { url: 'https://other.example/?null' })),
    request(`${DAY}T11:00:00`, pageview(6, { k: 'unknown-key' })),
    request(`${DAY}T12:00:00`, pageview(7)),
    request('2026-03-02T10:00:00', pageview(8)),
  ]);
  expect(told).toEqual([at('2026-03-02T10:00:00')]);
  const views = await facts.query(
    'select cast(happened_at as varchar) as happened, visitor from pageviews order by happened',
  );
  expect(views.map((view) => view['happened'])).toEqual([`${DAY} 10:00:00`, `${DAY} 12:00:00`, '2026-03-02 10:00:00']);
  const [first, second, nextDay] = views.map((view) => view['visitor']);
  expect([second, nextDay === first]).toEqual([first, false]); // the id of a reader ends with the day
  expect(await facts.query('select advertiser_id from clicks')).toEqual([{ advertiser_id: '4711' }]);
  expect((await readSiteCounts(facts, SITE.siteId, DAY)).total).toEqual({
    ...{ received: 8, accepted: 5, dropped: 3 },
    byKind: { pageview: 3, impressions: 1, click: 1 },
    byReason: { duplicate: 1, bot: 1, 'wrong-host': 1 },
  });
});

test('where they are is told by a database that is there with the first of them', async () => {
  const file = join(folder, 'places.mmdb');
  const boise = { country: { iso_code: 'US' }, city: { names: { en: 'Boise' } }, subdivisions: [{ iso_code: 'ID' }] };
  await expect(take([request(`${DAY}T10:00:00`, pageview(1))], file)).rejects.toThrow('cannot be read: ENOENT');
  writeFileSync(file, simulatedPlaces([['198.18.0.0/16', boise]]));
  await take([request(`${DAY}T10:00:00`, pageview(1))], file);
  expect(await facts.query('select country, country_is_guess, city from pageviews')).toEqual([
    { country: 'US', country_is_guess: 0, city: 'Boise, ID, US' },
  ]);
});

test('they stand before the log of the collector, whose first piece still counts', async () => {
  await take([request(`${DAY}T10:00:00`, pageview(1))]);
  const home = { facts, retentions: async () => Promise.resolve([]) };
  expect(await nextSegment(folder, [home])).toBe(1);
  expect(await facts.query('select distinct log_segment from collector_positions')).toEqual([{ log_segment: '0' }]);
  const drops = {
    record: 'drops',
    workspace: 'demo',
    site: SITE.siteId,
    atMs: at(`${DAY}T11:00:00`),
    reason: 'rate',
    count: 3,
  };
  writeFileSync(segmentPath(folder, 1), Buffer.concat([SEGMENT_MAGIC, frameOf(Buffer.from(JSON.stringify(drops)))]));
  const applier = new Applier({
    ...{ folder, homeOf: () => Promise.resolve(home), workspaces: () => ['demo'], readableUpTo: () => 'all' },
    ...{ advertiserOf: () => '', log: silentLog, nowMs: () => at(`${DAY}T12:00:00`) },
  });
  expect(await applier.applyAll()).toBe(true);
  await applier.stop();
  expect((await readSiteCounts(facts, SITE.siteId, DAY)).total).toMatchObject({ accepted: 1, byReason: { rate: 3 } });
});
