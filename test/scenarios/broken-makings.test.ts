/** What is made of facts may break at any step: what is read then is what was whole before, and the next making mends it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  Attributor,
  countedDays,
  countTraffic,
  ensureAttributions,
  LabelRules,
  newestGeneration,
  NO_DECISIONS,
  SHARES_OF_BASIS,
} from '../../src/attribution/index.ts';
import { openControl } from '../../src/control/index.ts';
import { silentLog } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { readTraffic } from '../../src/reports/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { breakingAt, Broken, disturbedAt } from './breaking-facts.ts';
import { fill, LINES, linesOf } from './clicked-lines.ts';
import { Publisher, reportOf } from './publisher.ts';
import { tickingClock } from './report-ledger.ts';

/** Every step with TRIBUTARY_LONG, else some of them. */
const STRIDE = process.env['TRIBUTARY_LONG'] === '1' ? 1 : 17;

/** From now on a checkpoint comes with every commit and fails: DuckDB gives the file up, as after any that fails. */
async function breakCheckpoints(facts: FactsStore, isCommitted: boolean): Promise<void> {
  await facts.run(`set global auto_checkpoint_skip_wal_threshold = ${isCommitted ? 100_000 : 0}`);
  await facts.run("set global wal_autocheckpoint = '1B'");
  await facts.run("set global debug_checkpoint_abort = 'before_header'");
}

/** Breaks the work at its first step, then at a later one … until it is through; looks around after each. */
async function breakEverywhere(
  facts: FactsStore,
  work: (facts: FactsStore) => Promise<unknown>,
  look: () => Promise<void>,
): Promise<number> {
  for (let step = 1; ; step += STRIDE) {
    try {
      await work(breakingAt(facts, step));
      await look();
      return step - 1;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      await look();
    }
  }
}

