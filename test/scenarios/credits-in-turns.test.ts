/** A credit is made in turns: others write between them, and its generation may be replaced. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  Attributor,
  type AttributionBasis,
  ensureAttributions,
  ensureCredit,
  LabelRules,
  NO_DECISIONS,
} from '../../src/attribution/index.ts';
import { openControl } from '../../src/control/index.ts';
import { silentLog } from '../../src/core/index.ts';
import type { FactsStore, SqlRow } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { readEarners } from '../../src/reports/index.ts';
import { Sites } from '../../src/sites/index.ts';
import { betweenTurns } from './breaking-facts.ts';
import { fill, LINES, linesOf } from './clicked-lines.ts';
import { Publisher, reportOf } from './publisher.ts';
import { sourcesOf, tickingClock } from './report-ledger.ts';

/** A turn has about one day. */
const SMALL = { entries: 10, clicks: 5, views: 5 } as const;
const NAME = 'markov:page';

let [folder, known] = ['', 0];
let publisher: Publisher;
let facts: FactsStore;
const clock = tickingClock();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-turns-'));
  publisher = await Publisher.create(undefined, clock);
  ({ facts } = publisher);
  await fill(facts, folder);
  known = LINES - 12;
  await publisher.drops([reportOf('better', linesOf(0, known))]);
});
afterEach(async () => {
  await publisher.leaves();
  await rm(folder, { recursive: true, force: true });
});

const ensure = (): Promise<AttributionBasis> =>
  ensureAttributions({
    ...{ facts, clock, folder },
    decisions: () => Promise.resolve(NO_DECISIONS),
    making: () => Promise.resolve(AS_REPORTED),
  });

const credited = (over: FactsStore, basis: AttributionBasis): Promise<string | null> =>
  ensureCredit(over, folder, basis, 'markov', 'page', { sizes: SMALL });

/** One line more, and a generation that knows it. */
async function anotherGeneration(): Promise<void> {
  await publisher.drops([reportOf('better', linesOf(known, known + 1))]);
  known += 1;
  await ensure();
}

async function wholeCredits(): Promise<SqlRow[]> {
  return facts.query('select c.basis as basis, c.credit as credit from attribution_credits c order by c.basis');
}

/** Every share that was made of a generation by the credit, without its number. */
async function sharesOf({ basis }: AttributionBasis): Promise<string[]> {
  const rows = await facts.query(
    'select * from attributions a where a.basis = {basis:Int64} and a.credit = {name:String} order by a.entry_id, a.share_no',
    { basis, name: NAME },
  );
  return rows.map((row) => JSON.stringify({ ...row, basis: 0 }));
}

async function forgetCredits(): Promise<void> {
  await facts.exclusive(async (writer) => {
    await writer.run("delete from attributions where credit <> ''");
    await writer.run('delete from attribution_credits');
  });
}

test('in many turns as in few: the same shares', async () => {
  const basis = await ensure();
  for (const [model, of] of [
    ['markov', 'page'],
    ['time-decay', 'source'],
  ] as const) {
    const read = (): Promise<SqlRow[]> =>
      facts.query("select * from attributions a where a.credit <> '' order by a.entry_id, a.share_no");
    await ensureCredit(facts, folder, basis, model, of);
    const few = await read();
    expect(few.length).toBeGreaterThan(known);
    await forgetCredits();
    let turns = 0;
    const counting = betweenTurns(facts, Infinity, () => Promise.resolve());
    await ensureCredit(
      new Proxy(counting, {
        get: (target, name) => {
          if (name === 'exclusive') turns += 1;
          return Reflect.get(target, name) as unknown;
        },
      }),
      folder,
      basis,
      model,
      of,
      { sizes: SMALL },
    );
    expect(turns).toBeGreaterThan(10);
    expect(await read()).toEqual(few);
    await forgetCredits();
  }
});

test('others write while a credit is made', async () => {
  const basis = await ensure();
  const others: Promise<SqlRow[]>[] = [];
  const over = betweenTurns(facts, 4, () => {
    others.push(facts.exclusive((writer) => writer.query('select * from attribution_credits')));
    return Promise.resolve();
  });
  await credited(over, basis);
  expect(await Promise.all(others)).toEqual([[]]); // its turn came before the credit was whole
  expect(await wholeCredits()).toHaveLength(1);
});

test('a generation that goes in the middle leaves nothing, and the report asks the next one', async () => {
  let turn = 2;
  for (; ; turn += 5) {
    const basis = await ensure();
    let isReplaced = false;
    const over = betweenTurns(facts, turn, async () => {
      isReplaced = true;
      await anotherGeneration();
      await anotherGeneration(); // the one before the newest stays
    });
    const name = await credited(over, basis);
    if (!isReplaced) break;
    expect(name).toBe(null);
    expect(await sharesOf(basis)).toEqual([]);
    expect(await wholeCredits()).toEqual([]);
  }
  expect(turn).toBeGreaterThan(12);
  await forgetCredits();
  const asked: bigint[] = [];
  const sources = sourcesOf(publisher);
  const report = await readEarners(
    {
      ...sources,
      attribution: {
        ...{ ensure, ensureWithin: () => Promise.resolve(true) },
        credited: (basis) => {
          asked.push(basis.basis);
          const isFirst = asked.length === 1;
          const twice = (): Promise<void> => anotherGeneration().then(anotherGeneration);
          return credited(isFirst ? betweenTurns(facts, 3, twice) : facts, basis);
        },
      },
    },
    {
      ...{
        filters: [],
        match: 'date',
        date: 'transaction',
        figure: 'total',
        by: 'page',
        credit: 'markov',
        creditOf: 'page',
      },
      ...{ sort: 'commission', isDescending: true, limit: 50, offset: 0 },
    },
  );
  expect(report.rows.length).toBeGreaterThan(1);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBe((asked[0] ?? 0n) + 2n);
});

test('clicks that are removed in the middle leave their entries as they were found', async () => {
  const basis = await ensure();
  await credited(
    betweenTurns(facts, 8, () => facts.exclusive((writer) => writer.run('delete from clicks'))),
    basis,
  );
  const sums = await facts.query(
    'select a.credit as credit, sum(a.commission) as commission, count(distinct a.entry_id) as entries from attributions a group by a.credit',
  );
  expect(sums).toHaveLength(2);
  expect({ ...sums[0], credit: '' }).toEqual({ ...sums[1], credit: '' });
});

test('who asks for a credit that is being made waits for it; one that is not whole when all ends waits for the next time', async () => {
  const { control, close } = openControl(join(folder, 'control.db'));
  try {
    const rules = new LabelRules(control, new Sites(control, clock), clock);
    const basis = await ensure();
    const ends: Promise<void>[] = [];
    const over = betweenTurns(facts, 3, () => {
      ends.push(attributor.settle());
      return Promise.resolve();
    });
    const attributor = new Attributor({ facts: over, clock, log: silentLog, folder, rules });
    const [first, second] = await Promise.allSettled([1, 2].map(() => attributor.credited(basis, 'linear', 'page')));
    expect([first?.status, second?.status]).toEqual(['rejected', 'rejected']);
    await Promise.all(ends);
    expect(await wholeCredits()).toEqual([]);
    const both = await Promise.all([1, 2].map(() => attributor.credited(basis, 'linear', 'page')));
    expect(both).toEqual(['linear:page', 'linear:page']);
    expect(await wholeCredits()).toHaveLength(1);
  } finally {
    await close();
  }
});
