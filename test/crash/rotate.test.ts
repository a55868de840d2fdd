/**
 * Secrets outlive a rotation of the master key that is killed with SIGKILL at any moment, and the next rotation
 * finishes it. 8 rounds here; 300 by `npm run test:long`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlStore, openControl, SecretStore } from '../../src/control/index.ts';
import { openKeyRing, Redactor } from '../../src/core/index.ts';

const ROUNDS = process.env['TRIBUTARY_LONG'] === '1' ? 300 : 8;
/** Few, so that writing the key file takes a good part of the time and is hit often. */
const OWNERS = [...Array(6).keys()].map(String);
/** How many secrets are stored while another process rotates: each waits for its turn at the lock. */
const BESIDE = 25;
const LONGEST_MS = 120;
const NOT_SET = { current: undefined, old: undefined };
const root = join(import.meta.dirname, '..', '..');
const work = mkdtempSync(join(tmpdir(), 'tributary-rotate-'));
const program = join(work, 'rotating-child.mjs');
const tokenOf = (owner: string): string => `canary-token-of-${owner}`;
afterAll(() => rmSync(work, { recursive: true, force: true }));

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  await build({
    entryPoints: [join(import.meta.dirname, 'rotating-child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
});

interface Opened {
  readonly secrets: SecretStore;
  readonly control: ControlStore;
  readonly close: () => Promise<void>;
}

async function openSecrets(data: string): Promise<Opened> {
  const { control, close } = openControl(join(data, 'control.db'));
  return { control, close, secrets: await SecretStore.open(control, data, new Redactor(), NOT_SET) };
}

async function makeData(name: string): Promise<string> {
  const data = join(work, name);
  const { secrets, close } = await openSecrets(data);
  for (const owner of OWNERS) await secrets.put(owner, { token: tokenOf(owner), second: 'another' });
  await close();
  return data;
}

async function startRotating(data: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the rotating process ended'))),
  ]);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  child.kill('SIGKILL');
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]; // what `exit` is documented to give
  expect(signal).toBe('SIGKILL');
}

async function expectAll(secrets: SecretStore): Promise<void> {
  for (const owner of OWNERS) {
    expect(await secrets.get(owner)).toEqual({ token: tokenOf(owner), second: 'another' });
  }
}

/** The keys of the file by id, as texts. */
async function keysOf(data: string): Promise<Map<string, string>> {
  const ring = await openKeyRing(data, [], NOT_SET);
  return new Map([...ring.keys.values()].map(({ id, key }) => [id, key.export().toString('base64')]));
}

test(`${ROUNDS} rotations killed at any moment`, async () => {
  const seen = { betweenKeys: 0, betweenRows: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = await makeData(`round-${round}`);
    const child = await startRotating(data);
    await sleep(Math.random() * LONGEST_MS);
    await kill(child);

    const found = await keysOf(data);
    const { secrets, close } = await openSecrets(data);
    const inUse = await secrets.keyIdsInUse();
    await expectAll(secrets);
    seen.betweenKeys += found.size === 2 ? 1 : 0;
    seen.betweenRows += inUse.length === 2 ? 1 : 0;

    const rotation = await secrets.rotate();
    await expectAll(secrets);
    await close();
    const left = await keysOf(data);
    expect([...left.keys()], `round ${round}`).toEqual([rotation.keyId]);
    expect(found.size === 2, `round ${round}: an interrupted rotation is finished, not begun anew`).toBe(
      found.has(rotation.keyId),
    );
    const bytes = Buffer.concat(readdirSync(data).map((name) => readFileSync(join(data, name))));
    for (const [id, key] of found) expect(bytes.includes(key), `key ${id}`).toBe(id === rotation.keyId);
    expect(readdirSync(data).filter((name) => !name.startsWith('control.db'))).toEqual(['master-keys.json']);
    expect(bytes.includes('canary')).toBe(false);
    rmSync(data, { recursive: true, force: true });
  }
  if (ROUNDS > 8) process.stderr.write(`${JSON.stringify({ rounds: ROUNDS, ...seen })}\n`);
  expect(seen.betweenKeys).toBeGreaterThan(0);
}, 1_800_000);

test('a process stores and reads secrets while another rotates the keys under it', async () => {
  const data = await makeData('beside');
  const child = await startRotating(data);
  const { secrets, close } = await openSecrets(data);
  const before = new Set(await secrets.keyIdsInUse());
  for (let n = 0; n < BESIDE; n += 1) {
    await secrets.put(`own-${n}`, { token: tokenOf(String(n)) });
    expect(await secrets.get(`own-${n % 10}`)).toEqual({ token: tokenOf(String(n % 10)) });
    await sleep(1);
  }
  await kill(child);
  await expectAll(secrets);
  for (let n = 0; n < BESIDE; n += 1) expect(await secrets.get(`own-${n}`)).toEqual({ token: tokenOf(String(n)) });
  const rotation = await secrets.rotate();
  expect(rotation.total).toBe(2 * OWNERS.length + BESIDE);
  expect(before.has(rotation.keyId)).toBe(false);
  expect(await secrets.keyIdsInUse()).toEqual([rotation.keyId]);
  await close();
  expect([...(await keysOf(data)).keys()]).toEqual([rotation.keyId]);
});
