/** Shares of amounts that are as large, as small or as negative as a ledger can hold add up to the last digit, on both engines. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CREDIT_MODELS, SHARES_OF_BASIS } from '../../src/attribution/index.ts';
import { amountOf, formatAmount, makeClickId } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED, LINES_OF_BASIS } from '../../src/ledger/index.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { readEarners } from '../../src/reports/index.ts';
import { sourcesOf, tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';
import { loadEvents } from './tracked.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const instantOf = (reader: number, step: number): string =>
  new Date(Date.UTC(2026, 2, 9, reader, 0, step * 20)).toISOString();
const idOf = (n: number): string => makeClickId(Date.UTC(2026, 2, 9, 8, n), new Uint8Array(10).fill(n));
const READERS = 8;
/** More than a credit looks at. */
const VIEWS = 60;

/** Each reader reads page after page, some again and again, and follows a link on the last; half of the ids come back. */
async function read(facts: FactsStore, folder: string): Promise<void> {
  const rows = Array.from({ length: READERS }, (_, n) => n).flatMap((n) =>
    Array.from({ length: 1 + ((n * 17) % VIEWS) }, (_, step) => ({
      ...{
        log_at: n * 100 + step,
        site_id: 'site-1',
        happened_at: instantOf(n, step).replace('T', ' ').replace('Z', '000'),
        visitor: `reader-${n}`,
      },
      ...{ event_id: `v${n}-${step}`, view_id: `v${n}-${step}`, page_host: 'kitchen.example' },
      ...{
        page_path: `/${(step * (n + 1)) % 37}`,
        source_class: step % 9 === 0 ? 'search' : 'internal',
        source_name: 'Google',
      },
    })),
  );
  await loadEvents(facts, folder, 'pageviews', rows);
  const last = rows.filter((row, place) => rows[place + 1]?.visitor !== row.visitor);
  const link = {
    link: 'https://go.example/1',
    link_host: 'go.example',
    network: 'rakuten',
    advertiser_id: '3358',
    position: 1,
  };
  const clicks = last.map(({ source_class: _class, source_name: _name, ...view }, n) => ({
    ...{ ...view, ...link, event_id: `c${n}`, click_id: idOf(n), log_at: 10_000 + n },
  }));
  await loadEvents(facts, folder, 'clicks', clicks);
}

const MOST = '99999999999999.9999';
const AMOUNTS: readonly (readonly [sales: string, commission: string, items: number])[] = [
  [MOST, MOST, 2_000_000_000],
  [`-${MOST}`, `-${MOST}`, -2_000_000_000],
  ['10000000000000.0001', '10000000000000', 1],
  ['-3333333333333.3333', '-0.0001', -1],
  ['0.0001', '0.0001', 1],
  ['-0.0001', '-0.0001', -7],
  ['0', '0', 0],
  ['0', '7.7777', 0],
  ['19.99', '0', 3],
  ['-19.99', '-1.0007', -61],
];

const LINES = AMOUNTS.flatMap(([sales, commission, items], n): WorldLine[] =>
  Array.from({ length: READERS }, (_, reader) => ({
    ...{
      id: `T${n}-${reader}`,
      order: `O${n}-${reader}`,
      mid: '3358',
      sku: 'S',
      on: '3/9/26',
      at: instantOf(reader, 75).slice(11, 19),
    },
    ...{ sales, commission, items, subId: reader % 2 === 0 ? idOf(reader) : '' },
  })),
);

for (const engine of ['duckdb', 'clickhouse'] as const) {
  describe(engine, () => {
    test('under every credit, by pages and by sources', async (context) => {
      if (engine === 'clickhouse' && 'skipped' in clickhouse) return context.skip(clickhouse.skipped);
      const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
      const folder = await mkdtemp(join(tmpdir(), `tributary-extreme-${engine}-`));
      const publisher = await Publisher.create(url, tickingClock());
      const { facts, attributor } = publisher;
      try {
        await read(facts, folder);
        const { added } = await publisher.drops([reportOf('better', LINES)]);
        expect(added).toBe(LINES.length);
        const made = await attributor.ensure(AS_REPORTED);
        let mostShares = 0;
        for (const model of CREDIT_MODELS) {
          for (const of of ['page', 'source']) {
            const credit = await attributor.credited(made, model, of);
            const rows = await facts.query(
              `select l.entry_id as entry, count(*) as shares, sum(a.sales) as sales, l.sales as all_sales, sum(a.commission) as commission,
                 l.commission as all_commission, sum(a.items) as items, l.items as all_items, sum(case when a.method = 'model' then 1 else 0 end) as guessed,
                 sum(case when (a.commission < 0) <> (l.commission < 0) and a.commission <> 0 then 1 else 0 end) as turned
               from ${LINES_OF_BASIS} l left join ${SHARES_OF_BASIS} a on a.entry_id = l.entry_id
               group by l.entry_id, l.sales, l.commission, l.items`,
              {
                ...{ attribution: made.basis, attributionFloor: made.floor, credit },
                ...{ basis: made.ledger.basis, floor: made.ledger.floor },
              },
            );
            expect(rows).toHaveLength(LINES.length);
            for (const row of rows) {
              mostShares = Math.max(mostShares, Number(row['shares']));
              const { sales, commission, items, turned } = row;
              expect([model, of, sales, commission, String(items), Number(turned)]).toEqual([
                ...[model, of, row['all_sales'], row['all_commission'], String(row['all_items']), 0],
              ]);
            }
            expect(rows.filter(({ guessed }) => Number(guessed) > 0).length).toBeGreaterThan(LINES.length / 3);
          }
        }
        expect(mostShares).toBeGreaterThan(30);
        // sums of more digits than a ledger's amount may have
        const { rows, total } = await readEarners(sourcesOf(publisher), {
          ...{ filters: [], date: 'transaction', figure: 'gross', match: 'date', by: 'page', credit: 'linear' },
          ...{ creditOf: 'page', sort: 'commission', isDescending: true, limit: 1000, offset: 0 },
        });
        const summed = (of: 'sales' | 'commission'): bigint =>
          rows.reduce((sum, { earned }) => sum + BigInt(earned[0]?.now[of].replace('.', '') ?? 0), 0n);
        const all = [summed('sales'), summed('commission')].map((sum) => formatAmount(amountOf(sum)));
        expect([total.earned[0]?.now.sales, total.earned[0]?.now.commission]).toEqual(all);
        expect(all[0]).toBe('880000000000159.9208');
      } finally {
        await publisher.leaves();
        await rm(folder, { recursive: true, force: true });
      }
    }, 120_000);
  });
}
