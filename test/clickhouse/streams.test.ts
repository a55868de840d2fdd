/** Answers too large to hold, on both engines: read in batches, left early, failing half-way, written as Parquet. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type FactsStore, openDuckdb, type SqlRow } from '../../src/facts/index.ts';
import { ENGINES, type Opened } from './engines.ts';

/** Four rows of every type that comes back, the awkward values among them. */
const ROWS = `
select cast(n as bigint) as n, case when n % 2 = 0 then {text:String} end as t, cast(n - 2 as integer) as i,
  cast({amount:String} as decimal(18,4)) as m, {day:Date32} as d, {at:DateTime64(6, 'UTC')} as at
from (select 1 as n union all select 2 as n union all select 3 as n union all select 4 as n) four`;
const VALUES = {
  text: `ü 🛒 "q", \n \\N`,
  amount: '-12345678901234.5678',
  day: '1969-12-31',
  at: '2024-02-29 10:11:12.5',
};

/** 4^9 = 262 144 rows: far more than a batch, or than a store holds ready. */
const MANY = Array.from({ length: 9 }, (_, place) => `(${ROWS}) r${place}`).join(' cross join ');

async function all(batches: AsyncIterable<readonly SqlRow[]>): Promise<SqlRow[]> {
  const rows: SqlRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-streams-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(ENGINES)('%s', (engine, open) => {
  let opened: Opened | { skipped: string };
  beforeAll(async () => {
    opened = await open(folder);
  });
  afterAll(async () => {
    if ('close' in opened) await opened.close();
  });

  function storeFor(test: TestContext): FactsStore {
    if ('skipped' in opened) return test.skip(opened.skipped);
    return opened.store;
  }

  it('streams what it answers to a query, cell by cell', async (test) => {
    const store = storeFor(test);
    const sql = `${ROWS} order by n`;
    const expected = await store.query(sql, VALUES);
    expect(expected[1]).toEqual({
      ...{ n: '2', t: VALUES.text, i: 0, m: VALUES.amount, d: VALUES.day, at: '2024-02-29 10:11:12.5' },
    });
    expect(await all(store.stream(sql, VALUES))).toEqual(expected);
    expect(await store.exclusive((writer) => all(writer.stream(sql, VALUES)))).toEqual(expected);
    expect(await all(store.stream(`select * from (${ROWS}) r where n > 4`, VALUES))).toEqual([]);
  });

  it('gives many rows in batches, each once and in order', async (test) => {
    const store = storeFor(test);
    const sql = `select row_number() over (order by r0.n, r1.n, r2.n, r3.n, r4.n, r5.n, r6.n, r7.n, r8.n) as place from ${MANY} order by place`;
    let batches = 0;
    let rows = 0;
    for await (const batch of store.stream(sql, VALUES)) {
      batches += 1;
      for (const row of batch) {
        rows += 1;
        if (row['place'] !== String(rows)) expect(row['place']).toBe(String(rows));
      }
    }
    expect(rows).toBe(4 ** 9);
    expect(batches).toBeGreaterThan(10);
  });

  it('is left early, any number of times, and others are answered meanwhile', async (test) => {
    const store = storeFor(test);
    for (let round = 0; round < 30; round += 1) {
      for await (const batch of store.stream(`select r0.n as n from ${MANY}`, VALUES)) {
        expect(batch.length).toBeGreaterThan(0);
        expect(await store.query('select 1 as x')).toEqual([{ x: 1 }]);
        break;
      }
    }
    const unread = store.stream('select * from no_such_table');
    expect(unread).toBeDefined(); // never read, never asked
  });

  it('lets work go on while rows are read, and after a stream inside it was left', async (test) => {
    const store = storeFor(test);
    const reading = store.stream(`select r0.n as n from ${MANY}`, VALUES)[Symbol.asyncIterator]();
    await reading.next();
    await store.exclusive(async (writer) => {
      await writer.run(`insert into work_orders values ('1', 'a')`);
      for await (const batch of writer.stream(`select r0.n as n from ${MANY}`, VALUES)) if (batch.length > 0) break;
      expect(await writer.query('select order_id from work_orders')).toEqual([{ order_id: 'a' }]);
      expect(await all(writer.stream('select order_id from work_orders'))).toEqual([{ order_id: 'a' }]);
      await writer.run('truncate table work_orders');
    });
    let rows = 0;
    for (let step = await reading.next(); step.done !== true; step = await reading.next()) rows += step.value.length;
    expect(rows).toBeGreaterThan(4 ** 8);
  });

  it('says so when it fails half-way, instead of ending like a whole answer', async (test) => {
    const store = storeFor(test);
    const broken = `cast(case when r0.n + r1.n + r2.n + r3.n + r4.n + r5.n + r6.n + r7.n + r8.n = 36 then 'x' else '1' end as integer)`;
    await expect(all(store.stream(`select ${broken} as v from ${MANY}`, VALUES))).rejects.toThrow();
    await expect(store.exclusive((w) => all(w.stream(`select ${broken} as v from ${MANY}`, VALUES)))).rejects.toThrow();
    await expect(all(store.stream('select * from no_such_table'))).rejects.toThrow(/no_such_table/);
    expect(await store.query('select 1 as x')).toEqual([{ x: 1 }]);
  });

  it('writes Parquet with amounts as decimals and days as dates, in order', async (test) => {
    const store = storeFor(test);
    const file = join(folder, `${engine}.parquet`);
    await store.exportParquet(`select n, t, m, d from (${ROWS}) r order by n desc`, VALUES, file);
    const reader = await openDuckdb(join(folder, `reader-${engine}.duckdb`));
    try {
      const types = await reader.query(`select column_name, column_type from (describe from '${file}')`);
      expect(types.map((column) => Object.values(column).join(' '))).toEqual([
        ...['n BIGINT', 't VARCHAR', 'm DECIMAL(18,4)', 'd DATE'],
      ]);
      const rows = await store.query(`select n, t, m, d from (${ROWS}) r order by n desc`, VALUES);
      expect(await reader.query(`from '${file}'`)).toEqual(rows);
    } finally {
      await reader.close();
    }
    await expect(store.exportParquet('select * from no_such_table', {}, file)).rejects.toThrow(/no_such_table/);
    const nowhere = join(folder, 'no', 'such', 'folder.parquet');
    await expect(store.exportParquet('select 1 as x', {}, nowhere)).rejects.toThrow(/no.such|No such/);
  });
});
