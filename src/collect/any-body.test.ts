/**
 * Whatever is sent to the collector: it never breaks, each body is an event or a counted drop, and what was accepted goes into
 * the facts of both engines as it is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyBatch } from './apply-batch.ts';
import type { LogRecord } from './kept.ts';
import { frameOf, readFrames, SEGMENT_MAGIC } from './log-frames.ts';
import { RateLimits } from './rate-limits.ts';
import { Reception } from './reception.ts';
import { advertiserOf } from '../cli/start-collector.ts';
import { SeenEvents } from './seen-events.ts';
import { readSiteCounts } from './site-counts.ts';
import { ENGINES, type Opened } from '../../test/clickhouse/engines.ts';
import { SITE } from '../../test/events/collecting.ts';
import { BROWSER, click, idOf, impressions, pageview } from '../../test/events/sent-events.ts';

const BODIES = process.env['TRIBUTARY_LONG'] === '1' ? 60_000 : 3000;
const NOW = Date.parse('2026-03-10T12:00:00Z');

/** Texts that break what glues JSON, CSV, SQL, lines of a log or prototypes together. */
const AWKWARD = [
  ...[
    '\\N',
    '',
    '\0',
    '\ud800',
    'a\udfffb',
    '🛒',
    '"',
    '","',
    "'; drop table clicks; --",
    '\r\n',
    '\n',
    '\t',
    '\u2028',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '=1+2',
    '@x',
    '{search:String}',
    '\uFEFF',
    '\u202e',
    '\\',
    '\\"',
    '[object Object]',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'https://blog.example/\\N',
    'http://[::1]/',
    'https://blog.example:443/%00%ff',
  ],
  ...[
    'https://xn--/',
    'http://blog.example@evil.example/',
    `https://blog.example/${'ü'.repeat(400)}`,
    'x'.repeat(5000),
  ],
  ...[
    'rakuten,0,https://go.example/1\na,,,',
    'rakuten,0,https://click.linksynergy.com/deeplink?id=x&mid=%00%0a%22%5cN%ff%f0%9f&murl=%',
    'rakuten,99999,https://go.example/\ud800\ntable,id,cl,\nmain,,,',
    ',0,',
    'x,-5,https://a.b',
  ],
];
const odd = fc.oneof(
  fc.constantFrom<unknown>(...AWKWARD, null, true, 0, -1, 1e308, [], {}, [[[]]]),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** An event with odd things in some of its places, or something that is none. */
const body = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom<(n: number) => readonly unknown[]>(
          (n) => pageview(n),
          (n) => click(n),
          (n) => impressions(n, 1 + (n % 9)),
        ),
        fc.nat(1_000_000),
        fc.array(fc.tuple(fc.array(fc.nat(10), { minLength: 1, maxLength: 2 }), odd), { maxLength: 2 }),
      )
      .map(([make, n, changes]) => {
        const event = structuredClone(make(n)) as unknown[]; // a copy, to put other things into
        for (const [path, value] of changes) put(event, path, value);
        return JSON.stringify(event);
      }),
  },
  { weight: 1, arbitrary: odd.map((value) => JSON.stringify(value) ?? '') },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(400), fc.nat(9)).map(([cut, n]) => JSON.stringify(impressions(n, 3)).slice(0, cut)),
  },
  { weight: 1, arbitrary: fc.nat(8000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{"__proto__":{"site":"abcdefghijkl"}}', '', '\0', '\uFEFF[]', 'null', '[null]'),
  },
);

function put(into: unknown[], [at = 0, ...deeper]: readonly number[], value: unknown): void {
  const place = at % (into.length + 1);
  const inside = into[place];
  if (deeper.length > 0 && Array.isArray(inside)) put(inside as unknown[], deeper, value);
  else if (place === 0 && typeof inside === 'object' && inside !== null)
    into[0] = { ...inside, [typeof value === 'string' ? value : 'author']: value };
  else into[place] = value;
}

