/** Every report on both engines: the same ledger, the same questions, the same answers. */
import { afterAll, expect, test } from 'vitest';
import {
  BREAKDOWN_SORTS,
  BREAKDOWNS,
  DATE_KINDS,
  DIMENSIONS,
  exportTransactions,
  FIGURES,
  OPERATORS,
  ORDER_SORTS,
  readBreakdown,
  readChanges,
  readFreshness,
  readOrders,
  readOverview,
  readTransaction,
  readTransactions,
  STACKED,
  STACKS,
  STEPS,
  TRANSACTION_SORTS,
} from '../../src/reports/index.ts';
import { Publisher } from '../scenarios/publisher.ts';
import { AWKWARD, fillLedger, sourcesOf, tickingClock } from '../scenarios/report-ledger.ts';
import { startClickhouse } from './server.ts';

const clickhouse = await startClickhouse();
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const ASKED = { match: 'date', date: 'transaction', figure: 'total', from: '2026-01-05', to: '2026-03-31' } as const;

/** Runs and their names differ between two installations; nothing else may. */
function comparable(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'RUN')) as unknown;
}

/** Everything that can be asked, each question once with everything it has a choice of. */
async function answers(publisher: Publisher): Promise<[string, unknown][]> {
  const sources = sourcesOf(publisher);
  const told: [string, unknown][] = [];
  const tell = async (what: string, answer: Promise<unknown>): Promise<void> => {
    told.push([what, comparable(await answer)]);
  };
  for (const [n, step] of STEPS.entries()) {
    const [stackBy, stackOf] = [STACKS[n] ?? 'network', STACKED[n] ?? 'commission'];
    const [figure, date] = [FIGURES[n] ?? 'total', DATE_KINDS[n % 2] ?? 'process'];
    const asked = {
      ...ASKED,
      filters: [],
      figure,
      date,
      step,
      stackBy,
      stackOf,
      compare: 'previous',
      match: 'dow',
    } as const;
    await tell(`overview by ${step}`, readOverview(sources, asked));
  }
  for (const [n, by] of BREAKDOWNS.entries()) {
    const sort = BREAKDOWN_SORTS[n % BREAKDOWN_SORTS.length] ?? 'name';
    const asked = {
      ...ASKED,
      filters: [],
      by,
      sort,
      isDescending: n % 2 === 0,
      limit: 7,
      offset: n % 3,
      find: n % 4 === 0 ? 'a' : '',
    };
    await tell(`breakdown by ${by}`, readBreakdown(sources, { ...asked, compare: 'year' }));
  }
  const lines = { ...ASKED, filters: [], limit: 40 } as const;
  for (const [n, sort] of TRANSACTION_SORTS.entries()) {
    const first = await readTransactions(sources, { ...lines, sort, isDescending: n % 2 === 0 });
    await tell(`lines by ${sort}`, Promise.resolve(first));
    const cursor = first.nextCursor ?? '';
    await tell(`more by ${sort}`, readTransactions(sources, { ...lines, sort, isDescending: n % 2 === 0, cursor }));
  }
  for (const [n, sort] of ORDER_SORTS.entries()) {
    await tell(`orders by ${sort}`, readOrders(sources, { ...lines, sort, isDescending: n % 2 === 0 }));
  }
  for (const dimension of DIMENSIONS) {
    for (const operator of OPERATORS) {
      const filters = [{ dimension, operator, values: [...AWKWARD.slice(0, 6), 'US', 'ÜNÏ', '(none)', 'lost'] }];
      await tell(
        `${dimension} ${operator}`,
        readTransactions(sources, { ...lines, filters, limit: 5, sort: 'date', isDescending: true }),
      );
    }
  }
  for (const search of AWKWARD) {
    await tell(
      `search ${search}`,
      readTransactions(sources, { ...lines, search, limit: 5, sort: 'date', isDescending: true }),
    );
  }
  for (const runs of [1, 2, 9]) await tell(`changes of ${runs}`, readChanges(sources, { runs, limit: 30 }));
  const withdrawn = { dimension: 'status', operator: 'is', values: ['withdrawn', 'reversed'] } as const;
  const { rows } = await readTransactions(sources, {
    ...lines,
    filters: [withdrawn],
    limit: 5,
    sort: 'order',
    isDescending: true,
  });
  for (const { id } of rows)
    await tell(
      `line ${id}`,
      readTransaction(sources, id, async () => null),
    );
  await tell('freshness', readFreshness(sources, { connections: [], runs: [] }, new Date('2026-04-02T00:00:00Z')));
  let file = '';
  for await (const part of exportTransactions(sources, { ...ASKED, filters: [], sort: 'subId', isDescending: false }))
    file += part;
  told.push(['file', file]);
  return told;
}

test('both engines answer every report alike', async (context) => {
  if ('skipped' in clickhouse) return context.skip(clickhouse.skipped);
  const onDuckdb = await Publisher.create(undefined, tickingClock());
  const onClickhouse = await Publisher.create(clickhouse.url, tickingClock());
  try {
    await fillLedger(onDuckdb, 400);
    await fillLedger(onClickhouse, 400);
    const [expected, found] = [await answers(onDuckdb), await answers(onClickhouse)];
    for (const [n, [what, answer]] of expected.entries()) expect(found[n], what).toEqual([what, answer]);
    expect(JSON.stringify(expected)).toContain('"status":"pending"');
    expect(JSON.stringify(expected)).toContain('"kind":"withdrawn"');
  } finally {
    await onDuckdb.leaves();
    await onClickhouse.leaves();
  }
}, 300_000);