test('nothing half made is ever read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-broken-'));
  const clock = tickingClock();
  const publisher = await Publisher.create(undefined, clock);
  const { facts } = publisher;
  const { control, close } = openControl(join(folder, 'control.db'));
  const rules = new LabelRules(control, new Sites(control, clock), clock);
  const ensure = (over: FactsStore) =>
    ensureAttributions({
      ...{ facts: over, clock, folder },
      decisions: () => Promise.resolve(NO_DECISIONS),
      making: () => Promise.resolve(AS_REPORTED),
    });
  /** Every generation and credit that can be read is the ledger's sum. */
  const look = async (): Promise<void> => {
    const made = await newestGeneration(facts);
    if (made === null) return;
    const credits = await facts.query(
      'select c.credit as credit from attribution_credits c where c.basis = {basis:Int64}',
      {
        basis: made.basis,
      },
    );
    const [ledger] = await facts.query(
      `select sum(l.commission) as commission from ledger_lines l where l.basis >= {floor:Int64} and l.basis <= {basis:Int64}
       and (l.entry_id, l.basis) not in (select e.entry_id, e.line_basis from ledger_ends e where e.basis > {floor:Int64} and e.basis <= {basis:Int64})`,
      { basis: made.ledgerBasis, floor: made.ledgerFloor },
    );
    for (const credit of ['', ...credits.map((row) => String(row['credit']))]) {
      const [shares] = await facts.query(`select sum(a.commission) as commission from ${SHARES_OF_BASIS} a`, {
        ...{ attribution: made.basis, attributionFloor: made.floor, credit },
      });
      expect([credit, shares?.['commission']]).toEqual([credit, ledger?.['commission']]);
    }
  };
  const ask = () =>
    readTraffic(
      { facts, names: { networks: [], connections: [] }, today: '2026-03-10' },
      { by: 'source', days: { from: '2026-03-01', to: '2026-03-08' }, filters: [], timeZone: null },
    );
  const shares = async (): Promise<unknown> => {
    const made = await newestGeneration(facts);
    return facts.query(
      `select a.entry_id, a.share_no, a.method, a.page_path, a.source_name, a.commission from ${SHARES_OF_BASIS} a order by a.entry_id, a.share_no`,
      { attribution: made?.basis ?? 0n, attributionFloor: made?.floor ?? 0n, credit: '' },
    );
  };
  try {
    await fill(facts, folder);
    await publisher.drops([reportOf('better', linesOf(0, LINES - 1))]);
    expect(await breakEverywhere(facts, ensure, look)).toBeGreaterThan(30); // with a fit
    const credited = async (over: FactsStore): Promise<unknown> =>
      new Attributor({ ...{ facts: over, clock, folder, log: silentLog }, rules }).credited(
        await ensure(facts),
        'markov',
        'page',
      );
    expect(await breakEverywhere(facts, credited, look)).toBeGreaterThan(10);
    await publisher.drops([reportOf('better', linesOf(LINES - 1, LINES))]);
    expect(await breakEverywhere(facts, ensure, look)).toBeGreaterThan(10); // one order alone
    const made = await newestGeneration(facts);
    expect(made?.floor).not.toBe(made?.basis);
    const stepwise = await shares();
    await facts.exclusive(async (writer) => {
      for (const table of ['attributions', 'attribution_ends', 'attribution_bases', 'attribution_credits'])
        await writer.run(`delete from ${table}`);
    });
    await ensure(facts);
    expect(await shares()).toEqual(stepwise);

    const plain = await ask();
    const counting = (over: FactsStore): Promise<void> => countTraffic(over, () => new Date('2026-03-06T10:00:00Z'));
    await breakEverywhere(facts, counting, async () => expect(await ask()).toEqual(plain));
    expect(await countedDays(facts, { from: '2026-03-01', to: '2026-03-05' })).toEqual({
      from: '2026-03-01',
      to: '2026-03-05',
      making: expect.any(BigInt) as unknown,
    });
  } finally {
    await publisher.leaves();
    await close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('what DuckDB gives up in the middle is done all the same, and once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-lost-'));
  const clock = tickingClock();
  const publisher = await Publisher.create(undefined, clock);
  const { facts } = publisher;
  const ensure = (over: FactsStore) =>
    ensureAttributions({
      ...{ facts: over, clock, folder },
      decisions: () => Promise.resolve(NO_DECISIONS),
      making: () => Promise.resolve(AS_REPORTED),
    });
  const shares = async (): Promise<unknown> => {
    const made = await newestGeneration(facts);
    return facts.query(
      `select a.entry_id, a.share_no, a.method, a.commission from ${SHARES_OF_BASIS} a order by a.entry_id, a.share_no`,
      { attribution: made?.basis ?? 0n, attributionFloor: made?.floor ?? 0n, credit: '' },
    );
  };
  const entries = async (): Promise<unknown> =>
    (await facts.query('select count(*) as n, count(distinct run_seq) as runs from entries'))[0];
  try {
    await fill(facts, folder);
    await publisher.drops([reportOf('better', linesOf(0, 20))]);
    await breakCheckpoints(facts, true);
    await publisher.drops([reportOf('better', linesOf(0, 40))]); // posted, although the file was lost with it
    expect(await entries()).toEqual({ n: '40', runs: '2' });
    await breakCheckpoints(facts, false);
    await expect(publisher.drops([reportOf('better', linesOf(0, LINES))])).rejects.toThrow('Ask again');
    expect(await entries()).toEqual({ n: '40', runs: '2' });
    await publisher.drops([reportOf('better', linesOf(0, LINES))]);
    expect(await entries()).toEqual({ n: String(LINES), runs: '3' });

    await ensure(facts);
    const whole = await shares();
    for (let step = 1; step < 3 * STRIDE + 30; step += STRIDE) {
      await facts.exclusive(async (writer) => {
        for (const table of ['attributions', 'attribution_ends', 'attribution_bases', 'attribution_credits'])
          await writer.run(`delete from ${table}`);
      });
      await ensure(disturbedAt(facts, step, () => breakCheckpoints(facts, true)));
      expect(await shares()).toEqual(whole);
    }
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
});
