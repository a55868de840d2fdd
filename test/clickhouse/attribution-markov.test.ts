/** Markov credit from end to end, on both engines: an example that can be followed by hand, and a world counted twice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Attributor, LabelRules } from '../../src/attribution/index.ts';
import { openControl } from '../../src/control/index.ts';
import { makeClickId, silentLog } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { type CountedPath, reached } from '../scenarios/markov-chain.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';
import { loadEvents } from './tracked.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const HOST = 'kitchen.example';
const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 9, 8, n), new Uint8Array(10).fill(n));

/** What one reader does on a day: minutes after 8:00 with a page and where it was come to from, or a click on the last page. */
interface Reader {
  readonly n: number;
  readonly steps: readonly (readonly [minute: number, page: string, source?: string] | 'click')[];
  /** What the click earned; without: nothing. */
  readonly commission?: string;
  readonly isUnknown?: boolean;
}

type Row = Record<string, string | number | null>;

async function put(facts: FactsStore, folder: string, readers: readonly Reader[]): Promise<WorldLine[]> {
  const [views, clicks, lines]: [Row[], Row[], WorldLine[]] = [[], [], []];
  for (const { n, steps, commission, isUnknown } of readers) {
    let last: Row = {};
    for (const [place, step] of steps.entries()) {
      const log = { log_at: n * 100 + place };
      if (step === 'click') {
        const link = {
          link: 'https://go.example/',
          link_host: 'go.example',
          network: 'rakuten',
          advertiser_id: '3358',
        };
        clicks.push({ ...last, ...log, ...link, event_id: `click-${n}-${place}`, position: 1, click_id: idOf(n) });
        continue;
      }
      const [minute, page, source] = step;
      const at = new Date(Date.UTC(2026, 2, 9, 8, minute)).toISOString().replace('T', ' ').replace('Z', '000');
      const view = `view-${n}-${place}`;
      const reader = isUnknown === true ? null : `reader-${n}`;
      last = { site_id: 'site-1', happened_at: at, view_id: view, visitor: reader, page_host: HOST, page_path: page };
      const from =
        source === undefined
          ? { source_class: 'internal', source_name: HOST }
          : { source_class: 'search', source_name: source };
      views.push({ ...last, ...log, ...from, event_id: view });
    }
    if (commission !== undefined)
      lines.push({
        id: `T${n}`,
        order: `O${n}`,
        sku: 'S',
        on: '3/9/26',
        at: '18:00:00',
        sales: '50.00',
        commission,
        subId: idOf(n),
      });
  }
  await loadEvents(facts, folder, 'pageviews', views);
  await loadEvents(facts, folder, 'clicks', clicks);
  return lines;
}

