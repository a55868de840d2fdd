/**
 * Whatever happens in whatever order, and wherever it breaks: what is made step by step is what is made once of the same
 * facts. Shares, their credits and counted traffic, to the last digit.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AttributionBasis,
  type AttributionContext,
  countTraffic,
  CREDIT_MODELS,
  type Decisions,
  ensureAttributions,
  type LabelRule,
  SHARES_OF_BASIS,
} from '../../src/attribution/index.ts';
import { makeClickId } from '../../src/core/index.ts';
import { type FactsStore, type TableName, TABLES } from '../../src/facts/index.ts';
import { AS_REPORTED, type LineMaking } from '../../src/ledger/index.ts';
import { readTraffic } from '../../src/reports/index.ts';
import { loadEvents } from '../clickhouse/tracked.ts';
import { Broken, breakingAt } from '../scenarios/breaking-facts.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { NAMES, tickingClock } from '../scenarios/report-ledger.ts';

const IS_LONG = process.env['TRIBUTARY_LONG'] === '1';
const RUNS = IS_LONG ? 150 : 3;

const MIDS = ['3358', '4400', '5500'];
const DAY_ZERO = Date.UTC(2026, 2, 8);
const idOf = (n: number): string => makeClickId(DAY_ZERO + n * 60_000, new Uint8Array(10).fill(n % 200));
const clickedMs = (n: number): number => DAY_ZERO + n * 47 * 60_000;
const instant = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '000');

/** Of 14 March: for lines that were processed before the 12th it is a word, as no id is made after its line. */
const ID_TO_COME = idOf(10_000);
const RULE_TEXTS = ['post-1', 'post-', 'letter', 'post-2', ID_TO_COME] as const;
const SITES: readonly Decisions['sites'][] = [
  [{ id: 'site-1', hosts: ['kitchen.example'] }],
  [
    { id: 'site-1', hosts: ['kitchen.example'] },
    { id: 'site-2', hosts: ['*.garden.example'] },
  ],
  [{ id: 'site-9', hosts: ['kitchen.example'] }],
  [],
];
const ZONES: readonly LineMaking['zones'][] = [{}, { rakuten: 'America/New_York' }, { rakuten: 'Asia/Kolkata' }];

/** What can happen; numbers choose among few things, so that they meet. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('clicks' as const),
      from: fc.nat(60),
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('lines' as const),
      from: fc.nat(40),
      count: fc.integer({ min: 1, max: 6 }),
      turn: fc.nat(4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), from: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rule' as const), which: fc.nat(4), page: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget-rule' as const), which: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sites' as const), which: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('zones' as const), which: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('learn' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('count-days' as const), breaksAt: fc.nat(12) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('credit' as const),
      model: fc.constantFrom(...CREDIT_MODELS),
      of: fc.constantFrom('page', 'source'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('break' as const), at: fc.integer({ min: 1, max: 45 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** A publisher to whom things happen. */
class Stage {
  readonly publisher: Publisher;
  readonly folder: string;
  readonly #clicked = new Set<number>();
  readonly #lines = new Map<string, WorldLine>();
  #log = 0;
  #rules: LabelRule[] = [];
  #sites: Decisions['sites'] = SITES[0] ?? [];
  #making: LineMaking = AS_REPORTED;
  readonly #clock = tickingClock();

  constructor(publisher: Publisher, folder: string) {
    this.publisher = publisher;
    this.folder = folder;
  }