const mostly = (usual: string, ...others: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const headers = fc.record({
  origin: mostly('https://blog.example', 'null', 'https://evil.example', '\\N'),
  'user-agent': mostly(BROWSER, '', 'Googlebot/2.1', 'x'.repeat(8000), '\\N'),
  'accept-language': mostly('en-GB,en;q=0.5', '', '*', '\\N', 'zz-ZZ-ZZ-ZZ', 'x'.repeat(4000)),
});

/** Takes the bodies as the collector would, and gives what would be in its log. */
function received(): {
  readonly sent: number;
  readonly records: LogRecord[];
  readonly outcomes: { kept: number; dropped: number };
} {
  const records: LogRecord[] = [];
  const outcomes = { kept: 0, dropped: 0 };
  const reception = new Reception({
    siteOf: (key) => (key === SITE.key ? SITE : undefined),
    limits: new RateLimits({ network: 1e9, site: 1e9 }),
    seen: new SeenEvents(),
    commit: {
      event: (record, answer) => {
        records.push(record);
        answer(true);
      },
      drop: (whose, answer) => {
        records.push({ record: 'drops', ...whose, count: 1, atMs: NOW });
        answer(true);
      },
    },
    nowMs: () => NOW,
    countryHeader: null,
    placeOfAddress: () => ({ country: null, city: null }),
    visitorOf: () => 'visitor',
  });
  const links = AWKWARD.filter((text) => text.includes(',')).map((link, n) => click(2_000_000 + n, { link }));
  const samples = fc.sample(fc.tuple(body, headers), { numRuns: BODIES, seed: 3 });
  const usual = { origin: 'https://blog.example', 'user-agent': BROWSER, 'accept-language': 'de' };
  for (const [text, asked] of [...samples, ...links.map((one) => [JSON.stringify(one), usual] as const)]) {
    let answers = 0;
    reception.receive({ body: text, headers: asked, address: '203.0.113.7' }, (outcome, isDurable) => {
      answers += 1;
      expect(isDurable).toBe(true);
      outcomes[outcome === null ? 'kept' : 'dropped'] += 1;
    });
    expect([text, answers]).toEqual([text, 1]);
  }
  return { sent: samples.length + links.length, records, outcomes };
}

test('a body of the largest size never makes a record that the log cannot hold', () => {
  /** As many links as fit, no two alike. */
  const listOf = (one: string): string[] => {
    const links: string[] = [];
    for (let size = 300; links.length < 500; ) {
      const link = one.replace('://a', `://a${links.length}.a`);
      size += Buffer.byteLength(JSON.stringify(link)) + 1;
      if (size > 16 * 1024) break;
      links.push(link);
    }
    return links;
  };
  for (const one of [
    'r,0,http://a',
    `r,0,http://a/${'ü'.repeat(300)}`,
    `r,0,http://a/${'\u0001'.repeat(90)}`,
    `r,0,http://a?${"'".repeat(900)}`,
    `r,0,http://a${'ü'.repeat(300)}`,
    `r,0,http://a/\ntable,,,${'"'.repeat(75)}`,
    `r,0,http://a/${'🛒'.repeat(240)}`,
    `r,0,http://a/${'\ud800'.repeat(150)}`,
  ]) {
    const text = JSON.stringify([
      { site: SITE.key },
      null,
      idOf(1),
      idOf(1),
      'https://blog.example/?null',
      listOf(one),
    ]);
    expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
    let record: LogRecord | null = null;
    new Reception({
      siteOf: () => SITE,
      limits: new RateLimits({ network: 1e9, site: 1e9 }),
      seen: new SeenEvents(),
      commit: { event: (taken) => (record = taken), drop: (whose) => expect.unreachable(whose.reason) },
      nowMs: () => NOW,
      countryHeader: null,
      placeOfAddress: () => ({ country: null, city: null }),
      visitorOf: () => 'visitor',
    }).receive(
      { body: text, headers: { origin: 'https://blog.example', 'user-agent': BROWSER }, address: '' },
      () => undefined,
    );
    const bytes = Buffer.from(JSON.stringify(record), 'utf8');
    expect(readFrames(Buffer.concat([SEGMENT_MAGIC, frameOf(bytes)]), 0).frames).toHaveLength(1);
  }
});

const taken = received();

for (const [engine, open] of ENGINES) {
  describe(engine, () => {
    const folder = mkdtempSync(join(tmpdir(), `tributary-fuzz-${engine}-`));
    let opened: Opened | { skipped: string };
    beforeAll(async () => {
      opened = await open(folder);
    });
    afterAll(async () => {
      if ('store' in opened) await opened.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('accepted and dropped are all that was sent, and are in the facts', async (context) => {
      if (!('store' in opened)) return context.skip(opened.skipped);
      const { store } = opened;
      const { sent, records, outcomes } = taken;
      expect(outcomes.kept + outcomes.dropped).toBe(sent);
      expect(Math.min(outcomes.kept, outcomes.dropped)).toBeGreaterThan(BODIES / 10);
      for (let from = 0; from < records.length; from += 5000) {
        const some = records.slice(from, from + 5000);
        const batch = {
          ...{ segment: 1, from, to: from + some.length, deadLetters: [] },
          records: some.map((record, at) => ({
            at: from + at,
            record: JSON.parse(JSON.stringify(record)) as LogRecord,
          })),
        };
        await applyBatch(store, batch, { folder, advertiserOf }, NOW);
      }
      const own = await readSiteCounts(store, SITE.siteId, '2026-03-10');
      const unknown = await readSiteCounts(store, '', '2026-03-10');
      expect(own.total.received + unknown.total.received).toBe(sent);
      expect([own.total.accepted, unknown.total.accepted]).toEqual([outcomes.kept, 0]);
      const rows = await store.query(
        `select (select count(*) from pageviews) + (select count(*) from clicks) + (select count(distinct event_id) from impressions) as events`,
      );
      expect(Number(rows[0]?.['events'])).toBe(outcomes.kept);
    });
  });
}