/** Plays the readers and answers what each page, and what each source, earned of each order. */
async function earned(engine: string, readers: readonly Reader[]): Promise<Record<'page' | 'source', string[]>> {
  const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'tributary-markov-'));
  const clock = tickingClock();
  const publisher = await Publisher.create(url, clock);
  const { control, close } = openControl(join(folder, 'control.db'));
  const { facts } = publisher;
  const rules = new LabelRules(control, new Sites(control, clock), clock);
  const attributor = new Attributor({ facts, clock, log: silentLog, folder, rules });
  try {
    await publisher.drops([reportOf('better', await put(facts, folder, readers))]);
    const basis = await attributor.ensure(AS_REPORTED);
    const ask = async (of: 'page' | 'source'): Promise<string[]> => {
      const credit = await attributor.credited(basis, 'markov', of);
      expect(credit).toBe(`markov:${of}`);
      const name = of === 'page' ? 'page_path' : 'source_name';
      const rows = await facts.query(
        `select l.order_id as order_id, a.${name} as name, a.commission as commission, a.sales as sales
         from attributions a join ledger_lines l on l.entry_id = a.entry_id
         where a.credit = {credit:String} order by l.order_id, a.share_no`,
        { credit },
      );
      return rows.map((row) => [row['order_id'], row['name'], row['commission'], row['sales']].join(' '));
    };
    return { page: await ask('page'), source: await ask('source') };
  } finally {
    await attributor.settle();
    await publisher.leaves();
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

const BY_HAND: readonly Reader[] = [
  // reads /a twice, then /b, where the click is; what comes after it is on no way any more
  { n: 1, steps: [[0, '/a', 'one'], [1, '/a'], [2, '/b'], 'click', [3, '/c']], commission: '10.00' },
  {
    n: 2,
    steps: [
      [0, '/a', 'one'],
      [5, '/b'],
    ],
  },
  { n: 3, steps: [[0, '/a', 'one'], 'click'], commission: '5.00' },
  // nobody knows what a reader without an id read before: neither way counts, the click earns as it was found
  { n: 4, steps: [[0, '/a', 'one'], [1, '/b'], 'click'], commission: '2.00', isUnknown: true },
];

/** The same walks, with a visit of its own for each step: half an hour of silence, another source. */
const BY_HAND_SOURCES: readonly Reader[] = [
  { n: 5, steps: [[0, '/x', 'search'], [1, '/y'], [60, '/z', 'letter'], 'click'], commission: '10.00' },
  {
    n: 6,
    steps: [
      [0, '/x', 'search'],
      [60, '/x', 'letter'],
      [61, '/z'],
    ],
  },
  { n: 7, steps: [[0, '/x', 'search'], 'click', [120, '/z', 'letter']], commission: '5.00' },
];

/** A repeatable chance, 0–1. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Readers who walk among six pages; some follow a link on their way, some of those buy. */
function world(): Reader[] {
  const next = chances(11);
  return Array.from({ length: 90 }, (_, index): Reader => {
    const pages = Array.from({ length: 1 + Math.floor(next() * 6) }, () => `/page-${Math.floor(next() ** 2 * 6)}`);
    const views = pages.map((page, minute) =>
      minute === 0 ? ([minute, page, 'other'] as const) : ([minute, page] as const),
    );
    const n = index + 11;
    if (next() < 0.4) return { n, steps: views };
    const at = 1 + Math.floor(next() * views.length);
    const steps = [...views.slice(0, at), 'click' as const, ...views.slice(at)];
    return next() < 0.6 ? { n, steps, commission: `${n}.0${n % 10}` } : { n, steps };
  });
}

/** The pages on the way of a reader, up to the click that earned. */
function wayOf({ steps, commission }: Reader): string[] {
  const end = commission === undefined ? steps.length : steps.indexOf('click');
  const pages = steps.slice(0, end).flatMap((step) => (step === 'click' ? [] : [step[1]]));
  return pages.filter((page, place) => page !== pages[place - 1]);
}

describe.each(['duckdb', 'clickhouse'])('%s', (engine) => {
  // Readers of the three groups meet on no page and by no source: none changes what those of another share.
  test('pages and sources earn by what would be lost without them', async (context) => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return context.skip(clickhouse.skipped);
    const readers = world();
    const { page, source } = await earned(engine, [...BY_HAND, ...BY_HAND_SOURCES, ...readers]);
    const of = (rows: readonly string[], ...orders: number[]): string[] =>
      rows.filter((row) => orders.some((order) => row.startsWith(`O${order} `)));
    // /a leads to both commissions: nothing is left without it, effect 1. Without /b the walks start → /a → commission are
    // left, 1 of 3 instead of 2 of 3: effect 1/2. So /a and /b share 10.00 as 2 : 1.
    expect(of(page, 1, 2, 3, 4)).toEqual([
      'O1 /a 6.6667 33.3333',
      'O1 /b 3.3333 16.6667',
      'O3 /a 5.0000 50.0000',
      'O4 /b 2.0000 50.0000',
    ]);
    expect(of(source, 5, 6, 7)).toEqual([
      'O5 search 6.6667 33.3333',
      'O5 letter 3.3333 16.6667',
      'O7 search 5.0000 50.0000',
    ]);
    checkWorld(readers, page);
  }, 120_000);
});

/** What was counted in SQL is what the readers did. */
function checkWorld(readers: readonly Reader[], rows: readonly string[]): void {
  const paths = readers.map((reader): CountedPath => {
    const isPaid = reader.commission !== undefined;
    return { channels: wayOf(reader), converted: isPaid ? 1 : 0, lost: isPaid ? 0 : 1 };
  });
  const whole = reached(paths, null);
  const effect = new Map<string, number>(
    Array.from({ length: 6 }, (_, n) => [`/page-${n}`, 1 - reached(paths, `/page-${n}`) / whole] as const),
  );
  let compared = 0;
  for (const reader of readers) {
    if (reader.commission === undefined) continue;
    const way = [...new Set(wayOf(reader))];
    const sum = way.reduce((all, page) => all + (effect.get(page) ?? 0), 0);
    const own = rows.filter((row) => row.startsWith(`O${reader.n} `)).map((row) => row.split(' '));
    expect(own.reduce((all, row) => all + BigInt((row[2] ?? '').replace('.', '')), 0n)).toBe(
      BigInt(`${reader.commission.replace('.', '')}00`),
    );
    for (const page of way) {
      const got = own.filter((row) => row[1] === page).reduce((all, row) => all + Number(row[2]), 0);
      // each touch is rounded to 1/10 000
      expect(Math.abs(got - (Number(reader.commission) * (effect.get(page) ?? 0)) / sum)).toBeLessThan(0.0004);
      if (way.length > 1) compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(30);
}
