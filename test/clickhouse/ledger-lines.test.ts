/** The readable table on both engines: one making for many askers, a broken making made again, the generation before kept. */
import { afterAll, describe, expect, test } from 'vitest';
import type { FactsStore } from '../../src/facts/index.ts';
import { ensureLedgerLines, type LedgerBasis, LINES_OF_BASIS } from '../../src/ledger/index.ts';
import { Publisher, reportOf } from '../scenarios/publisher.ts';
import { tickingClock, worldOf } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

async function linesOf(facts: FactsStore, { basis, floor }: LedgerBasis): Promise<unknown> {
  const text = `select count(*) as n, sum(commission) as c from ${LINES_OF_BASIS} l`;
  const [row] = await facts.query(text, { basis, floor });
  return row;
}

async function currentOf(facts: FactsStore): Promise<unknown> {
  const [row] = await facts.query('select count(*) as n, sum(commission) as c from current_entries');
  return row;
}

describe.each(['duckdb', 'clickhouse'])('%s', (engine) => {
  test('each posting is a generation, made once, whole, and the one before stays', async (context) => {
    if (engine === 'clickhouse' && 'skipped' in clickhouse) return context.skip(clickhouse.skipped);
    const url = engine === 'clickhouse' && 'url' in clickhouse ? clickhouse.url : undefined;
    const publisher = await Publisher.create(url, tickingClock());
    const { facts } = publisher;
    try {
      expect(await ensureLedgerLines(facts)).toEqual({ basis: 0n, floor: 0n, postedAt: null });
      const lines = worldOf(90);
      await publisher.drops([reportOf('better', lines.slice(0, 50))]);
      const asked = await Promise.all(Array.from({ length: 5 }, () => ensureLedgerLines(facts)));
      expect(new Set(asked.map(({ basis }) => basis)).size).toBe(1);
      const [first] = asked;
      if (first === undefined) throw new Error('nobody answered');
      const before = await linesOf(facts, first);
      expect(before).toEqual(await currentOf(facts));

      await publisher.drops([reportOf('better', lines)]);
      // what a making leaves that was killed on an engine without transactions
      const next = first.basis + 1n;
      await facts.exclusive(async (writer) => {
        await writer.run(
          'insert into ledger_lines select * replace ({next:Int64} as basis) from (select * from ledger_lines where basis = {first:Int64}) l',
          { first: first.basis, next },
        );
        await writer.run('insert into ledger_ends select entry_id, basis, {next:Int64} from ledger_lines', { next });
      });
      expect(await linesOf(facts, first)).toEqual(before);
      const second = await ensureLedgerLines(facts);
      expect(second.basis).toBe(next);
      expect(await linesOf(facts, second)).toEqual(await currentOf(facts));
      expect(await linesOf(facts, first)).toEqual(before);

      await publisher.drops([reportOf('better', lines.slice(0, 70))], { complete: true });
      const kept = await linesOf(facts, second);
      const third = await ensureLedgerLines(facts, undefined, 1);
      expect(third.floor).toBe(second.floor);
      expect(await linesOf(facts, second)).toEqual(kept);
      expect(await linesOf(facts, third)).toEqual(await currentOf(facts));
      expect(await facts.query('select basis from ledger_bases order by basis')).toEqual([
        { basis: String(second.basis) },
        { basis: String(third.basis) },
      ]);
    } finally {
      await publisher.leaves();
    }
  }, 120_000);
});
