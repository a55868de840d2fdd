import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdbText } from './duckdb-connection.ts';
import { DuckdbEngine, openDuckdb } from './duckdb-engine.ts';
import { generousLimit } from './duckdb-instance.ts';
import type { FactsStore } from './facts-store.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-duckdb-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const POST = `insert into posted_runs values ({seq:Int64}, 'run', {at:DateTime64(6, 'UTC')})`;
const AT = '2024-02-29 10:11:12';

it('rolls back all that failed work wrote, and stores the next', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  const failing = store.exclusive((writer) =>
    writer.atomically(async () => {
      await writer.run(POST, { seq: 1, at: AT });
      throw new Error('in the middle');
    }),
  );
  await expect(failing).rejects.toThrow('in the middle');
  await store.exclusive((writer) => writer.atomically(() => writer.run(POST, { seq: 2, at: AT })));
  expect(await store.query('select run_seq from posted_runs')).toEqual([{ run_seq: '2' }]);
  await store.close();
});

it('shows readers nothing of a transaction before its end', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  await store.exclusive((writer) =>
    writer.atomically(async () => {
      await writer.run(POST, { seq: 1, at: AT });
      expect(await store.query('select * from posted_runs')).toEqual([]);
    }),
  );
  expect(await store.query('select count(*) as n from posted_runs')).toEqual([{ n: '1' }]);
  await store.close();
});

it('keeps facts from one opening of the file to the next, and no work tables', async () => {
  const file = join(folder, 'new', 'facts.duckdb');
  const first = await openDuckdb(file);
  await first.exclusive(async (writer) => {
    await writer.run(POST, { seq: 3, at: AT });
    await writer.run(`insert into work_orders values ('10', 'order')`);
  });
  await first.close();
  const second = await openDuckdb(file);
  expect(await second.query('select * from posted_runs')).toEqual([{ run_seq: '3', run_id: 'run', posted_at: AT }]);
  const left = await second.exclusive((writer) => writer.query('select count(*) as n from work_orders'));
  expect(left).toEqual([{ n: '0' }]);
  await second.close();
});

it('ends the work that is under way before it closes', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  const work = store.exclusive((writer) => writer.run(POST, { seq: 4, at: AT }));
  await store.close();
  await expect(work).resolves.toBeUndefined();
});

const SORTED = `select i, repeat('x', 100) || i as t from range(200000) r(i) order by t`;

it('frees what a stream holds when its reader leaves early', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  const held = async (): Promise<number> => {
    const [row] = await store.query(
      `select sum(memory_usage_bytes) as held from duckdb_memory() where tag = 'ORDER_BY'`,
    );
    return Number(row?.['held']);
  };
  const before = await held();
  for await (const rows of store.stream(SORTED)) {
    expect(rows.length).toBeGreaterThan(0);
    expect(await held()).toBeGreaterThan(before + 10_000_000);
    break;
  }
  expect(await held()).toBe(before);
  await store.close();
});

it('closes under a reader, who learns that there was more', async () => {
  const file = join(folder, 'facts.duckdb');
  const store = await openDuckdb(file);
  const reading = store.stream(SORTED)[Symbol.asyncIterator]();
  await reading.next();
  await store.close();
  const rest = async (): Promise<void> => {
    while ((await reading.next()).done !== true);
  };
  await expect(rest()).rejects.toThrow('in the middle');
  const next = await openDuckdb(file);
  expect(await next.query('select 1 as x')).toEqual([{ x: 1 }]);
  await next.close();
});

it('tells a failed stream from a whole one, although DuckDB ends both alike', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  const failing = `select cast(case when i = 300000 then 'x' else '1' end as integer) as v from range(1000000) r(i)`;
  let seen = 0;
  const read = async (): Promise<void> => {
    for await (const rows of store.stream(failing)) seen += rows.length;
  };
  await expect(read()).rejects.toThrow('in the middle');
  expect(seen).toBeGreaterThan(0);
  await store.close();
});

it('notices work that disturbs a stream of its own', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  await store.exclusive(async (writer) => {
    const reading = writer.stream(SORTED)[Symbol.asyncIterator]();
    await reading.next();
    await writer.query('select 1');
    await expect(reading.next()).rejects.toThrow('in the middle');
  });
  await store.close();
});

it('writes parameters as DuckDB takes them and refuses types that only one engine knows', () => {
  expect(duckdbText('{a:String} {b:Int32} {c:Int64} {d:Date32}')).toBe(
    'cast($a as varchar) cast($b as integer) cast($c as bigint) cast($d as date)',
  );
  expect(duckdbText(`{t:DateTime64(6, 'UTC')}`)).toBe('cast($t as timestamp)');
  expect(() => duckdbText('{a:UUID}')).toThrow('{a:UUID}');
});

it('goes on with a file in the format of older versions', async () => {
  const file = join(folder, 'facts.duckdb');
  const old = await DuckDBInstance.create(file, { storage_compatibility_version: 'v1.2.0' });
  const connection = await old.connect();
  await connection.run(
    'create table posted_runs (run_seq bigint not null, run_id varchar not null, posted_at timestamp not null)',
  );
  await connection.run(`insert into posted_runs values (7, 'run', now() :: timestamp)`);
  connection.closeSync();
  old.closeSync();
  for (const expected of [['7'], ['7', '8']]) {
    const store = await openDuckdb(file);
    const rows = await store.query('select run_seq from posted_runs order by run_seq');
    expect(rows.map((row) => row['run_seq'])).toEqual(expected);
    await store.exclusive((writer) => writer.atomically(() => writer.run(POST, { seq: 8, at: AT })));
    await store.close();
  }
});

