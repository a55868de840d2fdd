import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { duckdbText, openDuckdb } from './duckdb-store.ts';

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

it('writes parameters as DuckDB takes them and refuses types that only one engine knows', () => {
  expect(duckdbText('{a:String} {b:Int32} {c:Int64} {d:Date32}')).toBe(
    'cast($a as varchar) cast($b as integer) cast($c as bigint) cast($d as date)',
  );
  expect(duckdbText(`{t:DateTime64(6, 'UTC')}`)).toBe('cast($t as timestamp)');
  expect(() => duckdbText('{a:UUID}')).toThrow('{a:UUID}');
});
