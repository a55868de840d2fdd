import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KeyRing, type MasterKeyTexts, openKeyRing, Redactor, TributaryError } from '../core/index.ts';
import { type ControlStore, openControl } from './control-store.ts';
import { SecretStore } from './secrets.ts';

const NOT_SET: MasterKeyTexts = { current: undefined, old: undefined };
const TOKEN = 'canary-token-5b1e90';
const PASSWORD = 'canary pässword & "more"';
let folder = '';
let control: ControlStore;
let closeControl: () => Promise<void>;
let redactor: Redactor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-secrets-'));
  redactor = new Redactor();
  ({ control, close: closeControl } = openControl(join(folder, 'control.db')));
});
afterEach(async () => {
  await closeControl();
  rmSync(folder, { recursive: true, force: true });
});

const open = (environment = NOT_SET): Promise<SecretStore> => SecretStore.open(control, folder, redactor, environment);
const keyFile = (): string => readFileSync(join(folder, 'master-keys.json'), 'utf8');
/** Every byte of the data folder. */
const allBytes = (): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
const rowsOf = () => control.selectFrom('secrets').selectAll().orderBy('owner_id').orderBy('field').execute();

async function failureOf(work: Promise<unknown>): Promise<TributaryError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof TributaryError) return error;
  throw new Error(`not a TributaryError: ${String(error)}`);
}

