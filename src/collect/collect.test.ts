/** From the request to the facts, on both engines: nothing lost, nothing twice, everything counted, nobody known. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSiteCounts } from './site-counts.ts';
import { type LogDisk, machineDisk } from './log-disk.ts';
import { frameOf } from './log-frames.ts';
import type { FactsStore } from '../facts/index.ts';
import type { CollectedSite } from '../sites/index.ts';
import { ENGINES, type Opened } from '../../test/clickhouse/engines.ts';
import { applierOver, collecting, SITE } from '../../test/events/collecting.ts';
import { BROWSER, click, idOf, impressions, pageview } from '../../test/events/sent-events.ts';
import type { LogPort } from './log-port.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const DAY = '2026-03-10';
/** What each engine gave for the same requests. */
const seen = new Map<string, unknown>();

for (const [engine, open] of ENGINES) {
  describe(engine, () => {
    const folder = mkdtempSync(join(tmpdir(), `tributary-collect-${engine}-`));
    let opened: Opened | { skipped: string };
    let places = 0;
    beforeAll(async () => {
      opened = await open(folder);
    });
    afterAll(async () => {
      if ('store' in opened) await opened.close();
      rmSync(folder, { recursive: true, force: true });
    });
    /** An own folder and an own site, so that tests do not see each other's events. */
    const place = (): { folder: string; site: CollectedSite; facts: FactsStore; firstSegment: number } | null => {
      if (!('store' in opened)) return null;
      places += 1;
      const own = join(folder, `place-${places}`);
      mkdirSync(own);
      return {
        folder: own,
        site: { ...SITE, siteId: `site-${places}`, key: `key-${places}` },
        facts: opened.store,
        firstSegment: places * 1000, // the facts know one log only: numbers go on from place to place
      };
    };

    test('every event is in its table once, and received = accepted + dropped', async (context) => {
      const here = place();
      if (here === null) return context.skip('skipped' in opened ? opened.skipped : '');
      const { site, facts } = here;
      const nowMs = (): number => NOON;
      const collector = await collecting({ ...here, sites: [site], nowMs, setup: { firstSegment: here.firstSegment } });
      const k = site.key;
      const statuses = [
        await collector.post(
          pageview(1, {
            k,
            tag: { author: 'Ann', published: '2026-01-02', tags: 'x,y' },
            referrer: 'https://news.example/a?b#c',
          }),
        ),
        await collector.post(pageview(1, { k })),
        await collector.post(click(2, { k })),
        await collector.post(impressions(3, 3, { k })),
        await collector.post(pageview(4, { k }), { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }),
        await collector.post(pageview(5, { k }), { origin: 'https://thief.example' }),
        await collector.post(pageview(6, { k, url: 'https://thief.example/post?null' })),
        await collector.post(pageview(7, { k }), { 'sec-purpose': 'prefetch' }),
        await collector.post(pageview(8, { k: 'nobody' })),
        await collector.post({
          v: 1,
          k,
          e: 'e'.repeat(16),
          w: 'w'.repeat(16),
          t: 'p',
          u: 'https://blog.example/',
          s: 1,
        }), // of old
        await collector.post(`{"x":"${'y'.repeat(20_000)}"}`),
      ];
      expect(statuses).toEqual([202, 202, 202, 202, 202, 202, 202, 202, 202, 400, 413]);
      expect(await collector.applier.applyAll()).toBe(true);
      const counts = await readSiteCounts(facts, site.siteId, DAY);
      expect(counts.today).toEqual({
        received: 8,
        accepted: 3,
        dropped: 5,
        byKind: { pageview: 1, click: 1, impressions: 1 },
        byReason: { duplicate: 1, bot: 1, 'wrong-host': 2, prefetch: 1 },
      });
      expect([counts.firstEventAt, counts.total]).toEqual(['2026-03-10T12:00:00.000Z', counts.today]);
      const unknown = await readSiteCounts(facts, '', DAY);
      expect(unknown.today.byReason).toEqual({ 'unknown-site': 1, invalid: 1, 'too-large': 1 });
      const rows: Record<string, unknown> = {};
      for (const table of ['pageviews', 'impressions', 'clicks']) {
        const order = table === 'impressions' ? 'item_no' : 'event_id';
        const found = await facts.query(`select * from ${table} where site_id = {site:String} order by ${order}`, {
          site: site.siteId,
        });
        rows[table] = found.map((row) => ({ ...row, visitor: null, log_at: null })); // these are by chance
      }
      expect(rows).toMatchObject({
        pageviews: [
          {
            event_id: idOf(1),
            day: DAY,
            page_host: 'www.blog.example',
            page_path: '/post',
            page_query: 'utm_source=news',
            title: 'A "post", über all',
            author: 'Ann',
            published_on: '2026-01-02',
            referrer: 'https://news.example/a',
            utm_source: 'news',
            device: 'desktop',
            browser: 'Chrome',
          },
        ],
        impressions: [{ item_no: 0, seen: '1' }, { item_no: 1 }, { item_no: 2, link: 'https://click.example/2' }],
        clicks: [{ click_id: idOf(2), placement: 'box', position: 2, since_ms: '901', is_cancelled: 0 }],
      });
      seen.set(engine, rows);
      await collector.stop();
    });

    test('an event that comes again after a restart, or from an older log, counts once', async (context) => {
      const here = place();
      if (here === null) return context.skip('skipped' in opened ? opened.skipped : '');
      const { site, facts } = here;
      for (let start = 0; start < 3; start += 1) {
        const setup = { firstSegment: here.firstSegment + start };
        const collector = await collecting({ ...here, sites: [site], setup });
        for (let n = 0; n < 20; n += 1) await collector.post(click(n, { k: site.key }));
        await collector.applier.applyAll();
        await collector.stop();
      }
      const { total } = await readSiteCounts(facts, site.siteId, DAY);
      expect([total.received, total.byKind, total.byReason]).toEqual([60, { click: 20 }, { duplicate: 40 }]);
      const [row] = await facts.query(`select count(*) as n from clicks where site_id = '${site.siteId}'`);
      expect(row).toEqual({ n: '20' });
    });

    test('P19: facts that fail for a while lose nothing, and get it in its order', async (context) => {
      const here = place();
      if (here === null) return context.skip('skipped' in opened ? opened.skipped : '');
      const { site, facts } = here;
      let isDown = true;
      let calls = 0;
      const flaky: FactsStore = Object.assign(Object.create(facts) as FactsStore, {
        query: facts.query.bind(facts),
        exclusive: <T>(work: Parameters<typeof facts.exclusive<T>>[0]) =>
          facts.exclusive<T>((writer) => {
            const broken = Object.assign(Object.create(writer) as typeof writer, {
              loadCsv: writer.loadCsv.bind(writer),
              query: writer.query.bind(writer),
              atomically: writer.atomically.bind(writer),
              empty: writer.empty.bind(writer),
              run: (sql: string, parameters = {}) => {
                calls += 1;
                // down at first, then at every single statement once, in the middle of a piece too
                if (isDown || calls % 7 === 0) return Promise.reject(new Error('connection refused'));
                return writer.run(sql, parameters);
              },
            });
            return work(broken);
          }),
      });
      const collector = await collecting({
        ...here,
        facts: flaky,
        sites: [site],
        setup: { firstSegment: here.firstSegment },
      });
      for (let n = 0; n < 30; n += 1) {
        expect(await collector.post(click(n, { k: site.key }))).toBe(202);
        if (n % 10 === 0) expect(await collector.applier.applyAll()).toBe(false);
      }
      expect(collector.applier.state).toMatchObject({ fault: 'connection refused' });
      expect(collector.applier.state.lagBytes).toBeGreaterThan(1000);
      isDown = false;
      for (let round = 0; round < 5; round += 1) {
        await collector.applier.applyAll();
        await collector.post(pageview(100 + round, { k: site.key }));
      }
      while (!(await collector.applier.applyAll()));
      expect(collector.applier.state).toMatchObject({ fault: null, lagBytes: 0, waitingSinceMs: null });
      const { total } = await readSiteCounts(facts, site.siteId, DAY);
      expect([total.received, total.byKind, total.byReason]).toEqual([35, { click: 30, pageview: 5 }, {}]);
      const order = await facts.query(
        `select event_id from clicks where site_id = '${site.siteId}' order by log_segment, log_at`,
      );
      expect(order.map((row) => row['event_id'])).toEqual([...Array(30).keys()].map(idOf));
      await collector.stop();
    });

    test('events wait while an import holds the facts, and none is lost', async (context) => {
      const here = place();
      if (here === null) return context.skip('skipped' in opened ? opened.skipped : '');
      const { site, facts } = here;
      const collector = await collecting({ ...here, sites: [site], setup: { firstSegment: here.firstSegment } });
      let endImport = (): void => undefined;
      const importing = facts.exclusive(() => new Promise<void>((resolve) => (endImport = resolve)));
      await collector.post(click(1, { k: site.key }));
      const applied = collector.applier.applyAll();
      await collector.post(click(2, { k: site.key }));
      await expect.poll(() => collector.applier.state.waitingSinceMs).not.toBeNull();
      expect((await readSiteCounts(facts, site.siteId, DAY)).total.received).toBe(0);
      endImport();
      await importing;
      expect([await applied, await collector.applier.applyAll()]).toEqual([true, true]);
      expect((await readSiteCounts(facts, site.siteId, DAY)).total.byKind).toEqual({ click: 2 });
      await collector.stop();
    });

    test('events are applied once, although DuckDB gives the facts up while they are', async (context) => {
      const here = place();
      if (here === null || here.facts.engine !== 'duckdb') return context.skip('a fault of DuckDB');
      const { site, facts } = here;
      const collector = await collecting({ ...here, sites: [site], setup: { firstSegment: here.firstSegment } });
      const applied: boolean[] = [];
      // its log is written, and the file lost after it; then the checkpoint is the commit, and is lost
      for (const [n, leastForCheckpoint] of [100_000, 0].entries()) {
        await collector.post(click(n, { k: site.key }));
        await facts.run(`set global auto_checkpoint_skip_wal_threshold = ${leastForCheckpoint}`);
        await facts.run("set global wal_autocheckpoint = '1B'");
        await facts.run("set global debug_checkpoint_abort = 'before_header'");
        for (let isDone = false; !isDone; applied.push(isDone)) isDone = await collector.applier.applyAll();
      }
      expect(applied.filter(Boolean).length).toBe(2);
      expect((await readSiteCounts(facts, site.siteId, DAY)).total).toMatchObject({
        byKind: { click: 2 },
        byReason: {},
      });
      await collector.stop();
    });

    test('a record that the facts cannot take is put aside with its reason, and holds up nobody', async (context) => {
      const here = place();
      if (here === null) return context.skip('skipped' in opened ? opened.skipped : '');
      const { site, facts } = here;
      const collector = await collecting({ ...here, sites: [site], setup: { firstSegment: here.firstSegment } });
      for (let n = 0; n < 5; n += 1) await collector.post(pageview(n, { k: site.key }));
      await collector.stop();
      const [name = ''] = readdirSync(join(here.folder, 'collect')).filter((one) => one.endsWith('.log'));
      const log = join(here.folder, 'collect', name);
      const record = /\{"record":"event".*?"content":null\}\}/.exec(readFileSync(log, 'utf8'))?.[0] ?? '';
      const poison = record.replace('"publishedOn":null', '"publishedOn":"someday"').replace(idOf(0), idOf(90));
      expect(poison).toContain('someday');
      for (const text of [poison, '{"record":"unheard"}', record.replace(idOf(0), idOf(91))]) {
        appendFileSync(log, frameOf(Buffer.from(text)));
      }
      appendFileSync(log, 'torn off in the mid');
      const applier = applierOver(join(here.folder, 'collect'), facts);
      expect([await applier.applyAll(), applier.state.fault]).toEqual([true, null]);
      expect(applier.state).toMatchObject({ deadLetters: 2, damages: 1, lagBytes: 0 });
      const letters = readFileSync(join(here.folder, 'collect', 'dead-letters.jsonl'), 'utf8');
      expect(letters).toMatch(/someday/);
      expect(letters).toMatch(/unheard/);
      const { total } = await readSiteCounts(facts, site.siteId, DAY);
      expect([total.byKind, total.byReason]).toEqual([{ pageview: 6 }, { 'dead-letter': 1 }]);
      expect(readdirSync(join(here.folder, 'collect')).some((one) => one.endsWith('.log.gz'))).toBe(true);
      await applier.stop();
    });

    test('events end with the retention of their site; the counts stay', async (context) => {
      const here = place();
      if (here === null) return context.skip('skipped' in opened ? opened.skipped : '');
      let now = Date.parse('2020-01-15T00:00:00Z');
      const site = { ...here.site, siteId: SITE.siteId };
      const options = { ...here, sites: [site], nowMs: () => now, setup: { firstSegment: here.firstSegment } };
      const collector = await collecting(options);
      await collector.post(click(1, { k: site.key }));
      await collector.applier.applyAll();
      const count = async (): Promise<unknown> =>
        (await here.facts.query(`select count(*) as n from clicks where day = '2020-01-15'`))[0]?.['n'];
      expect(await count()).toBe('1');
      now = Date.parse('2022-02-16T00:00:00Z');
      await collector.applier.applyAll();
      expect(await count()).toBe('0');
      expect((await readSiteCounts(here.facts, site.siteId, '2020-01-15')).today.byKind).toEqual({ click: 1 });
      await collector.stop();
    });
  });
}

