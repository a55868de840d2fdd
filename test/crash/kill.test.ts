/**
 * P4: an import killed with SIGKILL leaves the ledger of before or of after, and the next import goes through. Killed at
 * every step that the program reaches (between any two effects on a disk or a server), on both engines; and at any
 * moment. 6 rounds here, 200 by `npm run test:long`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClickhouse, type TestClickhouse } from '../clickhouse/server.ts';
import { reportOf, type WorldLine } from '../scenarios/publisher.ts';
import { type Inside, lookInside } from './look-inside.ts';

const IS_LONG = process.env['TRIBUTARY_LONG'] === '1';
const ROUNDS = IS_LONG ? { duckdb: 90, clickhouse: 70, anyMoment: 40 } : { duckdb: 3, clickhouse: 2, anyMoment: 1 };
const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'tributary.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-kill-'));
let clickhouse: TestClickhouse;
beforeAll(async () => {
  clickhouse = await startClickhouse();
}, 120_000);
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
  rmSync(folder, { recursive: true, force: true });
});

const LINES: readonly WorldLine[] = [...Array(1500).keys()].map((n) => ({
  order: String(n),
  sku: `S${n % 50}`,
  sales: '10.00',
  commission: '0.5000',
  processedOn: `3/${(n % 28) + 1}/26`,
}));
const [few, all] = [join(folder, 'few.csv'), join(folder, 'all.csv')];
writeFileSync(few, reportOf('signature', LINES.slice(0, 500)));
// every known line changed, as many new ones, and some known ones gone: all kinds of writes in one run
writeFileSync(
  all,
  reportOf(
    'signature',
    LINES.slice(50).map((line) => ({ ...line, commission: '0.6000' })),
  ),
);

/** A data folder with what its process needs in the environment. */
interface Place {
  readonly data: string;
  /** Where its facts live, if not in the folder. */
  readonly factsUrl?: string;
}

function command(place: Place, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { factsUrl } = place;
  const env = { ...process.env, ...(factsUrl === undefined ? {} : { CLICKHOUSE_URL: factsUrl }), ...more };
  return spawnSync(process.execPath, [launcher, ...args, '--data', place.data, '--json'], { encoding: 'utf8', env });
}

const importing = (file: string): string[] => ['import', file, '--network', 'rakuten', '--country', 'US', '--complete'];

const inside = (place: Place): Promise<Inside> => lookInside(place.data, place.factsUrl);

function importWhole(file: string, place: Place): number {
  const started = performance.now();
  const done = command(place, importing(file));
  expect(done.status, done.stderr + done.stdout).toBe(0);
  return performance.now() - started;
}

/** Imports, to be killed at a step; false if it ended before it reached the step. */
function killedAtStep(step: number, place: Place): boolean {
  const done = command(place, importing(all), { TRIBUTARY_KILL_AT_STEP: String(step) });
  expect([null, 0]).toContain(done.status);
  return done.signal === 'SIGKILL';
}

/** What may be seen: the ledger of before and of after. Then the import goes through, whatever was left. */
async function checkAfterKill(place: Place, before: string, after: string, what: string): Promise<'before' | 'after'> {
  const left = await inside(place);
  expect([before, after], what).toContain(left.ledger);
  expect(left.runs.map((run) => run.state)).not.toContain('staging');
  importWhole(all, place);
  expect((await inside(place)).ledger, what).toBe(after);
  return left.ledger === before ? 'before' : 'after';
}

/** The number of steps of the import: asked to be killed later than it ever gets, it tells. */
function stepsOf(place: Place): number {
  const done = command(place, importing(all), { TRIBUTARY_KILL_AT_STEP: '1000000' });
  expect(done.status, done.stderr).toBe(0);
  return Number(/reached (\d+) steps/.exec(done.stderr)?.[1]);
}

/** Kills an import at steps spread over all of them, each time in a place of its own. */
async function killAtSteps(rounds: number, fresh: () => Place): Promise<void> {
  const whole = fresh();
  const before = (await inside(whole)).ledger;
  const steps = stepsOf(whole);
  const after = (await inside(whole)).ledger;
  expect(after).not.toBe(before);
  expect(steps).toBeGreaterThan(40);
  const seen = { before: 0, after: 0 };
  for (let round = 0; round < rounds; round += 1) {
    // the last steps lie around the commit point: they are always among the rounds
    const step =
      round < rounds / 3 ? steps - round : 1 + Math.floor(((steps - 1) * (round - rounds / 3)) / (rounds * (2 / 3)));
    const place = fresh();
    expect(killedAtStep(step, place), `step ${step} of ${steps}`).toBe(true);
    seen[await checkAfterKill(place, before, after, `step ${step} of ${steps}`)] += 1;
    if (place.data !== whole.data) rmSync(place.data, { recursive: true, force: true });
  }
  expect(seen.before).toBeGreaterThan(0);
  expect(seen.after).toBeGreaterThan(0);
}

test(`DuckDB: killed at ${ROUNDS.duckdb} steps`, async () => {
  const base = { data: join(folder, 'base') };
  importWhole(few, base);
  let places = 0;
  await killAtSteps(ROUNDS.duckdb, () => {
    places += 1;
    const data = join(folder, `duckdb-${places}`);
    cpSync(base.data, data, { recursive: true });
    return { data };
  });
}, 1_800_000);

test(`ClickHouse: killed at ${ROUNDS.clickhouse} steps`, async (context) => {
  if ('skipped' in clickhouse) return context.skip(clickhouse.skipped);
  const { url } = clickhouse;
  const client = createClient({ url });
  const databases = [...Array(ROUNDS.clickhouse + 20).keys()].map((n) => `kill${n}`);
  for (const database of databases) await client.command({ query: `create database ${database}` });
  await client.close();
  await killAtSteps(ROUNDS.clickhouse, () => {
    const database = databases.pop() ?? '';
    const place = { data: join(folder, `clickhouse-${database}`), factsUrl: `${url}/${database}` };
    importWhole(few, place);
    return place;
  });
}, 3_600_000);

test(`DuckDB: killed at ${ROUNDS.anyMoment} moments`, async () => {
  const base = { data: join(folder, 'moments') };
  importWhole(few, base);
  const before = (await inside(base)).ledger;
  const whole = { data: join(folder, 'moments-whole') };
  cpSync(base.data, whole.data, { recursive: true });
  const takesMs = importWhole(all, whole);
  const after = (await inside(whole)).ledger;
  for (let round = 0; round < ROUNDS.anyMoment; round += 1) {
    const place = { data: join(folder, `moment-${round}`) };
    cpSync(base.data, place.data, { recursive: true });
    const child = spawn(process.execPath, [launcher, ...importing(all), '--data', place.data], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), takesMs * (0.25 + (0.75 * (round + 0.5)) / ROUNDS.anyMoment));
    await once(child, 'exit');
    clearTimeout(timer);
    await checkAfterKill(place, before, after, `moment ${round}`);
    rmSync(place.data, { recursive: true, force: true });
  }
}, 1_800_000);
