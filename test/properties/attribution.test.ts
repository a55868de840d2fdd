/** Attribution that was brought up to date step by step is what it would be if it were made anew, to the last digit. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AttributionContext,
  type Decisions,
  ensureAttributions,
  type LabelRule,
} from '../../src/attribution/index.ts';
import { makeClickId } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { loadEvents } from '../clickhouse/tracked.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { tickingClock } from '../scenarios/report-ledger.ts';

const MIDS = ['3358', '4400', '5500'];
const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 8, 0, n), new Uint8Array(10).fill(n % 200));

/** What can happen; numbers choose among few things, so that they meet. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('clicks' as const), from: fc.nat(60), count: fc.integer({ min: 1, max: 8 }) }),
  fc.record({
    kind: fc.constant('lines' as const),
    from: fc.nat(30),
    count: fc.integer({ min: 1, max: 6 }),
    turn: fc.nat(3),
  }),
  fc.record({ kind: fc.constant('rule' as const), which: fc.nat(3), page: fc.nat(3) }),
  fc.record({ kind: fc.constant('forget-rule' as const), which: fc.nat(3) }),
);

class Stage {
  readonly #facts: FactsStore;
  readonly #folder: string;
  readonly #publisher: Publisher;
  readonly #clicked = new Set<number>();
  #log = 0;
  rules: LabelRule[] = [];

  constructor(publisher: Publisher, folder: string) {
    this.#facts = publisher.facts;
    this.#publisher = publisher;
    this.#folder = folder;
  }

  async clicks(from: number, count: number): Promise<void> {
    const numbers = Array.from({ length: count }, (_, n) => from + n).filter((n) => !this.#clicked.has(n));
    const views = numbers.map((n) => {
      this.#clicked.add(n);
      this.#log += 1;
      const at = new Date(Date.UTC(2026, 2, 8, 0, n * 47)).toISOString().replace('T', ' ').replace('Z', '000');
      return {
        ...{ log_at: this.#log, site_id: 'site-1', happened_at: at, view_id: `view-${n}`, visitor: `reader-${n % 9}` },
        ...{ page_host: 'kitchen.example', page_path: `/page-${n % 4}` },
      };
    });
    const pageviews = views.map((view) => ({
      ...view,
      event_id: view.view_id,
      source_class: 'search',
      source_name: 'Google',
    }));
    const clicks = views.map((view, place) => {
      const n = numbers[place] ?? 0;
      const link = {
        link: `https://go.example/p/SKU-${n % 5}`,
        device: n % 2 === 0 ? 'phone' : 'desktop',
        link_host: 'go.example',
        network: 'rakuten',
        advertiser_id: MIDS[n % 3] ?? '',
      };
      return { ...view, ...link, event_id: `event-${n}`, position: 1, click_id: n % 4 === 0 ? null : idOf(n) };
    });
    await loadEvents(this.#facts, this.#folder, 'pageviews', pageviews);
    await loadEvents(this.#facts, this.#folder, 'clicks', clicks);
  }

  async lines(from: number, count: number, turn: number): Promise<void> {
    const lines = Array.from({ length: count }, (_, place): WorldLine => {
      const n = from + place;
      // minutes after a click on the order's advertiser, so that the model has something to say
      const order = Math.floor(n / 2);
      const soon = new Date(Date.UTC(2026, 2, 8, 0, (order * 3 + (order % 3)) * 47 + 7));
      const subIds = ['', idOf(n + 3), `post-${n % 3}`, idOf(n).slice(0, 13), '', `Letter-${n % 2}`];
      return {
        ...{ id: `T${n}`, order: `O${Math.floor(n / 2)}`, sku: `SKU-${n % 5}`, mid: MIDS[Math.floor(n / 2) % 3] ?? '' },
        ...{
          on: `3/${soon.getUTCDate()}/26`,
          at: soon.toISOString().slice(11, 19),
          sales: `${20 + n}.${17 + turn}`,
          commission: `${n + 1}.0${turn}`,
        },
        subId: subIds[(n + (turn > 1 ? 1 : 0)) % subIds.length] ?? '',
      };
    });
    await this.#publisher.drops([reportOf('better', lines)]);
  }
}

async function sharesOf(
  facts: FactsStore,
  { basis, floor }: { readonly basis: bigint; readonly floor: bigint },
): Promise<string[]> {
  const rows = await facts.query(
    `select a.entry_id as entry_id, a.share_no as share_no, a.method as method, a.confidence as confidence, a.site_id as site_id,
       a.page_path as page_path, a.click_event as click_event, a.source_name as source_name, a.campaign as campaign, a.rule_id as rule_id,
       a.sales as sales, a.commission as commission, a.items as items, a.sales_before as sales_before, a.commission_before as commission_before
     from attributions a where a.basis >= {floor:Int64} and a.basis <= {basis:Int64} and a.credit = '' and (a.entry_id, a.basis) not in (
       select e.entry_id, e.row_basis from attribution_ends e where e.basis > {floor:Int64} and e.basis <= {basis:Int64})
     order by a.entry_id, a.share_no`,
    { basis, floor },
  );
  return rows.map((row) => Object.values(row).join(' '));
}

test('step by step or all at once: the same shares', async () => {
  let [parts, guessed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), 'tributary-attribution-'));
      const clock = tickingClock();
      const publisher = await Publisher.create(undefined, clock);
      const stage = new Stage(publisher, folder);
      const { facts } = publisher;
      let sites: Decisions['sites'] = [{ id: 'site-1', hosts: ['kitchen.example'] }];
      const around: AttributionContext = {
        ...{ facts, clock, folder },
        decisions: async () => ({ rules: [...stage.rules], sites }),
        making: async () => AS_REPORTED,
      };
      const pace = { clicksMs: 0, fitMs: Number.MAX_SAFE_INTEGER, mostReplaced: 100 };
      try {
        await stage.clicks(0, 40);
        await stage.lines(0, 24, 0);
        await ensureAttributions(around, pace);
        let made = await ensureAttributions(around, pace);
        for (const one of steps) {
          if (one.kind === 'clicks') await stage.clicks(one.from, one.count);
          else if (one.kind === 'lines') await stage.lines(one.from, one.count, one.turn);
          else {
            const id = `rule-${one.which}`;
            stage.rules = stage.rules.filter((rule) => rule.id !== id);
            const text = ['post-1', 'post-', 'letter', 'post-2'][one.which] ?? '';
            const target = { siteId: 'site-1', pageHost: 'kitchen.example', campaign: '' };
            if (one.kind === 'rule')
              stage.rules.push({
                ...target,
                id,
                madeAt: '',
                network: '',
                match: 'prefix',
                text,
                pagePath: `/page-${one.page}`,
              });
          }
          made = await ensureAttributions(around, pace);
          if (made.floor < made.basis) parts += 1;
        }
        const stepwise = await sharesOf(facts, made);
        guessed += stepwise.filter((share) => share.includes(' model ')).length;
        sites = [...sites, { id: 'site-2', hosts: ['nothing.example'] }]; // other decisions that change nothing
        const whole = await ensureAttributions(around, { ...pace, mostReplaced: -1 });
        expect(whole.floor).toBe(whole.basis);
        expect(stepwise).toEqual(await sharesOf(facts, whole));
      } finally {
        await publisher.leaves();
        await rm(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 6, seed: 7 },
  );
  expect(parts).toBeGreaterThan(5);
  expect(guessed).toBeGreaterThan(0);
}, 240_000);