test('both engines hold the same events', (context) => {
  if (!seen.has('clickhouse')) return context.skip('there is no ClickHouse on this machine');
  const without = (engine: string): unknown =>
    JSON.parse(JSON.stringify(seen.get(engine)).replaceAll(/"site_id":"[^"]*"|"log_segment":"\d+"/g, '"x":0'));
  expect(without('clickhouse')).toEqual(without('duckdb'));
});

describe('without facts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-collect-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const none = null as unknown as FactsStore; // nothing is applied here

  test('nothing that is written holds an address, a user agent or a consent that was not given', async () => {
    const own = join(folder, 'privacy');
    mkdirSync(own);
    const consent = { ...SITE, siteId: 'asks', key: 'asks', privacy: 'consent' } as const;
    const quiet = { ...SITE, siteId: 'quiet', key: 'quiet', privacy: 'none' } as const;
    const collector = await collecting({ folder: own, facts: none, sites: [SITE, consent, quiet] });
    const from = { 'x-forwarded-for': '198.51.100.7, 203.0.113.77', 'accept-language': 'de-AT,de;q=0.8' };
    await collector.post(pageview(1), from);
    await collector.post(pageview(2), { ...from, 'sec-gpc': '1' });
    await collector.post(pageview(3, { gpc: true }), from);
    await collector.post(pageview(4, { k: 'quiet' }), from);
    await collector.post(pageview(5, { k: 'asks' }), from);
    await collector.post(pageview(6, { k: 'asks', tag: { consent: 'yes' } }), from);
    await collector.post(pageview(7), { ...from, 'user-agent': `${BROWSER} Other/1` });
    await collector.post(pageview(8), from);
    await collector.stop();
    let all = '';
    for (const name of readdirSync(collector.folder)) all += readFileSync(join(collector.folder, name), 'latin1');
    for (const secret of ['203.0.113', '198.51.100', '127.0.0.1', 'Mozilla', 'AppleWebKit', '140.0.7339']) {
      expect(all).not.toContain(secret);
    }
    const visitorOf = (n: number): string | null | undefined =>
      new RegExp(`"eventId":"${idOf(n)}".*?"visitor":(null|"[\\w-]{11}")`).exec(all)?.[1];
    expect([2, 3, 4].map(visitorOf)).toEqual(['null', 'null', 'null']);
    expect(visitorOf(5)).toBeUndefined();
    expect(visitorOf(1)).toMatch(/^"/);
    expect(visitorOf(8)).toBe(visitorOf(1));
    expect(new Set([1, 6, 7].map(visitorOf)).size).toBe(3);
    expect(all).toContain('"country":"AT","countryIsGuess":true');
    const salt = join(collector.folder, 'visitor-salt');
    expect(statSync(salt).mode & 0o777).toBe(0o600);
    expect(all.split(readFileSync(salt, 'latin1').split(' ')[1]?.trim() ?? '?')).toHaveLength(2);
  });

  test('a visitor is the same one after a restart, another one the next day, and yesterday’s salt is gone', async () => {
    const own = join(folder, 'salt');
    mkdirSync(own);
    let now = NOON;
    const visitors: (string | undefined)[] = [];
    for (const [start, ms] of [NOON, NOON + 3_600_000, NOON + 86_400_000].entries()) {
      now = ms;
      const collector = await collecting({
        folder: own,
        facts: none,
        nowMs: () => now,
        setup: { firstSegment: start + 1 },
      });
      await collector.post(pageview(start));
      await collector.stop();
      const log = readFileSync(join(own, 'collect', `events-00000000${start + 1}.log`), 'utf8');
      visitors.push(/"visitor":"([\w-]+)"/.exec(log)?.[1]);
    }
    expect(visitors[1]).toBe(visitors[0]);
    expect(visitors[2]).not.toBe(visitors[0]);
    expect(readFileSync(join(own, 'collect', 'visitor-salt'), 'utf8')).toMatch(/^2026-03-11 /);
  });

  test('too much from one network is refused and counted, another one is served', async () => {
    const own = join(folder, 'rate');
    mkdirSync(own);
    const setup = { rates: { network: 1, site: 100 } };
    const collector = await collecting({ folder: own, facts: none, nowMs: () => NOON, setup });
    const at = (address: string, n: number): Promise<number> =>
      collector.post(pageview(n), { 'x-forwarded-for': address });
    const some = [...Array(12).keys()];
    expect(await Promise.all(some.map((n) => at(`203.0.113.${n}`, n)))).toEqual(some.map((n) => (n < 10 ? 202 : 429)));
    const six = await Promise.all(some.map((n) => at(`2001:db8:1:aa0${n % 10}::${n}`, 100 + n)));
    expect(six.filter((status) => status === 429)).toHaveLength(2);
    expect(await at('2001:db8:1:ab00::1', 200)).toBe(202);
    expect(await at('203.0.114.1', 300)).toBe(202);
    await collector.stop();
    const log = readFileSync(join(collector.folder, 'events-000000001.log'), 'utf8');
    const counted = [...log.matchAll(/"reason":"rate","count":(\d+)/g)].map(([, n]) => Number(n));
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe(4);
  });

  test('P16: more than the disk takes is refused before it is acknowledged, and memory stays bounded', async () => {
    const own = join(folder, 'overload');
    mkdirSync(own);
    let [now, syncs] = [NOON, 0];
    const slow: LogDisk = {
      ...machineDisk,
      sync: (file) => {
        syncs += 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); // a disk that takes 20 ms
        machineDisk.sync(file);
      },
    };
    const setup = { mostWaiting: 10 };
    const collector = await collecting({ folder: own, facts: none, disk: slow, nowMs: () => now, setup });
    const before = process.memoryUsage().rss;
    let peak = 0;
    const statuses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      now += 1;
      const numbers = [...Array(100).keys()].map((n) => round * 100 + n);
      statuses.push(...(await Promise.all(numbers.map((n) => collector.post(impressions(n, 40))))));
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    expect(syncs).toBeLessThan(800 / 2); // they go together
    const response = await Promise.all(
      [...Array(100).keys()].map((n) =>
        fetch(`${collector.url}/c`, { method: 'POST', body: JSON.stringify(impressions(9000 + n, 40)) }),
      ),
    );
    expect(response.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('5');
    expect(await collector.post(pageview(1), { origin: 'https://blog.example' })).toBe(202); // it drains
    await collector.stop();
    const log = readdirSync(collector.folder).filter((name) => name.endsWith('.log'));
    const text = log.map((name) => readFileSync(join(collector.folder, name), 'utf8')).join('');
    const there = new Set([...text.matchAll(/"eventId":"(\w+)"/g)].map(([, id]) => id));
    statuses.forEach((status, n) => {
      expect(there.has(idOf(n)), `event ${n}`).toBe(status === 202);
    });
    expect(peak - before).toBeLessThan(200 << 20);
  });

  test('P16: while a disk hangs new events are refused at once, the rest is served, and all are answered', async () => {
    const own = join(folder, 'hang');
    mkdirSync(own);
    writeFileSync(join(own, 't.js'), 'let a;');
    let release = (): void => undefined;
    const hang = new Promise<void>((resolve) => (release = resolve));
    const between = (log: LogPort): LogPort => ({
      ...log,
      append: async (frames, atMs) => {
        const end = await log.append(frames, atMs);
        await hang;
        return end;
      },
    });
    const collector = await collecting({ folder: own, facts: none, between });
    type Health = { waiting: number; fault: string | null };
    const health = async (): Promise<Health> => (await (await fetch(`${collector.url}/health`)).json()) as Health;
    const waiting = [collector.post(pageview(0)), collector.post(pageview(1)), collector.post(pageview(2))];
    await expect.poll(async () => (await health()).fault).toBe('the disk has not answered for 500 ms');
    expect((await health()).waiting).toBe(3); // so long as they may, they wait
    const began = performance.now();
    const refused = await Promise.all([...Array(100).keys()].map((n) => collector.post(click(100 + n))));
    expect(new Set(refused)).toEqual(new Set([503]));
    const one = await fetch(`${collector.url}/c`, { method: 'POST', body: JSON.stringify(click(300)) });
    expect([one.status, one.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await fetch(`${collector.url}/t.js`)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(2000); // the disk would have hung for ever
    release();
    expect(await Promise.all(waiting)).toEqual([202, 202, 202]);
    expect(await collector.post(click(400))).toBe(202);
    expect(await health()).toMatchObject({ waiting: 0, fault: null, accepted: 4, refused: 101 });
    await collector.stop();
    const text = readFileSync(join(collector.folder, 'events-000000001.log'), 'utf8');
    const kept = new Set([...text.matchAll(/"eventId":"(\w+)"/g)].map(([, id]) => id));
    expect(kept).toEqual(new Set([0, 1, 2, 400].map(idOf)));
  });

  test('the script is handed out packed, with a tag; without it the answer is 404', async () => {
    const own = join(folder, 'script');
    mkdirSync(own);
    let now = NOON;
    const collector = await collecting({ folder: own, facts: none, nowMs: () => now });
    expect((await fetch(`${collector.url}/t.js`)).status).toBe(404);
    expect(collector.told).toContainEqual({ kind: 'missing-script', path: join(own, 't.js') });
    writeFileSync(join(own, 't.js'), 'let a="text";'.repeat(40));
    now += 61_000;
    const first = await fetch(`${collector.url}/t.js?v=1`, { headers: { 'accept-encoding': 'br, gzip' } });
    expect([first.status, first.headers.get('content-encoding')]).toEqual([200, 'br']);
    expect(await first.text()).toBe('let a="text";'.repeat(40));
    expect(first.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const again = await fetch(`${collector.url}/t.js`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    writeFileSync(join(own, 't.js'), 'let b;');
    now += 61_000;
    // who asks while the file is looked at has the script of before
    await expect.poll(async () => (await fetch(`${collector.url}/t.js`)).text()).toBe('let b;');
    expect((await fetch(`${collector.url}/health`)).status).toBe(200);
    expect((await fetch(`${collector.url}/health`, { headers: { 'x-forwarded-for': '1.1.1.1' } })).status).toBe(404);
    expect((await fetch(`${collector.url}/c`)).status).toBe(405);
    expect((await fetch(`${collector.url}/c`, { method: 'OPTIONS' })).status).toBe(204);
    await collector.stop();
  });

  test('an answer names every origin and no credentials, and is kept by nobody', async () => {
    const own = join(folder, 'headers');
    mkdirSync(own);
    const collector = await collecting({ folder: own, facts: none });
    const body = JSON.stringify(pageview(1));
    const headers = { origin: 'https://blog.example', 'user-agent': BROWSER, cookie: 'session=1' };
    const response = await fetch(`${collector.url}/c`, { method: 'POST', body, headers });
    expect([response.status, await response.text()]).toEqual([202, '']);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    expect(response.headers.has('set-cookie')).toBe(false);
    expect(response.headers.get('cache-control')).toBe('no-store');
    await collector.stop();
  });
});
