/** Two publishers in one installation, each with a folder: what becomes of one does not touch the other. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Access } from '../../src/access/index.ts';
import { silentLog, systemClock } from '../../src/core/index.ts';
import { gatherFile, importFiles, networkNamed } from '../../src/imports/index.ts';
import { readFigures } from '../../src/ledger/index.ts';
import { type Installation, openInstallation } from '../../src/open-installation.ts';
import type { Workspace } from '../../src/open-workspace.ts';
import { reportOf } from './publisher.ts';

const NOWHERE = { ipPrefix: null, userAgent: null, cookies: null, port: null };
let folder: string;
let installation: Installation;
const open = async (): Promise<void> => {
  installation = await openInstallation(folder, { log: silentLog, factsUrl: undefined });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-two-'));
  await open();
});
afterEach(async () => {
  await installation.close();
  await rm(folder, { recursive: true, force: true });
});

function access(): Access {
  const { accounts, secrets } = installation;
  return new Access({ control: accounts, secrets, clock: systemClock, log: silentLog, origin: undefined });
}

async function make(name: string): Promise<string> {
  const local = await access().workspaces.place({ kind: 'local' }, undefined);
  return (await access().workspaces.create(local, { name }, NOWHERE)).id;
}

async function imported(workspace: Workspace, order: string, commission: string): Promise<void> {
  const file = join(folder, `${workspace.id}.csv`);
  const line = { order, sku: 'A', sales: '80.00', commission, processedOn: '3/1/26' };
  await writeFile(file, reportOf('signature', [line]));
  const files = await gatherFile(workspace.raw, file, 'report.csv', networkNamed('rakuten'));
  await importFiles(workspace, { network: 'rakuten', country: 'US', files });
}

async function totals(id: string): Promise<readonly string[]> {
  const { facts } = await installation.workspaces.open(id);
  return (await readFigures(facts, null)).totals.map(({ commission, lines }) => `${commission} (${lines})`);
}

test('both import at once, each sees its own, also after a restart', async () => {
  const second = await make('Second');
  const [one, two] = [await installation.workspaces.open('main'), await installation.workspaces.open(second)];
  await Promise.all([imported(one, '1', '4.0000'), imported(two, '1', '5.0000')]);
  await imported(two, '2', '1.0000');
  const before = [await totals('main'), await totals(second)];
  await installation.close();
  await open();
  expect([await totals('main'), await totals(second)]).toEqual(before);
  expect(before[1]?.[0]).toMatch(/\(2\)$/);
  expect(readdirSync(join(folder, 'workspaces')).sort()).toEqual([second, 'main'].sort());
});

test('a removed workspace is gone with its folder, at the latest at the next start', async () => {
  const second = await make('Second');
  await imported(await installation.workspaces.open(second), '1', '5.0000');
  await imported(await installation.workspaces.open('main'), '1', '4.0000');
  const caller = await access().workspaces.place({ kind: 'local' }, second);
  await access().workspaces.remove(caller, 'Second', NOWHERE);
  await installation.close(); // as if it were killed before it cleared the folder
  expect(existsSync(join(folder, 'workspaces', second))).toBe(true);
  await open();
  expect(existsSync(join(folder, 'workspaces', second))).toBe(false);
  await expect(installation.workspaces.open(second)).rejects.toMatchObject({ code: 'unknown-workspace' });
  expect(await totals('main')).toEqual(['4.0000 (1)']);
});

test('one key seals the secrets of all: a rotation goes over all, and a sealed text opens in its workspace only', async () => {
  const second = await make('Second');
  const [one, two] = [await installation.workspaces.open('main'), await installation.workspaces.open(second)];
  await installation.secrets.put('access', { root: 'of the installation' });
  await one.secrets.put('c', { token: 'of one' });
  await two.secrets.put('c', { token: 'of two' });
  await installation.close();
  await open();
  const rotated = await installation.rotateKeys(); // of workspaces that are not open too
  expect(rotated).toMatchObject({ total: 3, rewrapped: 3 });
  const [again, there] = [await installation.workspaces.open('main'), await installation.workspaces.open(second)];
  expect([await again.secrets.get('c'), await there.secrets.get('c')]).toEqual([
    { token: 'of one' },
    { token: 'of two' },
  ]);
  expect(await installation.secrets.get('access')).toEqual({ root: 'of the installation' });
  const row = await again.control.selectFrom('secrets').selectAll().executeTakeFirstOrThrow();
  await there.control.updateTable('secrets').set({ sealed: row.sealed }).execute();
  await expect(there.secrets.get('c')).rejects.toMatchObject({ code: 'damaged-secret' });
});

test('a lost key is noticed whichever workspace needs it', async () => {
  const second = await make('Second');
  await (await installation.workspaces.open(second)).secrets.put('c', { token: 'of two' });
  await installation.close();
  await rm(join(folder, 'master-keys.json'));
  await open();
  const main = await installation.workspaces.open('main');
  await expect(main.secrets.put('c', { token: 'x' })).rejects.toMatchObject({ code: 'master-key-missing' });
  expect(existsSync(join(folder, 'master-keys.json'))).toBe(false);
});

test('two processes never hold one folder', async () => {
  await expect(openInstallation(folder, { log: silentLog })).rejects.toMatchObject({ code: 'data-folder-busy' });
});
