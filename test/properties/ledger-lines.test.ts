/**
 * The lines that reports read, made anew for touched orders only, are those that a whole making gives: over any sequence
 * of postings, with lines that come, change, vanish, come back and come of age.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FactsStore, SqlRow } from '../../src/facts/index.ts';
import { columnsOf } from '../../src/facts/index.ts';
import { ensureLedgerLines, type LineMaking, LINES_OF_BASIS } from '../../src/ledger/index.ts';
import { Publisher, reportOf, type WorldLine } from '../scenarios/publisher.ts';

const RUNS = process.env['TRIBUTARY_LONG'] === '1' ? 60 : 6;

const STATED = columnsOf('ledger_lines').filter((column) => column !== 'basis' && column !== 'order_key');

async function linesOf(
  facts: FactsStore,
  basis: { readonly basis: bigint; readonly floor: bigint },
): Promise<SqlRow[]> {
  const columns = STATED.map((column) => `l.${column} as ${column}`).join(', ');
  const { basis: of, floor } = basis;
  return facts.query(`select ${columns} from ${LINES_OF_BASIS} l order by l.entry_id, l.state`, { basis: of, floor });
}

/** What a making from nothing gives; the table is as it was before. */
async function madeWhole(facts: FactsStore, making: LineMaking): Promise<SqlRow[]> {
  const kept = ['ledger_lines', 'ledger_ends', 'ledger_bases'] as const;
  await facts.exclusive(async (writer) => {
    for (const table of kept) {
      await writer.run(`create table kept_${table} as select * from ${table}`);
      await writer.run(`delete from ${table} where 1 = 1`);
    }
  });
  const whole = await linesOf(facts, await ensureLedgerLines(facts, making));
  await facts.exclusive(async (writer) => {
    for (const table of kept) {
      await writer.run(`delete from ${table} where 1 = 1`);
      await writer.run(`insert into ${table} select * from kept_${table}`);
      await writer.run(`drop table kept_${table}`);
    }
  });
  return whole;
}

const line = fc.record({
  order: fc.integer({ min: 1, max: 9 }).map(String),
  sku: fc.constantFrom('A', 'B'),
  cents: fc.integer({ min: 1, max: 4 }).map((n) => n * 100),
  isReversal: fc.boolean(),
  day: fc.integer({ min: 1, max: 28 }),
  status: fc.constantFrom('locked', 'unlocked'),
});
const posting = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 12 }),
  isComplete: fc.boolean(),
  isLost: fc.boolean(),
  daysLater: fc.constantFrom(0, 1, 40, 95),
});

function worldLine(one: typeof line extends fc.Arbitrary<infer T> ? T : never, n: number): WorldLine {
  const sign = one.isReversal ? '-' : '';
  return {
    id: `T${one.order}${one.sku}${one.isReversal ? 'r' : ''}${n % 3}`,
    order: one.order,
    sku: one.sku,
    sales: `${sign}${one.cents / 100}.00`,
    commission: `${sign}0.${one.cents}`,
    on: `3/${one.day}/26`,
    at: `${String(one.day % 24).padStart(2, '0')}:59:59`,
    processedOn: `3/${one.day}/26`,
    status: one.status,
  };
}

test('touched orders made anew = everything made anew, after each posting', async () => {
  let parts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(posting, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(null, 'Europe/Berlin', 'Pacific/Apia'),
      fc.constantFrom(30, 90),
      async (postings, timeZone, reversalDays) => {
        let now = Date.UTC(2026, 3, 1, 10);
        const publisher = await Publisher.create(undefined, () => {
          now += 1000;
          return new Date(now);
        });
        const making: LineMaking = { timeZone, zones: { rakuten: 'GMT' }, reversalDays };
        const { facts } = publisher;
        try {
          let before: { basis: { basis: bigint; floor: bigint }; lines: SqlRow[] } | null = null;
          for (const { lines, isComplete, isLost, daysLater } of postings) {
            now += daysLater * 86_400_000;
            const unique = [...new Map(lines.map((one, n) => [worldLine(one, n).id, worldLine(one, n)])).values()];
            await publisher.drops([reportOf(isLost ? 'lost' : 'better', unique)], { complete: isComplete });
            const basis = await ensureLedgerLines(facts, making, 1000);
            if (basis.basis > basis.floor) parts += 1;
            const found = await linesOf(facts, basis);
            expect(found).toEqual(await madeWhole(facts, making));
            if (before !== null) expect(await linesOf(facts, before.basis)).toEqual(before.lines);
            before = { basis, lines: found };
          }
        } finally {
          await publisher.leaves();
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(parts).toBeGreaterThan(RUNS);
}, 300_000);
