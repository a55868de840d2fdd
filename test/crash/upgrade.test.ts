/**
 * A data folder of the time of one workspace is brought to the present layout without loss, also when the program is
 * killed at any step of that.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Access } from '../../src/access/index.ts';
import { CONTROL_MIGRATIONS as MIGRATIONS, migrateFrom, openControl, SecretStore } from '../../src/control/index.ts';
import { Redactor, silentLog, systemClock } from '../../src/core/index.ts';
import { gatherFile, importFiles } from '../../src/imports/index.ts';
import { readFigures } from '../../src/ledger/index.ts';
import { openInstallation } from '../../src/open-installation.ts';
import { openMain } from '../open-main.ts';
import { reportOf } from '../scenarios/publisher.ts';

const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'tributary.js');
const work = mkdtempSync(join(tmpdir(), 'tributary-upgrade-'));
const old = join(work, 'old');
const NOW = '2026-03-01T12:00:00.000Z';
const OLD_TABLES = ['runs', 'attempts', 'scopes', 'connections', 'answers', 'secrets'];
let figures: string;
let raw: readonly string[];
let connection: string;
afterAll(() => rmSync(work, { recursive: true, force: true }));

beforeAll(async () => {
  const present = join(work, 'present');
  const main = await openMain(present, { log: silentLog });
  const file = join(work, 'report.csv');
  writeFileSync(
    file,
    reportOf('signature', [{ order: '1', sku: 'A', sales: '80.00', commission: '4.0000', processedOn: '3/1/26' }]),
  );
  const files = await gatherFile(
    main.raw,
    file,
    'report.csv',
    (await import('../../src/imports/index.ts')).networkNamed('rakuten'),
  );
  await importFiles(main, { network: 'rakuten', country: 'US', files });
  const settings = { token: 'tok-canary-0123456789', columns: {} };
  await main.secrets.put('connection-1', { token: settings.token });
  connection = 'connection-1';
  figures = JSON.stringify(await readFigures(main.facts, null));
  raw = filesIn(join(present, 'workspaces', 'main', 'raw'));
  makeOld(present); // while the stores are open: their logs are not in their files yet, as after a kill
  await main.close();
  await addAccountSecret();
}, 60_000);

/** The same as it lay in the folder when there was one workspace. */
function makeOld(present: string): void {
  const from = join(present, 'workspaces', 'main');
  mkdirSync(old);
  for (const name of ['raw', 'facts.duckdb', 'facts.duckdb.wal']) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(old, name), { recursive: true });
  }
  cpSync(join(present, 'master-keys.json'), join(old, 'master-keys.json'));
  const database = new Database(join(old, 'control.db'));
  database.exec('pragma journal_mode = wal');
  migrateFrom(database, 0, MIGRATIONS.slice(0, 5));
  database.exec(`attach database '${join(from, 'control.db')}' as present`);
  for (const table of OLD_TABLES) database.exec(`insert into ${table} select * from present.${table}`);
  database.exec(`
    insert into users values ('u1', 'Ada', 'ada@example.com', 1, null, '${NOW}', '${NOW}', 0);
    insert into users values ('u2', 'Bo', 'bo@example.com', 1, null, '${NOW}', '${NOW}', 0);
    insert into sessions values ('s1', '2099-01-01T00:00:00.000Z', 'token', '${NOW}', '${NOW}', null, null, 'u1');
    update workspaces set name = 'Shop';
    insert into members values ('main', 'u1', 'owner', 0, '${NOW}'), ('main', 'u2', 'viewer', 1, '${NOW}');
    insert into api_keys values ('k1', 'main', 'sheet', 'view', 'hash', 'u1', 'ada@example.com', '${NOW}', null, null, null)`);
  let previous = '0'.repeat(64);
  for (const action of ['setup', 'sign-in', 'member-invited']) {
    const told = [previous, NOW, 'none', null, 'ada@example.com', action, '{}', null];
    const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex');
    database
      .prepare(`insert into audit (previous_hash, at, actor_kind, actor_id, actor, action, what, ip_prefix, hash)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(...told, hash);
    previous = hash;
  }
  cpSync(old, join(work, 'copied'), { recursive: true }); // with the log, which closing would empty
  database.close();
  rmSync(old, { recursive: true });
  cpSync(join(work, 'copied'), old, { recursive: true });
}

/** The sealed secret of sign-in lay beside those of connections. */
async function addAccountSecret(): Promise<void> {
  const file = join(old, 'control.db');
  const { control, close } = openControlAsItWas(file);
  const secrets = await SecretStore.open(control, old, new Redactor());
  await secrets.put('access', { root: 'the root of sign-in' });
  cpSync(old, join(work, 'whole'), { recursive: true });
  await close();
}

function openControlAsItWas(file: string): ReturnType<typeof openControl> {
  const kept = MIGRATIONS.length;
  const database = new Database(file);
  database.exec(`pragma user_version = ${kept}`); // so that nothing is migrated by opening it
  database.close();
  const opened = openControl(file);
  return {
    control: opened.control,
    close: async () => {
      await opened.close();
    },
  };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => one.name)
    .sort();
}

/** A copy of the old folder, as it was left by a process that was killed. */
function copyOf(name: string): string {
  const data = join(work, name);
  cpSync(join(work, 'whole'), data, { recursive: true });
  const database = new Database(join(data, 'control.db'));
  database.exec('pragma user_version = 5');
  database.close();
  return data;
}

async function expectWhole(data: string): Promise<void> {
  const installation = await openInstallation(data, { log: silentLog });
  try {
    const { accounts, secrets, workspaces } = installation;
    const access = new Access({ control: accounts, secrets, clock: systemClock, log: silentLog, origin: undefined });
    const local = await access.workspaces.place({ kind: 'local' }, undefined);
    expect(await access.workspaces.list(local)).toMatchObject([{ id: 'main', name: 'Shop', kind: 'real' }]);
    expect(await access.members.list(local)).toMatchObject([
      { email: 'ada@example.com', role: 'owner' },
      { email: 'bo@example.com', role: 'viewer', hidesMoney: true },
    ]);
    expect(await access.keys.list(local)).toMatchObject([{ name: 'sheet' }]);
    expect(await accounts.selectFrom('sessions').select('token').execute()).toEqual([{ token: 'token' }]);
    await access.audit.add(local, 'member-changed', {}, { ipPrefix: null, userAgent: null, cookies: null, port: null });
    expect(await access.audit.firstBroken()).toBeNull();
    const ada = { kind: 'session', userId: 'u1', sessionId: 's1', name: 'Ada', email: 'ada@example.com' } as const;
    const entries = await access.audit.list(await access.workspaces.place(ada, undefined), 10);
    expect(entries.map(({ action }) => action)).toContain('member-invited');
    expect(await secrets.get('access')).toEqual({ root: 'the root of sign-in' });
    const main = await workspaces.open('main');
    expect(await main.secrets.get(connection)).toEqual({ token: 'tok-canary-0123456789' });
    expect(await main.secrets.get('access')).toEqual({});
    expect(JSON.stringify(await readFigures(main.facts, null))).toBe(figures);
    expect(await main.imports.runs(10)).toMatchObject([{ state: 'posted' }]);
    expect(filesIn(join(data, 'workspaces', 'main', 'raw'))).toEqual(raw);
  } finally {
    await installation.close();
  }
  const control = new Database(join(data, 'workspaces', 'main', 'control.db'));
  expect(control.prepare("select name from sqlite_master where name in ('users', 'audit', 'members')").all()).toEqual(
    [],
  );
  control.close();
  const left = readdirSync(data).filter((name) => !name.startsWith('accounts.db')); // which has a log beside it
  expect(left.sort()).toEqual(['lock', 'master-keys.json', 'workspaces']);
}

test('an old folder is brought to the present layout, once', async () => {
  const data = copyOf('plain');
  await expectWhole(data);
  const installation = await openInstallation(data, { log: silentLog });
  expect(await installation.accounts.selectFrom('users').select('name').orderBy('name').execute()).toHaveLength(2);
  await installation.close();
});

test('killed at every step of it, the next start finishes it', async () => {
  let kills = 0;
  for (let step = 1; ; step += 1) {
    const data = copyOf(`step-${step}`);
    const env = { ...process.env, TRIBUTARY_KILL_AT_STEP: String(step) };
    const done = spawnSync(process.execPath, [launcher, 'workspaces', '--data', data, '--json'], {
      encoding: 'utf8',
      env,
    });
    expect([null, 0], done.stderr).toContain(done.status);
    await expectWhole(data);
    if (done.signal !== 'SIGKILL') break;
    kills += 1;
    rmSync(data, { recursive: true, force: true });
  }
  expect(kills).toBeGreaterThanOrEqual(7);
}, 180_000);

test('a file of before beside its successor is refused, and both are kept', async () => {
  const data = copyOf('mixed');
  mkdirSync(join(data, 'workspaces', 'main'), { recursive: true });
  writeFileSync(join(data, 'workspaces', 'main', 'control.db'), 'a newer one');
  await expect(openInstallation(data, { log: silentLog })).rejects.toMatchObject({ code: 'data-folder-mixed' });
  expect(existsSync(join(data, 'control.db'))).toBe(true);
  expect(existsSync(join(data, 'accounts.db'))).toBe(false);
});
