/** The check of the model parts known orders into five, also where a network tells no time of day. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureAttributions, NO_DECISIONS } from '../../src/attribution/index.ts';
import { makeClickId } from '../../src/core/index.ts';
import type { FactsStore, FactsWriter, SqlRow } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { loadEvents } from '../clickhouse/tracked.ts';
import { Publisher, reportOf } from './publisher.ts';
import { tickingClock } from './report-ledger.ts';

const DAYS = 20;
const instantOf = (day: number): string => `2026-03-${String(day).padStart(2, '0')} 08:00:00.000000`;
const idOf = (day: number): string => makeClickId(Date.UTC(2026, 2, day, 8), new Uint8Array(10));
const FOLDS = 'select o.fold as fold, count(*) as orders from work_model_orders o group by o.fold order by o.fold';

/** The same store, with a look at the work tables at the end of each piece of work, before they are gone. */
function lookingAtEach(facts: FactsStore, look: (writer: FactsWriter) => Promise<void>): FactsStore {
  return {
    engine: facts.engine,
    query: facts.query.bind(facts),
    stream: facts.stream.bind(facts),
    run: facts.run.bind(facts),
    loadCsv: facts.loadCsv.bind(facts),
    exportParquet: facts.exportParquet.bind(facts),
    close: facts.close.bind(facts),
    exclusive: (work) =>
      facts.exclusive(async (writer) => {
        const done = await work(writer);
        await look(writer);
        return done;
      }),
  };
}

test('orders of which only the day is known are in all folds alike', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-folds-'));
  const clock = tickingClock();
  const publisher = await Publisher.create(undefined, clock);
  const { facts } = publisher;
  const days = Array.from({ length: DAYS }, (_, n) => n + 1);
  try {
    const link = {
      link: 'https://go.example/1',
      link_host: 'go.example',
      network: 'rakuten',
      advertiser_id: '3358',
      position: 1,
    };
    const clicks = days.map((day) => ({
      ...{ ...link, site_id: 'site-1', view_id: `v${day}`, page_host: 'kitchen.example', page_path: `/${day % 3}` },
      ...{ log_at: day, event_id: `c${day}`, click_id: idOf(day), happened_at: instantOf(day) },
    }));
    await loadEvents(facts, folder, 'clicks', clicks);
    const sold = { mid: '3358', sku: 'S', sales: '10.00', commission: '1.0000', items: 1, status: 'locked' } as const;
    await publisher.drops([
      reportOf(
        'better',
        days.map((day) => ({ ...sold, id: `T${day}`, order: `O${day}`, on: `3/${day}/26`, subId: idOf(day) })),
      ),
    ]);
    const seen: SqlRow[][] = [];
    await ensureAttributions({
      facts: lookingAtEach(facts, async (writer) => {
        seen.push(await writer.query(FOLDS));
      }),
      ...{ clock, folder },
      decisions: () => Promise.resolve(NO_DECISIONS),
      making: () => Promise.resolve(AS_REPORTED),
    });
    const folds = seen.find((rows) => rows.length > 0) ?? [];
    expect(folds.map(({ fold, orders }) => [Number(fold), Number(orders)])).toEqual(
      [1, 2, 3, 4, 5].map((fold) => [fold, DAYS / 5]),
    );
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
});
