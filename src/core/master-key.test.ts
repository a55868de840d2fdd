import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { TributaryError } from './errors.ts';
import { type KeyRing, masterKeyOf } from './key-ring.ts';
import { openKeyRing } from './master-key.ts';

const parent = mkdtempSync(join(tmpdir(), 'tributary-keys-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const NOT_SET = { current: undefined, old: undefined };
let folder = '';
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(parent, String(count));
});
const keyFile = (): string => join(folder, 'master-keys.json');
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const materialOf = (ring: KeyRing): string[] =>
  [...ring.keys.values()].map(({ key }) => key.export().toString('base64'));

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TributaryError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.code).toBe('master-key-missing');
  expect(error.cause).toBeUndefined();
  return inspect(error, { depth: 9 });
}

describe('the key file', () => {
  test('is created once, for its owner alone, and read again', async () => {
    const ring = await openKeyRing(folder, [], NOT_SET);
    expect(modeOf(folder)).toBe(0o700);
    expect(modeOf(keyFile())).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['master-keys.json']);
    expect(ring.current.key.export()).toHaveLength(32);
    const again = await openKeyRing(folder, [ring.current.id], NOT_SET);
    expect(materialOf(again)).toEqual(materialOf(ring));
    expect(again.current.id).toBe(ring.current.id);
    const other = await openKeyRing(join(folder, 'other'), [], NOT_SET);
    expect(materialOf(other)).not.toEqual(materialOf(ring));
  });

  test('opened by many at once is made by one of them', async () => {
    const rings = await Promise.all([...Array(20).keys()].map(() => openKeyRing(folder, [], NOT_SET)));
    expect(new Set(rings.map((ring) => ring.current.id)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['master-keys.json']);
  });

  test('that is lost is never replaced while secrets need it', async () => {
    const message = await refusal(openKeyRing(folder, ['0a1b2c3d'], NOT_SET));
    expect(message).toContain('0a1b2c3d');
    expect(message).toContain(keyFile());
    expect(existsSync(keyFile())).toBe(false);
  });

  test('of another installation is refused and left alone', async () => {
    await openKeyRing(folder, [], NOT_SET);
    const before = readFileSync(keyFile(), 'utf8');
    expect(await refusal(openKeyRing(folder, ['0a1b2c3d'], NOT_SET))).toContain('0a1b2c3d');
    expect(readFileSync(keyFile(), 'utf8')).toBe(before);
  });

  test('that goes away while a process runs is missed, not made anew', async () => {
    const ring = await openKeyRing(folder, [], NOT_SET);
    rmSync(keyFile());
    expect(await refusal(ring.refresh())).toContain(ring.current.id);
    expect(existsSync(keyFile())).toBe(false);
  });

  test('which others may read is closed to them', async () => {
    await openKeyRing(folder, [], NOT_SET);
    chmodSync(keyFile(), 0o644);
    await openKeyRing(folder, [], NOT_SET);
    expect(modeOf(keyFile())).toBe(0o600);
  });

  test('that is a folder is refused', async () => {
    mkdirSync(keyFile(), { recursive: true });
    await refusal(openKeyRing(folder, [], NOT_SET));
  });
});

describe('a key file that is not as Tributary writes it', () => {
  const bytes = randomBytes(32);
  const { id } = masterKeyOf(bytes);
  const key = bytes.toString('base64');
  const other = randomBytes(32).toString('base64');
  const short = masterKeyOf(bytes.subarray(0, 16));
  test.each([
    ['empty', ''],
    ['half written', `{"version":1,"current":"${id}","keys":{"${id}":"${key}`],
    ['no object', `"${key}"`],
    ['another version', JSON.stringify({ version: 2, current: id, keys: { [id]: key } })],
    ['no keys', JSON.stringify({ version: 1, current: id, keys: {} })],
    ['a current key that is not there', JSON.stringify({ version: 1, current: '00000000', keys: { [id]: key } })],
    ['a key under the id of another', JSON.stringify({ version: 1, current: id, keys: { [id]: other } })],
    ['a key that is no base64', JSON.stringify({ version: 1, current: id, keys: { [id]: `${key}!` } })],
    [
      'a short key',
      JSON.stringify({
        version: 1,
        current: short.id,
        keys: { [short.id]: bytes.subarray(0, 16).toString('base64') },
      }),
    ],
    ['more than it should say', JSON.stringify({ version: 1, current: id, keys: { [id]: key }, note: key })],
  ])('(%s) is refused, left alone and not quoted', async (_, text) => {
    mkdirSync(folder);
    writeFileSync(keyFile(), text, { mode: 0o600 });
    const message = await refusal(openKeyRing(folder, [], NOT_SET));
    expect(message).toContain(keyFile());
    for (const secret of [key.slice(0, 8), other.slice(0, 8)]) expect(message).not.toContain(secret);
    expect(readFileSync(keyFile(), 'utf8')).toBe(text);
  });
});