it('refuses a file with facts of another form, and changes nothing in it', async () => {
  const file = join(folder, 'facts.duckdb');
  await (await openDuckdb(file)).close();
  const raw = await DuckDBInstance.create(file);
  const connection = await raw.connect();
  await connection.run('alter table pageviews drop column city');
  await connection.run('alter table clicks add column mood varchar');
  connection.closeSync();
  raw.closeSync();
  await expect(openDuckdb(file)).rejects.toThrow(/The table clicks of the facts has a column mood/);
  const after = await DuckDBInstance.create(file);
  const reader = await (await after.connect()).runAndReadAll(
    `select column_name from information_schema.columns where table_name = 'pageviews' and column_name = 'city'`,
  );
  expect(reader.getRows()).toEqual([]);
  after.closeSync();
});

it('looks at the tables of its own file, however many others are open', async () => {
  const engine = new DuckdbEngine(join(folder, 'tmp'));
  const [kept, ...others] = ['kept', 'b', 'c', 'd'].map((name) => join(folder, `${name}.duckdb`));
  const row = `insert into conversions (conversion, target, made_of) values (1, 'EUR', 'x')`;
  const before = await engine.open(kept ?? '');
  await before.exclusive((writer) => writer.run(row));
  await before.close();
  const stores = [];
  for (const file of others) stores.push(await engine.open(file));
  const again = await engine.open(kept ?? '');
  expect(await again.query('select target from conversions')).toEqual([{ target: 'EUR' }]); // it was dropped as outdated
  for (const store of [...stores, again]) await store.close();
  await engine.close();
});

it('gives the memory of work tables back: each time that one is emptied, and when the work has ended', async () => {
  const store = await openDuckdb(join(folder, 'facts.duckdb'));
  const megabytes = `
select cast(sum(memory_usage_bytes + temporary_storage_bytes) // 1000000 as integer) as mb from duckdb_memory() where tag = 'IN_MEMORY_TABLE'`;
  const most = await store.exclusive(async (writer) => {
    for (let round = 0; round < 3; round += 1) {
      await writer.empty('work_orders');
      await writer.run(`insert into work_orders select range, concat('order ', range) from range(1000000)`);
    }
    const [held] = await writer.query(megabytes);
    return Number(held?.['mb']);
  });
  expect(most).toBeGreaterThan(10); // of one round
  expect(most).toBeLessThan(100); // three rounds that were truncated held three times as much
  const [left] = await store.exclusive((writer) => writer.query(megabytes));
  expect(Number(left?.['mb'])).toBeLessThan(5);
  await store.close();
});

it('makes everything that is derived anew where one of its tables is of another version, and nothing else', async () => {
  const file = join(folder, 'facts.duckdb');
  const whole = `insert into traffic_makings (making, day, made_of, views) values (1, '2026-03-01', '1', 1)`;
  const makings = async (store: FactsStore): Promise<number> =>
    (await store.query('select making from traffic_makings')).length;
  // another column, and a table that was not there before: the makings say that they are whole, and they are empty
  for (const change of ['alter table traffic_places drop column position', 'drop table traffic_quarters']) {
    const before = await openDuckdb(file);
    await before.exclusive(async (writer) => {
      await writer.run(whole);
      await writer.run(POST, { seq: 1, at: AT });
    });
    await before.close();
    const same = await openDuckdb(file);
    expect([change, await makings(same)]).toEqual([change, 1]);
    await same.exclusive((writer) => writer.run(change));
    await same.close();
    const after = await openDuckdb(file);
    expect([change, await makings(after)]).toEqual([change, 0]);
    expect(await after.query('select distinct run_seq from posted_runs')).toHaveLength(1);
    await after.close();
  }
});

it('takes work for done although others hold too much memory when it ends, and takes its memory back later', async () => {
  const engine = new DuckdbEngine(join(folder, 'tmp'), { memoryLimit: '60MB' });
  const [store, other] = [await engine.open(join(folder, 'a.duckdb')), await engine.open(join(folder, 'b.duckdb'))];
  const limit = async (): Promise<unknown> =>
    (await store.query('select memory_limit from pragma_database_size() limit 1'))[0]?.['memory_limit'];
  const usual = await limit();
  await other.exclusive((its) =>
    its.run(`create table big as select i, repeat('x', 50) || i as t, 0 as v from range(500000) r(i)`),
  );
  let [tries, changing, letGo] = [0, Promise.resolve(), (): void => undefined];
  const done = store.exclusive(async (writer) => {
    tries += 1;
    if (tries === 1) await writer.run('create table none as select list(i) as l from range(20000000) r(i)');
    await new Promise<void>((hasChanged) => {
      changing = other.exclusive((its) =>
        its.atomically(async () => {
          await its.run(`update big set v = 1, t = t || 'y'`); // takes memory that cannot be put on disk
          hasChanged();
          await new Promise<void>((resolve) => (letGo = resolve));
        }),
      );
    });
    return 'done';
  });
  await expect(done).resolves.toBe('done');
  expect(tries).toBe(2);
  expect(await limit()).not.toBe(usual);
  letGo();
  await changing;
  await other.exclusive((its) => its.run('drop table big')); // only then DuckDB has the memory back
  await store.exclusive(() => Promise.resolve());
  expect(await limit()).toBe(usual);
  for (const one of [store, other]) await one.close();
  await engine.close();
});

it('gives work that needs more a part of the memory there is, never less than helps and never all', () => {
  const limits = [1e9, 4e9, 64e9].map((memory) => generousLimit(memory));
  expect(limits).toEqual(['450MB', '1600MB', '4000MB']);
});
