import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runCli } from '../cli.ts';
import { ENTRY_COLUMNS } from '../ledger/index.ts';

let folder: string;
let errors: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-export-command-'));
  errors = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors.push(String(text));
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function exported(...args: string[]): Promise<number> {
  return runCli(['export', 'entries', '--data', join(folder, 'data'), ...args]);
}

it('writes each format to a file that only its owner reads, in the place of an older one', async () => {
  const out = join(folder, 'entries');
  await writeFile(out, 'older');
  expect(await exported('--out', out)).toBe(0);
  expect(await readFile(out, 'utf8')).toBe(`${ENTRY_COLUMNS.join(',')}\r\n`);
  expect(await exported('--format', 'json', '--out', out)).toBe(0);
  expect(await readFile(out, 'utf8')).toBe('[\n]\n');
  expect(await exported('--format', 'parquet', '--out', out)).toBe(0);
  expect((await readFile(out)).subarray(0, 4).toString()).toBe('PAR1');
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['data', 'entries']);
});

it('writes to where a link leads, and to a device as it is', async () => {
  const [link, target] = [join(folder, 'link'), join(folder, 'target')];
  await writeFile(target, 'older');
  await symlink(target, link);
  expect(await exported('--out', link)).toBe(0);
  expect(await readFile(target, 'utf8')).toContain('scope_id');
  expect(await exported('--out', '/dev/null')).toBe(0);
});

it('says which file it cannot write, and leaves nothing of it', async () => {
  const nowhere = join(folder, 'no', 'such', 'folder.csv');
  expect(await exported('--out', nowhere)).toBe(1);
  expect(errors.join('')).toContain(`${nowhere} cannot be written`);
  expect(await exported('--format', 'parquet', '--out', folder)).toBe(1);
  expect(errors.join('')).toContain(`${folder} cannot be written`);
  expect(await readdir(folder)).toEqual(['data']);
  expect(await exported('--format', 'xml')).toBe(1);
});