  ensure(
    facts: FactsStore,
    pace: { readonly fitMs?: number; readonly mostReplaced?: number } = {},
  ): Promise<AttributionBasis> {
    const context: AttributionContext = {
      ...{ facts, clock: this.#clock, folder: this.folder },
      decisions: () => Promise.resolve({ rules: [...this.#rules], sites: this.#sites }),
      making: () => Promise.resolve(this.#making),
    };
    return ensureAttributions(context, { clicksMs: 0, fitMs: Number.MAX_SAFE_INTEGER, mostReplaced: 100, ...pace });
  }

  /** With what the model has learned, and a decision that changes nothing. */
  makesAllAnew(): Promise<AttributionBasis> {
    this.#sites = [...this.#sites, { id: 'site-0', hosts: ['nothing.example'] }];
    return this.ensure(this.publisher.facts, { mostReplaced: -1 });
  }

  async takes(one: Step): Promise<void> {
    const { facts, attributor } = this.publisher;
    switch (one.kind) {
      case 'clicks':
        return this.clicks(one.from, one.count);
      case 'lines':
        return this.lines(one.from, one.count, one.turn);
      case 'withdraw':
        return this.#withdraw(one.from);
      case 'rule':
      case 'forget-rule':
        return this.#rule(one.which, one.kind === 'rule' ? one.page : null);
      case 'sites':
        this.#sites = SITES[one.which] ?? [];
        return;
      case 'zones':
        this.#making = { ...AS_REPORTED, zones: ZONES[one.which] ?? {} };
        return;
      case 'learn':
        await this.ensure(facts, { fitMs: -1 });
        return;
      case 'count-days':
        return broken(() => countTraffic(breakingAt(facts, one.breaksAt), () => new Date('2026-03-20T00:00:00Z')));
      case 'credit':
        await attributor.credited(await this.ensure(facts), one.model, one.of);
        return;
      case 'break':
        return broken(async () => {
          await this.ensure(breakingAt(facts, one.at));
        });
    }
  }

  async clicks(from: number, count: number): Promise<void> {
    const numbers = Array.from({ length: count }, (_, n) => from + n).filter((n) => !this.#clicked.has(n));
    for (const n of numbers) this.#clicked.add(n);
    const head = (n: number, step: number) => {
      this.#log += 1;
      return {
        ...{ log_at: this.#log, site_id: 'site-1', visitor: n % 6 === 5 ? null : `reader-${n % 9}` },
        ...{ happened_at: instant(clickedMs(n) + step * 120_000), view_id: `view-${n}-${Math.min(step, 1)}` },
        ...{ page_host: 'kitchen.example', page_path: `/page-${(n + Math.min(step, 1)) % 4}` },
      };
    };
    const came = [
      { source_class: 'search', source_name: 'Google' },
      { source_class: 'mail', source_name: 'letter', utm_campaign: 'march' },
      { source_class: 'direct', source_name: '' },
    ];
    const views = numbers.flatMap((n) =>
      [0, 1].map((step) => {
        const view = head(n, step);
        const source = step === 0 ? came[n % 3] : { source_class: 'internal', source_name: 'kitchen.example' };
        return { ...view, event_id: view.view_id, title: `Page ${n % 4}`, ...source };
      }),
    );
    const link = { link_host: 'go.example', network: 'rakuten', position: 1, placement: 'hero' };
    const clicks = numbers.map((n) => ({
      ...{ ...head(n, 2), ...link, link: `https://go.example/p/SKU-${n % 5}`, advertiser_id: MIDS[n % 3] ?? '' },
      ...{
        device: n % 2 === 0 ? 'phone' : 'desktop',
        country: n % 7 === 0 ? null : 'US',
        way: n % 11 === 10 ? 'o' : 'c',
      },
      ...{ event_id: `event-${n}`, click_id: n % 4 === 0 ? null : idOf(n) },
    }));
    const { facts } = this.publisher;
    await loadEvents(facts, this.folder, 'pageviews', views);
    await loadEvents(facts, this.folder, 'clicks', clicks);
  }

  lines(from: number, count: number, turn: number): Promise<void> {
    return this.sells(Array.from({ length: count }, (_, place): WorldLine => lineOf(from + place, turn)));
  }

  async sells(lines: readonly WorldLine[]): Promise<void> {
    for (const line of lines) this.#lines.set(line.id ?? '', line);
    await this.publisher.drops([reportOf('better', lines)]);
  }

  /** A whole report without some of its lines. */
  async #withdraw(from: number): Promise<void> {
    for (const id of [`T${from}`, `T${from + 1}`]) this.#lines.delete(id);
    if (this.#lines.size > 0)
      await this.publisher.drops([reportOf('better', [...this.#lines.values()])], { complete: true });
  }

  #rule(which: number, page: number | null): void {
    const id = `rule-${which}`;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    if (page === null) return;
    const target = { siteId: 'site-1', pageHost: 'kitchen.example', campaign: page === 2 ? 'spring' : '' };
    const match = which === 1 ? 'contains' : 'prefix';
    this.#rules.push({
      ...target,
      id,
      madeAt: '',
      network: '',
      match,
      text: RULE_TEXTS[which] ?? '',
      pagePath: `/page-${page}`,
    });
  }
}

/** Minutes after a click on the order's advertiser, so that the model has something to say; every 8th line takes money back. */
function lineOf(n: number, turn: number): WorldLine {
  const order = Math.floor(n / 2);
  const soon = new Date(clickedMs(order * 3 + (order % 3)) + 7 * 60_000);
  const subIds = [
    '',
    idOf(n + 3),
    `post-${n % 3}`,
    idOf(n).slice(0, 13),
    '',
    `Letter-${n % 2}`,
    idOf(n + 1).toUpperCase(),
    ID_TO_COME,
  ];
  const [sign, items] = n % 8 === 7 ? ['-', -1] : ['', 1 + (n % 3)];
  return {
    ...{ id: `T${n}`, order: `O${order}`, sku: `SKU-${n % 5}`, mid: MIDS[order % 3] ?? '', items },
    ...{ on: `3/${soon.getUTCDate()}/26`, at: soon.toISOString().slice(11, 19), processedOn: `3/${11 + (n % 5)}/26` },
    ...{
      sales: `${sign}${20 + n}.${17 + turn}`,
      commission: turn === 4 ? '0' : `${sign}${n % 5 === 0 ? 0 : n}.000${turn + 1}`,
    },
    ...{ subId: subIds[(n + (turn > 1 ? 1 : 0)) % subIds.length] ?? '', status: turn === 3 ? 'locked' : 'unlocked' },
  };
}

/** So many that a few changed lines do not make the whole ledger anew. */
const OTHERS = Array.from({ length: 320 }, (_, n): WorldLine => {
  const subId = n % 3 === 0 ? `post-${n % 4}` : '';
  const told = { order: `X${n}`, sku: `SKU-${n % 5}`, mid: MIDS[n % 3] ?? '', on: `3/${8 + (n % 3)}/26`, subId };
  return { id: `X${n}`, ...told, at: '12:00:00', sales: '10.00', commission: `1.00${10 + (n % 80)}` };
});

async function broken(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
  }
}

/** The shares themselves, and one credit of each kind. */
const CREDITS = [
  ...[
    { model: 'last', of: 'page' },
    { model: 'markov', of: 'page' },
    { model: 'position', of: 'page' },
  ],
  ...[
    { model: 'time-decay', of: 'source' },
    { model: 'shapley', of: 'source' },
  ],
] as const;

/** Every share under these credits. */
async function sharesOf({ publisher }: Stage, made: AttributionBasis): Promise<string[]> {
  const texts: string[] = [];
  for (const { model, of } of CREDITS) {
    const credit = await publisher.attributor.credited(made, model, of);
    const rows = await publisher.facts.query(`select a.* from ${SHARES_OF_BASIS} a order by a.entry_id, a.share_no`, {
      attribution: made.basis,
      attributionFloor: made.floor,
      credit,
    });
    for (const { basis: _basis, ...row } of rows) texts.push(Object.values(row).join(' '));
  }
  return texts;
}

/** What is lost if the shares of a credit do not add up to the lines. */
async function missing({ publisher }: Stage, made: AttributionBasis): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { model, of } of CREDITS) {
    const credit = await publisher.attributor.credited(made, model, of);
    const rows = await publisher.facts.query(
      `with sums as (select a.entry_id as entry_id, sum(a.sales) as sales, sum(a.commission) as commission, sum(a.items) as items,
         max(a.sales_before) as steps from ${SHARES_OF_BASIS} a group by a.entry_id)
       select l.entry_id, s.sales from ledger_lines l left join sums s on s.entry_id = l.entry_id
       where l.basis >= {floor:Int64} and l.basis <= {basis:Int64} and (l.entry_id, l.basis) not in (
         select e.entry_id, e.line_basis from ledger_ends e where e.basis > {floor:Int64} and e.basis <= {basis:Int64})
       and (s.sales is null or s.sales <> l.sales or s.commission <> l.commission or s.items <> l.items)`,
      {
        ...{ attribution: made.basis, attributionFloor: made.floor, credit },
        basis: made.ledger.basis,
        floor: made.ledger.floor,
      },
    );
    found.push(...rows.map((row) => [model, of, row]));
  }
  return found;
}

async function trafficOf(facts: FactsStore): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const by of ['page', 'source', 'device', 'day', 'author']) {
    const { counts, total } = await readTraffic(
      { facts, names: NAMES, today: '2026-03-25' },
      { by, days: { from: '2026-03-07', to: '2026-03-15' }, filters: [], timeZone: null },
    );
    answers.push(
      by,
      total,
      [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  return answers;
}

async function forget(facts: FactsStore, tables: readonly TableName[]): Promise<void> {
  await facts.exclusive(async (writer) => {
    for (const table of tables) await writer.run(`truncate table ${table}`);
  });
}

const READ: readonly TableName[] = ['sub_id_readings', 'told_texts', 'link_words'];
const MADE: readonly TableName[] = ['attributions', 'attribution_ends', 'attribution_bases', 'attribution_credits'];
const LEARNT = Object.keys(TABLES).filter((table): table is TableName => table.startsWith('model_'));
const COUNTED: readonly TableName[] = [
  'traffic_days',
  'traffic_places',
  'traffic_quarters',
  'said_days',
  'traffic_makings',
];

test('in steps, broken anywhere, or at once: the same shares, credits and counts', async () => {
  let [parts, guessed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9, size: 'max' }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), 'tributary-steps-'));
      const publisher = await Publisher.create(undefined, tickingClock());
      const { facts } = publisher;
      const stage = new Stage(publisher, folder);
      try {
        await stage.clicks(0, 40);
        await stage.lines(0, 24, 0);
        await stage.sells(OTHERS);
        await stage.ensure(facts);
        for (const one of steps) {
          await stage.takes(one);
          if (one.kind === 'break') continue; // something else happens before it is mended
          const made = await stage.ensure(facts);
          if (made.floor < made.basis) parts += 1;
        }
        const made = await stage.ensure(facts);
        expect(await missing(stage, made)).toEqual([]);
        const [stepwise, counted] = [await sharesOf(stage, made), await trafficOf(facts)];
        guessed += stepwise.filter((share) => share.includes(' model ')).length;
        await forget(facts, [...READ, ...COUNTED]);
        const whole = await stage.makesAllAnew();
        expect(whole.floor).toBe(whole.basis);
        expect(stepwise).toEqual(await sharesOf(stage, whole));
        expect(counted).toEqual(await trafficOf(facts));
        const learnt = await sharesOf(stage, await stage.ensure(facts, { fitMs: -1 }));
        await forget(facts, [...READ, ...MADE, ...LEARNT]);
        expect(learnt).toEqual(await sharesOf(stage, await stage.ensure(facts)));
      } finally {
        await publisher.leaves();
        await rm(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: RUNS, seed: 20_260_310 },
  );
  expect(parts).toBeGreaterThan(RUNS);
  expect(guessed).toBeGreaterThan(0);
}, 3_600_000);
