/** Attribution by what is known, on both engines: ids, folded and foreign ids, rules, referrers, and every cent accounted for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type AttributionContext, type Decisions, ensureAttributions } from '../../src/attribution/index.ts';
import { makeClickId } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 9, 8, n), new Uint8Array(10).fill(n));

/** A click as the collector would have written it. */
async function click(
  facts: FactsStore,
  n: number,
  page: string,
  id: string | null,
  network = 'rakuten',
): Promise<void> {
  await facts.exclusive((writer) =>
    writer.run(
      `insert into clicks (log_segment, log_at, site_id, day, happened_at, event_id, view_id, visitor, page_host, page_path, page_query,
         since_ms, country, country_is_guess, device, browser, system, link, link_host, network, advertiser_id, placement, position, click_id, way,
         link_text, heading, is_cancelled)
       values (1, {n:Int64}, 'site-1', '2026-03-09', {at:DateTime64(6, 'UTC')}, {event:String}, {view:String}, null, 'kitchen.example',
         {page:String}, '', 900, 'US', 1, 'phone', 'Safari', 'iOS', 'https://click.linksynergy.com/deeplink?id=x&mid=3358&murl=https%3A%2F%2Fshop.example%2FS6',
         'click.linksynergy.com', {network:String}, '3358', 'hero', 1, {id:String}, 'c', null, null, 0)`,
      {
        ...{ n, page, id, network, event: `event-${n}`, view: `view-${n}` },
        at: `2026-03-09 08:${String(n).padStart(2, '0')}:00.000000`,
      },
    ),
  );
}

const line = (n: number, subId: string, more: Partial<WorldLine> = {}): WorldLine => ({
  id: `T${n}`,
  order: `O${n}`,
  sku: `S${n}`,
  sales: `${10 + n}.10`,
  commission: `${n}.0101`,
  subId,
  ...more,
});

const NO_PAGE = { siteId: '', pageHost: '', pagePath: '' };

const LINES = [
  line(1, idOf(1)),
  line(2, idOf(2).toUpperCase()), // folded by the network
  line(3, idOf(3).slice(0, 15)), // cut by the network: one click alone begins so
  line(4, idOf(40)), // an id that no click has
  line(5, 'post-7_hero'),
  line(6, ''),
  line(7, idOf(1), { order: 'O7' }),
  line(8, '', { order: 'O7' }), // the silent line of an order that tells one click
  line(9, idOf(1), { order: 'O9' }),
  line(10, idOf(2), { order: 'O9' }),
  line(11, '', { order: 'O9' }), // two clicks in one order: nobody knows which
  line(12, idOf(12)), // its click went to another network
  line(13, idOf(1), { order: 'O1', sku: 'S1', sales: '-11.10', commission: '-1.0101' }),
];

/** What is known of each entry; what only the model says of it, other tests ask. */
async function rows(facts: FactsStore, basis: bigint): Promise<string[]> {
  const found = await facts.query(
    `select l.order_id as order_id, l.sku as sku, case when a.method = 'model' then 'none' else a.method end as method,
       case when a.method = 'model' then '' else a.page_path end as page, a.campaign as campaign
     from attributions a join ledger_lines l on l.entry_id = a.entry_id
     where a.basis = {basis:Int64} and a.share_no = 1 order by l.order_id, l.sku, a.commission`,
    { basis },
  );
  return found.map((row) => [row['order_id'], row['sku'], row['method'], row['page'], row['campaign']].join(' '));
}

async function sums(facts: FactsStore, basis: bigint): Promise<unknown> {
  const [row] = await facts.query(
    `select sum(a.commission) as commission, sum(a.sales) as sales, sum(a.items) as items, count(distinct a.entry_id) as entries
     from attributions a where a.basis = {basis:Int64}`,
    { basis },
  );
  return row;
}

