/** DuckDB is brought to real fatal errors here: it gives the instance, or a file, up and has to be started again. */
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Log } from '../core/index.ts';
import { DuckdbEngine } from './duckdb-engine.ts';
import type { FactsStore, FactsWriter } from './facts-store.ts';

let folder: string;
let engine: DuckdbEngine;
let logged: string[];
let stores: FactsStore[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-fatal-'));
  logged = [];
  const say = (event: string): void => void logged.push(event);
  const log: Log = { info: say, warn: say, error: say };
  engine = new DuckdbEngine(join(folder, 'tmp'), { memoryLimit: '200MB', log });
  stores = [];
});

afterEach(async () => {
  for (const store of stores) await store.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(name = 'facts'): Promise<FactsStore> {
  const store = await engine.open(join(folder, `${name}.duckdb`));
  stores.push(store);
  return store;
}

const STARTED_AGAIN = 'DuckDB met a fatal error and is started again';
const POST = `insert into posted_runs values ({seq:Int64}, 'run', '2024-02-29 10:11:12')`;

function post(store: FactsStore, seq: number): Promise<void> {
  return store.exclusive((writer) => writer.atomically(() => writer.run(POST, { seq })));
}

async function posted(store: FactsStore): Promise<unknown[]> {
  return (await store.query('select run_seq from posted_runs order by run_seq')).map((row) => row['run_seq']);
}

/** A table whose changes are more than fits beside the limit of `squeeze`. */
const FILL_BIG = `create table big as select i as id, repeat('x', 50) || i as name, 0 as v from range(120000) t(i)`;
const CHANGE_BIG = `update big set v = 1, name = name || 'y'`;

/** Leaves less memory than a block takes: what DuckDB has put on disk of a transaction it cannot read to roll it back. */
async function squeeze(store: FactsStore): Promise<void> {
  const limit = (bytes: number): Promise<void> => store.run(`set global memory_limit = '${bytes}B'`);
  await limit(1000).catch(() => undefined); // refused, but it puts on disk what it can
  const [held] = await store.query('select sum(memory_usage_bytes) as bytes from duckdb_memory()');
  const isTaken = (bytes: number): Promise<boolean> =>
    limit(bytes).then(
      () => true,
      () => false,
    );
  for (let bytes = Number(held?.['bytes']); !(await isTaken(bytes)); ) bytes += 50_000;
}

/** Work that fails when it is first done, and cannot be rolled back then. */
function failing(store: FactsStore, times = 1): { readonly done: Promise<void>; readonly tries: () => number } {
  let tries = 0;
  const done = store.exclusive(async (writer) => {
    await writer.run(`insert into work_orders values ('10', 'order')`);
    const [before] = await writer.query('select count(*) as n from work_orders');
    expect(before).toEqual({ n: '1' }); // its work tables are empty again
    await writer.atomically(async () => {
      tries += 1;
      await writer.run(POST, { seq: 100 + tries });
      if (tries > times) return;
      await writer.run(CHANGE_BIG);
      await squeeze(store);
      throw new Error('the work itself failed');
    });
  });
  return { done, tries: () => tries };
}

it('does work again whose transaction could not be rolled back, and loses nothing', async () => {
  const store = await opened();
  await post(store, 1);
  await store.exclusive((writer) => writer.run(FILL_BIG));
  await post(store, 2);
  const work = failing(store);
  await work.done;
  expect(work.tries()).toBe(2);
  expect(logged).toEqual([STARTED_AGAIN]);
  expect(await posted(store)).toEqual(['1', '2', '102']);
  expect(await store.query('select sum(v) as v from big')).toEqual([{ v: '0' }]);
  await post(store, 3);
  expect(await posted(store)).toEqual(['1', '2', '3', '102']);
});

/** Every further checkpoint fails for good, before or after what it wrote counts. */
async function breakCheckpoints(writer: FactsWriter, when: 'before_header' | 'before_truncate'): Promise<void> {
  await writer.run(`set global debug_checkpoint_abort = '${when}'`);
  await writer.run(`set global wal_autocheckpoint = '1B'`);
}

it('starts once for all files and everyone who asks at the same time', async () => {
  const [store, other] = [await opened(), await opened('other')];
  await post(other, 7);
  await store.exclusive((writer) => writer.run(FILL_BIG));
  const work = failing(store);
  const reads: Promise<unknown>[] = [];
  let isDone = false;
  const ended = work.done.finally(() => (isDone = true));
  while (!isDone) {
    for (const one of [store, other]) reads.push(one.query('select count(*) as n from posted_runs'));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await ended;
  await Promise.all(reads);
  expect(reads.length).toBeGreaterThan(20);
  expect(logged).toEqual([STARTED_AGAIN]);
  expect(await posted(other)).toEqual(['7']);
  expect(await posted(store)).toEqual(['102']);
});

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

it('does the work of another file again that was in the middle of a transaction', async () => {
  const [store, other] = [await opened(), await opened('other')];
  await store.exclusive((writer) => writer.run(FILL_BIG));
  let tries = 0;
  const [begun, goOn] = [signal(), signal()];
  const interrupted = other.exclusive((writer) =>
    writer.atomically(async () => {
      tries += 1;
      await writer.run(POST, { seq: tries });
      begun.give();
      await goOn.given;
      await writer.run(POST, { seq: 10 });
    }),
  );
  await begun.given;
  await failing(store).done;
  goOn.give();
  await interrupted;
  expect(tries).toBe(2);
  expect(await posted(other)).toEqual(['2', '10']);
  expect(logged).toEqual([STARTED_AGAIN]);
});

it('ends rows that are being read with an error that says why, and lets no file be held', async () => {
  const [store, other] = [await opened(), await opened('other')];
  await store.exclusive((writer) => writer.run(FILL_BIG));
  const reading = [store, other].map((one) => one.stream('select i from range(3000000) r(i)')[Symbol.asyncIterator]());
  for (const one of reading) await one.next();
  const left = store.stream('select i from range(3000000) r(i) order by i desc');
  for await (const _rows of left) break;
  await failing(store).done;
  for (const one of reading) {
    const rest = async (): Promise<void> => {
      while ((await one.next()).done !== true);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'facts-reopened' });
  }
  await other.query('select 1');
  if (process.platform === 'linux') expect(held()).toEqual({ 'facts.duckdb': 1, 'other.duckdb': 1 });
});

/** How often this process has each facts file open. */
function held(): Record<string, number> {
  const times: Record<string, number> = {};
  for (const descriptor of readdirSync('/proc/self/fd')) {
    let target = '';
    try {
      target = readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      // the one that lists the others
    }
    const [name = ''] = target.startsWith(folder) ? target.split('/').slice(-1) : [];
    if (name.endsWith('.duckdb')) times[name] = (times[name] ?? 0) + 1;
  }
  return times;
}

it('takes a commit for done that is on disk, although the checkpoint after it failed', async () => {
  const store = await opened();
  let tries = 0;
  const done = store.exclusive(async (writer) => {
    await breakCheckpoints(writer, 'before_header');
    return writer.atomically(async () => {
      tries += 1;
      await writer.run(POST, { seq: 5 });
      return 'posted';
    });
  });
  await expect(done).resolves.toBe('posted');
  expect(tries).toBe(1);
  expect(logged).toEqual([STARTED_AGAIN]);
  expect(await posted(store)).toEqual(['5']);
  await post(store, 6);
  expect(await posted(store)).toEqual(['5', '6']);
});

it.each([
  ['before_header', ['1']],
  ['before_truncate', ['1', '5']],
] as const)('does not do work again that may be committed (%s)', async (when, kept) => {
  const store = await opened();
  await post(store, 1);
  let tries = 0;
  const done = store.exclusive(async (writer) => {
    await breakCheckpoints(writer, when);
    await writer.run('set global auto_checkpoint_skip_wal_threshold = 0'); // the checkpoint is the commit
    await writer.atomically(() => {
      tries += 1;
      return writer.run(POST, { seq: 5 });
    });
  });
  await expect(done).rejects.toMatchObject({ code: 'facts-reopened' });
  expect(tries).toBe(1);
  expect(await posted(store)).toEqual(kept);
});

it('does work again that was not in a transaction when the file was lost', async () => {
  const store = await opened();
  let tries = 0;
  await store.exclusive(async (writer) => {
    tries += 1;
    if (tries === 1) await breakCheckpoints(writer, 'before_header');
    await writer.run('delete from posted_runs where run_seq = 5');
    await writer.run(POST, { seq: 5 });
  });
  expect(tries).toBe(2);
  expect(await posted(store)).toEqual(['5']);
});

it('gives up work that meets a fatal error each time, and goes on with the next', async () => {
  const store = await opened();
  await store.exclusive((writer) => writer.run(FILL_BIG));
  await expect(failing(store, 9).done).rejects.toMatchObject({ code: 'facts-reopened' });
  await post(store, 8);
  expect(await posted(store)).toEqual(['8']);
});