describe('changing the key of a file', () => {
  test('keeps the former key until it is retired, then leaves no trace of it', async () => {
    const ring = await openKeyRing(folder, [], NOT_SET);
    const [former = ''] = materialOf(ring);
    const formerId = ring.current.id;
    await ring.startRotation();
    const newId = ring.current.id;
    expect(newId).not.toBe(formerId);
    expect([...ring.keys.keys()].sort()).toEqual([formerId, newId].sort());
    await ring.startRotation();
    expect(ring.current.id).toBe(newId);
    const again = await openKeyRing(folder, [formerId, newId], NOT_SET);
    expect(again.current.id).toBe(newId);
    writeFileSync(join(folder, '.master-keys.json.killed.part'), readFileSync(keyFile()));
    expect(await ring.retireOthers()).toEqual([formerId]);
    expect(readdirSync(folder)).toEqual(['master-keys.json']);
    expect(readFileSync(keyFile(), 'utf8')).not.toContain(former);
    expect(modeOf(keyFile())).toBe(0o600);
    await again.refresh();
    expect([...again.keys.keys()]).toEqual([newId]);
    expect(await again.retireOthers()).toEqual([]);
  });

  test('writes through a symbolic link: keys kept elsewhere stay there', async () => {
    const vault = join(folder, 'vault');
    const data = join(folder, 'data');
    await openKeyRing(vault, [], NOT_SET);
    mkdirSync(data);
    symlinkSync(join(vault, 'master-keys.json'), join(data, 'master-keys.json'));
    const ring = await openKeyRing(data, [], NOT_SET);
    await ring.startRotation();
    await ring.retireOthers();
    expect(readdirSync(data)).toEqual(['master-keys.json']);
    expect((await openKeyRing(vault, [], NOT_SET)).current.id).toBe(ring.current.id);
  });
});

describe('keys of the environment', () => {
  const [bytes, oldBytes] = [randomBytes(32), randomBytes(32)];
  const old = undefined;

  test.each(['hex', 'base64', 'base64url'] as const)('are read as %s and write nothing', async (form) => {
    for (const current of [bytes.toString(form), `${bytes.toString(form)}\n`]) {
      const ring = await openKeyRing(folder, [], { current, old });
      expect(ring.current.key.export()).toEqual(bytes);
      expect(ring.source).toBe('environment');
    }
    expect(existsSync(folder)).toBe(false);
  });

  test('are two while rotating', async () => {
    const current = bytes.toString('hex').toUpperCase();
    const ring = await openKeyRing(folder, [masterKeyOf(oldBytes).id], { current, old: oldBytes.toString('base64') });
    expect(ring.current.id).toBe(masterKeyOf(bytes).id);
    expect(ring.keys.size).toBe(2);
    await ring.startRotation();
    expect(ring.current.id).toBe(masterKeyOf(bytes).id);
    expect(await ring.retireOthers()).toEqual([masterKeyOf(oldBytes).id]);
  });

  test('that lack a key in use are refused, and the message says how to bring it', async () => {
    const message = await refusal(openKeyRing(folder, ['0a1b2c3d'], { current: bytes.toString('hex'), old }));
    for (const part of ['0a1b2c3d', 'TRIBUTARY_MASTER_KEY_OLD', 'rotate-key']) expect(message).toContain(part);
  });

  test('with only the former one set are refused', async () => {
    await refusal(openKeyRing(folder, [], { current: undefined, old: bytes.toString('hex') }));
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    'correct horse battery staple',
    bytes.toString('hex').slice(2),
    `${bytes.toString('hex')}00`,
    bytes.subarray(1).toString('base64'),
    Buffer.concat([bytes, bytes]).toString('base64'),
    `${bytes.toString('base64').slice(0, -3)}!!=`,
    '0'.repeat(64),
    'deadbeef'.repeat(8),
    'A'.repeat(43),
  ])('%# that are not 32 random bytes are refused and not quoted', async (text) => {
    for (const [current, former] of [
      [text, undefined],
      [bytes.toString('hex'), text],
    ]) {
      const message = await refusal(openKeyRing(folder, [], { current, old: former }));
      expect(message).toContain(former === undefined ? 'TRIBUTARY_MASTER_KEY is' : 'TRIBUTARY_MASTER_KEY_OLD is');
      expect(message).not.toContain(text);
      expect(message).toContain('openssl rand -base64 32');
    }
  });
});
