/** What people decide counts at once and for the past, whatever broke meanwhile. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type AttributionBasis,
  type Decisions,
  ensureAttributions,
  type LabelRule,
  SHARES_OF_BASIS,
} from '../../src/attribution/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED, type LineMaking } from '../../src/ledger/index.ts';
import { makeClickId } from '../../src/core/index.ts';
import { loadEvents } from '../clickhouse/tracked.ts';
import { Broken, breakingAt } from './breaking-facts.ts';
import { Publisher, reportOf } from './publisher.ts';
import { tickingClock } from './report-ledger.ts';

/** Every step with TRIBUTARY_LONG, else the last ones: those before write nothing that is read. */
const FIRST_STEP = process.env['TRIBUTARY_LONG'] === '1' ? 0 : 16;

/** A publisher with what people decided of it; the model learns once. */
interface Stage {
  readonly publisher: Publisher;
  decisions: Decisions;
  making: LineMaking;
  clock: () => Date;
  ensure(facts?: FactsStore): Promise<AttributionBasis>;
  /** Page and commission of every share. */
  pages(): Promise<string[]>;
}

async function onStage(play: (stage: Stage, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-decisions-'));
  const publisher = await Publisher.create(undefined, tickingClock());
  const stage: Stage = {
    publisher,
    decisions: { rules: [], sites: [{ id: 'site-1', hosts: ['kitchen.example'] }] },
    making: AS_REPORTED,
    clock: tickingClock(),
    ensure: (facts = publisher.facts) =>
      ensureAttributions(
        {
          ...{ facts, folder, clock: () => stage.clock() },
          decisions: () => Promise.resolve(stage.decisions),
          making: () => Promise.resolve(stage.making),
        },
        { clicksMs: 60_000, fitMs: 86_400_000, mostReplaced: 100 },
      ),
    pages: async () => {
      const { basis, floor } = await stage.ensure();
      const rows = await publisher.facts.query(
        `select a.page_path as page, a.commission as commission from ${SHARES_OF_BASIS} a order by a.entry_id, a.share_no`,
        { attribution: basis, attributionFloor: floor, credit: '' },
      );
      return rows.map(({ page, commission }) => `${page} ${commission}`);
    },
  };
  try {
    await play(stage, folder);
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
}

const ruleTo = (pagePath: string): LabelRule => ({
  ...{ id: 'rule-1', madeAt: '', network: '', match: 'exact', text: 'post-1' },
  ...{ siteId: 'site-1', pageHost: 'kitchen.example', pagePath, campaign: '' },
});
const line = (n: number, subId: string) => ({
  ...{ id: `T${n}`, order: `O${n}`, sku: 'S', sales: '10.00', commission: `${n}.00`, on: '3/8/26', at: '12:00:00' },
  subId,
});

test('a rule counts for all lines, whichever step broke of the making that read it first', () =>
  onStage(async (stage) => {
    await stage.publisher.drops([
      reportOf(
        'better',
        [1, 2, 3].map((n) => line(n, n === 3 ? 'x' : 'post-1')),
      ),
    ]);
    await stage.ensure();
    let step = FIRST_STEP;
    for (let isThrough = false; !isThrough; ) {
      step += 1;
      const page = `/page-${step}`;
      stage.decisions = { ...stage.decisions, rules: [ruleTo(page)] };
      try {
        await stage.ensure(breakingAt(stage.publisher.facts, step));
        isThrough = true;
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
      }
      expect(await stage.pages(), `broken at step ${step}`).toEqual([`${page} 1.0000`, `${page} 2.0000`, ' 3.0000']);
    }
    expect(step).toBeGreaterThan(20);
  }));

test('a text that is a word for one line and an id for a later one: the rule counts for the first alone, whichever came first', () =>
  onStage(async (stage) => {
    const text = makeClickId(Date.UTC(2026, 2, 20), new Uint8Array(10));
    stage.decisions = { ...stage.decisions, rules: [{ ...ruleTo('/word'), text }] };
    const drop = (n: number, processedOn: string) =>
      stage.publisher.drops([reportOf('better', [{ ...line(n, text), processedOn }])]);
    await drop(1, '3/25/26');
    expect(await stage.pages()).toEqual([' 1.0000']);
    await drop(2, '3/11/26');
    expect(await stage.pages()).toEqual([' 1.0000', '/word 2.0000']);
    stage.making = { ...AS_REPORTED, zones: { rakuten: 'America/Chicago' } }; // makes all of them anew
    expect(await stage.pages()).toEqual([' 1.0000', '/word 2.0000']);
  }));

/** A click on a page at a time of 8 March, UTC. */
async function clicked({ facts }: Publisher, folder: string, place: number, page: string, at: string): Promise<void> {
  const link = { link: 'https://go.example/1', link_host: 'go.example', network: 'rakuten', advertiser_id: '3358' };
  const head = { ...link, position: 1, site_id: 'site-1', page_host: 'kitchen.example', visitor: null, click_id: null };
  const own = { log_at: place, event_id: `c${place}`, view_id: `v${place}`, page_path: page };
  await loadEvents(facts, folder, 'clicks', [{ ...head, ...own, happened_at: `2026-03-08 ${at}:00.000000` }]);
}

test('a network whose clocks are in another zone: its orders are told from clicks by them at once', () =>
  onStage(async (stage, folder) => {
    await clicked(stage.publisher, folder, 1, '/noon', '11:50');
    await clicked(stage.publisher, folder, 2, '/evening', '16:50');
    await stage.publisher.drops([reportOf('better', [line(1, '')])]);
    const [inUtc] = await stage.pages();
    expect(inUtc).toMatch('/noon');
    stage.making = { ...AS_REPORTED, zones: { rakuten: 'America/Chicago' } }; // the order was at 17:00 UTC
    expect((await stage.pages())[0]).toMatch('/evening');
  }));

test('a clock that is set back: clicks are looked for again', () =>
  onStage(async (stage, folder) => {
    await clicked(stage.publisher, folder, 1, '/noon', '11:50');
    await stage.publisher.drops([reportOf('better', [line(1, '')])]);
    stage.clock = () => new Date('2027-03-08T13:00:00Z');
    const before = await stage.ensure();
    stage.clock = () => new Date('2026-03-08T13:00:00Z');
    await clicked(stage.publisher, folder, 2, '/late', '11:59');
    expect([before.clicks, (await stage.ensure()).clicks]).toEqual([1, 2]);
  }));