describe('secrets', () => {
  test('come back by owner, change one by one, and go', async () => {
    const secrets = await open();
    await secrets.put('a', { token: TOKEN, password: PASSWORD, empty: '' });
    await secrets.put('b', { token: 'of b', ['__proto__']: 'odd name' });
    await secrets.put('a', { password: 'another' });
    await secrets.put('a', {});
    expect(await secrets.get('a')).toEqual({ token: TOKEN, password: 'another', empty: '' });
    expect(Object.entries(await secrets.get('b'))).toContainEqual(['__proto__', 'odd name']);
    expect(await secrets.get('nobody')).toEqual({});
    await secrets.remove('a');
    expect(await secrets.get('a')).toEqual({});
    const again = await open();
    expect((await again.get('b'))['token']).toBe('of b');
  });

  test('lie nowhere in plain: not in the database, its log, or the key file; files are private', async () => {
    const secrets = await open();
    await secrets.put('a', { token: TOKEN, password: PASSWORD });
    await secrets.put('a', { token: `${TOKEN}-2` });
    expect(readdirSync(folder).sort()).toEqual(['control.db', 'control.db-shm', 'control.db-wal', 'master-keys.json']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    const bytes = allBytes();
    expect(bytes.includes((await rowsOf())[0]?.sealed ?? 'none')).toBe(true);
    for (const secret of ['canary', 'pässword', Buffer.from(TOKEN).toString('base64').slice(0, 20)]) {
      expect(bytes.includes(secret), secret).toBe(false);
    }
  });

  test('are known to the redactor once they were put or read, and so are the keys', async () => {
    await (await open()).put('a', { token: TOKEN });
    expect(redactor.clean(`x ${TOKEN} y`)).toBe('x [secret] y');
    redactor = new Redactor();
    const secrets = await open();
    expect(redactor.clean(TOKEN)).toBe(TOKEN);
    await secrets.get('a');
    expect(redactor.clean(`x ${TOKEN} y`)).toBe('x [secret] y');
    await secrets.rotate();
    expect(redactor.clean(keyFile())).not.toMatch(/[\w+/]{43}=/);
  });

  test('appear and vanish together with what else a transaction does', async () => {
    const secrets = await open();
    const broken = control.transaction().execute(async (within) => {
      await secrets.put('a', { token: TOKEN }, within);
      expect(await secrets.get('a', within)).toEqual({ token: TOKEN });
      throw new Error('the owner could not be stored');
    });
    await expect(broken).rejects.toThrow('the owner');
    expect(await secrets.get('a')).toEqual({});
    await control.transaction().execute(async (within) => {
      await secrets.put('a', { token: TOKEN }, within);
      await secrets.put('b', { token: TOKEN }, within);
      await secrets.remove('b', within);
    });
    expect([await secrets.get('a'), await secrets.get('b')]).toEqual([{ token: TOKEN }, {}]);
  });

  test.each([
    ['another owner', { owner_id: 'b' }],
    ['another field', { field: 'password' }],
  ])('whose ciphertext is moved to %s do not open, and the error says which', async (_, place) => {
    const secrets = await open();
    await secrets.put('a', { token: TOKEN });
    await control.updateTable('secrets').set(place).execute();
    const [row] = await rowsOf();
    const error = await failureOf(secrets.get(row?.owner_id ?? ''));
    expect(error.code).toBe('damaged-secret');
    expect(error.message).toContain(`"${row?.field}" of ${row?.owner_id}`);
    expect(error.message).not.toContain('canary');
  });

  test('cannot be stored under the id of a key that does not seal them', async () => {
    const secrets = await open();
    await secrets.put('a', { token: TOKEN });
    await expect(control.updateTable('secrets').set({ key_id: '0a1b2c3d' }).execute()).rejects.toThrow('CHECK');
  });

  test('without their key file refuse to open, and no new key is made', async () => {
    await (await open()).put('a', { token: TOKEN });
    rmSync(join(folder, 'master-keys.json'));
    expect((await failureOf(open())).code).toBe('master-key-missing');
    expect(readdirSync(folder)).not.toContain('master-keys.json');
  });

  test('are sealed only while nobody else can write, with keys read under that lock', async () => {
    const secrets = await open();
    await secrets.put('a', { token: TOKEN });
    const other = new Database(join(folder, 'control.db'));
    const ring = await openKeyRing(folder, [], NOT_SET);
    let locked = 0;
    const watched: KeyRing = {
      source: ring.source,
      current: ring.current,
      keys: ring.keys,
      refresh: () => {
        expect(() => other.exec('begin immediate')).toThrow(/locked|busy/i);
        locked += 1;
        return ring.refresh();
      },
      startRotation: () => Promise.resolve(),
      retireOthers: () => Promise.resolve([]),
    };
    const store = new SecretStore(control, watched, redactor);
    await store.put('a', { token: TOKEN });
    await store.rotate();
    expect(locked).toBe(3);
    other.exec('begin immediate; rollback');
    other.close();
  });
});

describe('rotation of a key file', () => {
  test('puts every secret under a new key, says so, and leaves no trace of the old one', async () => {
    const secrets = await open();
    for (const owner of ['a', 'b', 'c']) await secrets.put(owner, { token: TOKEN + owner, password: PASSWORD });
    await secrets.put('removed', { token: 'of one who left' });
    const removed = (await rowsOf()).filter((row) => row.owner_id === 'removed');
    await secrets.remove('removed');
    const [before, oldFile] = [await rowsOf(), keyFile()];
    const [oldId = ''] = await secrets.keyIdsInUse();
    const progress: string[] = [];
    const rotation = await secrets.rotate((done, total) => progress.push(`${done}/${total}`));
    expect(progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
    const [newId = ''] = await secrets.keyIdsInUse();
    expect(newId).not.toBe(oldId);
    expect(rotation).toEqual({ keyId: newId, total: 6, rewrapped: 6, retiredKeyIds: [oldId], source: 'file' });
    const after = await rowsOf();
    const ciphertexts = (rows: typeof after): string[] => rows.map((row) => row.sealed.split('.').slice(3).join('.'));
    expect(ciphertexts(after)).toEqual(ciphertexts(before));
    for (const store of [secrets, await open()]) {
      expect(await store.get('b')).toEqual({ token: `${TOKEN}b`, password: PASSWORD });
    }
    const oldKey = /[\w+/]{43}=/.exec(oldFile)?.[0] ?? '';
    expect(oldKey).toHaveLength(44);
    expect(allBytes().includes(oldKey)).toBe(false);
    for (const row of [...before, ...removed])
      expect(allBytes().includes(row.sealed.split('.')[2] ?? ''), row.field).toBe(false);
    expect(readdirSync(folder).filter((name) => !name.startsWith('control.db'))).toEqual(['master-keys.json']);
  });

  test('without any secret changes the key all the same', async () => {
    const secrets = await open();
    const before = keyFile();
    expect(await secrets.rotate()).toMatchObject({ total: 0, rewrapped: 0, retiredKeyIds: [expect.any(String)] });
    expect(keyFile()).not.toBe(before);
  });

  test('that was interrupted is finished by the next call, not begun anew', async () => {
    const secrets = await open();
    for (const owner of ['a', 'b', 'c']) await secrets.put(owner, { token: TOKEN });
    const stopped = secrets.rotate((done) => {
      if (done === 2) throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
    const ids = await secrets.keyIdsInUse();
    expect(ids).toHaveLength(2);
    const again = await open();
    expect(await again.get('c')).toEqual({ token: TOKEN });
    await again.put('d', { token: TOKEN });
    const rotation = await again.rotate();
    expect(ids).toContain(rotation.keyId);
    expect(rotation).toMatchObject({ total: 4, rewrapped: 1 });
    expect(await again.keyIdsInUse()).toEqual([rotation.keyId]);
  });

  test('does not undo what is stored meanwhile', async () => {
    const secrets = await open();
    for (let owner = 0; owner < 30; owner += 1) await secrets.put(String(owner), { token: 'former value' });
    const writing: Promise<void>[] = [];
    const rotation = await secrets.rotate((done) => {
      if (done > 20) return;
      writing.push(secrets.put(String(29 - done), { token: `new ${29 - done}` }));
      writing.push(secrets.put(`new-${done}`, { token: 'of a new owner' }));
    });
    await Promise.all(writing);
    for (let owner = 9; owner < 29; owner += 1) {
      expect(await secrets.get(String(owner))).toEqual({ token: `new ${owner}` });
    }
    expect(await secrets.keyIdsInUse()).toEqual([rotation.keyId]);
  });

  test('goes over the secrets again when one is under the former key at the end', async () => {
    const secrets = await open();
    for (const owner of ['a', 'b']) await secrets.put(owner, { token: TOKEN });
    const [former] = await rowsOf();
    if (former === undefined) throw new Error('no row');
    const late: Promise<unknown>[] = [];
    const rotation = await secrets.rotate((done, total) => {
      if (total < 2 || done < 2) return;
      late.push(control.updateTable('secrets').set(former).where('owner_id', '=', 'a').execute());
    });
    await Promise.all(late);
    expect(rotation).toMatchObject({ total: 2, rewrapped: 3 });
    expect(await secrets.keyIdsInUse()).toEqual([rotation.keyId]);
    expect(await secrets.get('a')).toEqual({ token: TOKEN });
  });

  test('by another process is noticed when a secret is read or stored', async () => {
    const [here, there] = [await open(), await open()];
    await here.put('a', { token: TOKEN });
    const { keyId } = await there.rotate();
    expect(await here.get('a')).toEqual({ token: TOKEN });
    await there.rotate();
    await here.put('b', { token: TOKEN });
    await there.rotate();
    expect([await here.get('a'), await here.get('b')]).toEqual([{ token: TOKEN }, { token: TOKEN }]);
    expect(await here.keyIdsInUse()).not.toContain(keyId);
  });

  test('with a damaged secret moves all others, names it and keeps the former key until it is entered again', async () => {
    const secrets = await open();
    for (const owner of ['a', 'b', 'c']) await secrets.put(owner, { token: TOKEN });
    const [, row] = await rowsOf();
    const parts = row?.sealed.split('.') ?? [];
    const wrapped = parts[2] ?? '';
    const damaged = parts.with(2, wrapped.startsWith('A') ? `B${wrapped.slice(1)}` : `A${wrapped.slice(1)}`).join('.');
    await control.updateTable('secrets').set({ sealed: damaged }).where('owner_id', '=', 'b').execute();
    const error = await failureOf(secrets.rotate());
    expect(error.code).toBe('damaged-secret');
    expect(error.message).toContain('"token" of b');
    expect(await secrets.keyIdsInUse()).toHaveLength(2);
    expect([await secrets.get('a'), await secrets.get('c')]).toEqual([{ token: TOKEN }, { token: TOKEN }]);
    await secrets.put('b', { token: TOKEN });
    expect(await secrets.rotate()).toMatchObject({ total: 3, rewrapped: 0, retiredKeyIds: [row?.key_id] });
  });
});

describe('rotation of keys of the environment', () => {
  const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('hex')];

  test('goes from the old to the new key, writes no file, and needs the old one no more', async () => {
    const before = await open({ current: first, old: undefined });
    await before.put('a', { token: TOKEN });
    expect((await failureOf(open({ current: second, old: undefined }))).code).toBe('master-key-missing');
    const both = await open({ current: second, old: first });
    expect(await both.get('a')).toEqual({ token: TOKEN });
    const [oldId] = await both.keyIdsInUse();
    expect(await both.rotate()).toMatchObject({ rewrapped: 1, retiredKeyIds: [oldId], source: 'environment' });
    expect(await both.rotate()).toMatchObject({ rewrapped: 0, total: 1 });
    expect(await (await open({ current: second, old: undefined })).get('a')).toEqual({ token: TOKEN });
    expect((await failureOf(open({ current: first, old: undefined }))).code).toBe('master-key-missing');
    expect(redactor.clean(`${first} ${second}`)).toBe('[secret] [secret]');
    expect(readdirSync(folder)).not.toContain('master-keys.json');
  });

  test('takes over from a key file', async () => {
    await (await open()).put('a', { token: TOKEN });
    const fromFile = /[\w+/]{43}=/.exec(keyFile())?.[0];
    const both = await open({ current: second, old: fromFile });
    await both.rotate();
    expect(await (await open({ current: second, old: undefined })).get('a')).toEqual({ token: TOKEN });
  });
});
