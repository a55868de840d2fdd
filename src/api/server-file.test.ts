import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findServer, type Found, publishServer, type ServerEntry, withdrawServer } from './server-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-server-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = (name: string, pid = process.pid): ServerEntry => ({
  url: 'http://127.0.0.1:4300',
  pid,
  key: name.padEnd(43, '0'),
});
const answering = (found: Found) => (): Promise<Found> => Promise.resolve(found);
const never = (): Promise<Found> => Promise.reject(new Error('nobody may be asked'));

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('a published server is found, by its owner alone, and gone after it is withdrawn', async () => {
  expect(await findServer(folder, never)).toBeNull();
  expect(await publishServer(folder, entry('a'), never)).toBe(true);
  expect(statSync(join(folder, 'server.json')).mode & 0o777).toBe(0o600);
  expect(await findServer(folder, answering('ours'))).toEqual({ entry: entry('a'), isSilent: false });
  expect(await findServer(folder, answering('silent'))).toEqual({ entry: entry('a'), isSilent: true });
  await withdrawServer(folder, entry('b'));
  expect(await findServer(folder, answering('ours'))).not.toBeNull();
  await withdrawServer(folder, entry('a'));
  expect(readdirSync(folder)).toEqual([]);
});

test('a server that is alive is never replaced', async () => {
  await publishServer(folder, entry('a'), never);
  expect(await publishServer(folder, entry('b'), answering('ours'))).toBe(false);
  expect(await publishServer(folder, entry('b'), answering('silent'))).toBe(false);
  expect(JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'))).toEqual(entry('a'));
  expect(readdirSync(folder)).toEqual(['server.json']);
});

test('a dead process is no server, and is not asked; one that another took the address of is none either', async () => {
  await publishServer(folder, entry('dead', deadPid()), never);
  expect(await findServer(folder, never)).toBeNull();
  expect(await publishServer(folder, entry('b'), never)).toBe(true);
  expect(await findServer(folder, answering('other'))).toBeNull();
  expect(await publishServer(folder, entry('c'), answering('other'))).toBe(true);
  expect(JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'))).toEqual(entry('c'));
  expect(readdirSync(folder)).toEqual(['server.json']);
});

test('a file that is no entry names no server, above all none elsewhere', async () => {
  const texts = ['', '{', '[]', '{"url":1}', JSON.stringify({ ...entry('a'), url: 'http://evil.example:80' })];
  for (const text of [...texts, JSON.stringify({ ...entry('a'), url: 'http://127.0.0.1:80@evil.example' })]) {
    writeFileSync(join(folder, 'server.json'), text);
    expect([text, await findServer(folder, never)]).toEqual([text, null]);
    expect(await publishServer(folder, entry('b'), never)).toBe(true);
    rmSync(join(folder, 'server.json'));
  }
});

test('of many that start at once exactly one wins, also over a stale file', async () => {
  writeFileSync(join(folder, 'server.json'), JSON.stringify(entry('dead', deadPid())));
  const names = [...Array(20).keys()].map((n) => `s${n}`);
  const won = await Promise.all(names.map((name) => publishServer(folder, entry(name), answering('ours'))));
  expect(won.filter(Boolean)).toHaveLength(1);
  const written: unknown = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
  expect(written).toEqual(entry(names[won.indexOf(true)] ?? ''));
  expect(readdirSync(folder)).toEqual(['server.json']);
});