describe.each(['duckdb', 'clickhouse'])('%s', (engine) => {
  test('each entry is attributed by the strongest thing that is known of it, and nothing is lost', async (context) => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return context.skip(clickhouse.skipped);
    const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
    const folder = await mkdtemp(join(tmpdir(), 'tributary-attribution-'));
    const clock = tickingClock();
    const publisher = await Publisher.create(url, clock);
    const { facts } = publisher;
    let decisions: Decisions = { rules: [], sites: [{ id: 'site-1', hosts: ['kitchen.example'] }] };
    const around: AttributionContext = {
      facts,
      clock,
      folder,
      decisions: async () => decisions,
      making: async () => AS_REPORTED,
    };
    try {
      expect(await ensureAttributions(around)).toMatchObject({ basis: 0n });
      for (const n of [1, 2, 3]) await click(facts, n, `/page-${n}`, idOf(n));
      await click(facts, 12, '/page-12', idOf(12), 'awin');
      await publisher.drops([reportOf('better', LINES)]);

      const first = await ensureAttributions(around);
      expect(await rows(facts, first.basis)).toEqual([
        'O1 S1 click-id /page-1 ',
        'O1 S1 click-id /page-1 ',
        'O12 S12 none  ',
        'O2 S2 click-id /page-2 ',
        'O3 S3 click-id /page-3 ',
        'O4 S4 none  ',
        'O5 S5 none  ',
        'O6 S6 none  ',
        'O7 S7 click-id /page-1 ',
        'O7 S8 click-id /page-1 ',
        'O9 S10 click-id /page-2 ',
        'O9 S11 none  ',
        'O9 S9 click-id /page-1 ',
      ]);
      const [ledger] = await facts.query(
        `select sum(l.commission) as commission, sum(l.sales) as sales, sum(l.items) as items, count(*) as entries
         from ledger_lines l where l.basis = {basis:Int64}`,
        { basis: first.ledger.basis },
      );
      expect(await sums(facts, first.basis)).toEqual(ledger);
      expect(await ensureAttributions(around)).toEqual(first);

      // a rule reaches back; a click that comes late is found after a while
      const page = { siteId: 'site-1', pageHost: 'kitchen.example', pagePath: '/seven', campaign: '' };
      decisions = {
        ...decisions,
        rules: [
          {
            id: 'r1',
            madeAt: '',
            network: '',
            match: 'prefix',
            text: 'POST-',
            siteId: 'site-1',
            pageHost: '',
            pagePath: '',
            campaign: 'posts',
          },
          { id: 'r2', madeAt: '', network: 'rakuten', match: 'exact', text: 'post-7_hero', ...page },
        ],
      };
      await click(facts, 40, '/page-40', idOf(40));
      const second = await ensureAttributions(around);
      expect(second.basis).toBeGreaterThan(first.basis);
      const after = await rows(facts, second.basis);
      expect(after.filter((row) => /^O[45] /.test(row))).toEqual([
        'O4 S4 click-id /page-40 ',
        'O5 S5 label-rule /seven ',
      ]);
      expect(await sums(facts, second.basis)).toEqual(ledger);
      expect(await rows(facts, first.basis)).toHaveLength(LINES.length); // who asks in several texts is not surprised
    } finally {
      await publisher.leaves();
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
  test('a file of any network finds its click wherever that went, in whichever column its id came back', async (context) => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return context.skip(clickhouse.skipped);
    const url = engine === 'clickhouse' && 'url' in clickhouse ? `${clickhouse.url}/other` : undefined;
    if ('url' in clickhouse)
      await fetch(clickhouse.url, { method: 'POST', body: 'create database if not exists other' });
    const folder = await mkdtemp(join(tmpdir(), 'tributary-attribution-'));
    const clock = tickingClock();
    const publisher = await Publisher.create(url, clock);
    const { facts } = publisher;
    try {
      for (const [n, network] of [
        [21, 'awin'],
        [22, 'impact'],
        [23, 'awin'],
        [24, 'awin'],
      ] as const)
        await click(facts, n, `/page-${n}`, idOf(n), network);
      const rowsOfFile = [
        `2026-03-10,1.01,P1,S1,${idOf(21)},`,
        `2026-03-10,2.02,P2,S2,spring,${idOf(22).toUpperCase()}`,
        `2026-03-10,3.03,P3,S3,,${idOf(23).slice(0, 16)}`,
        '2026-03-10,4.04,P4,S4,spring,',
      ];
      const receipt = await publisher.dropsOwn(
        {
          ...{ program: 'Pans', date: 'date', dateFormat: 'YYYY-MM-DD', commission: 'commission', decimalMark: '.' },
          ...{ fixedCurrency: 'EUR', order: 'order', sku: 'sku', subId: 'clickRef', furtherSubIds: 'clickRef2' },
        },
        ['date,commission,order,sku,clickRef,clickRef2', ...rowsOfFile, ''].join('\n'),
      );
      expect([receipt.status, receipt.error]).toEqual(['posted', null]);
      await publisher.drops([reportOf('better', [line(24, idOf(24), { order: 'P24' })])]); // but one of a network wants its own
      const { basis } = await ensureAttributions({
        ...{ facts, clock, folder },
        decisions: async () => ({
          rules: [
            {
              ...{ id: 'r1', madeAt: '' },
              ...{ network: '', match: 'exact', text: 'spring' },
              ...NO_PAGE,
              campaign: 'spring',
            },
          ],
          sites: [],
        }),
        making: async () => AS_REPORTED,
      });
      expect(await rows(facts, basis)).toEqual([
        'P1 S1 click-id /page-21 ',
        'P2 S2 click-id /page-22 ',
        'P24 S24 none  ',
        'P3 S3 click-id /page-23 ',
        'P4 S4 label-rule  spring',
      ]);
    } finally {
      await publisher.leaves();
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
