import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDurably, removeParts, replaceDurably } from './durable-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-durable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'small.json');

test('of many who create a file one does, and its content stays', async () => {
  const texts = [...Array(20).keys()].map(String);
  const made = await Promise.all(texts.map((text) => createDurably(path, text)));
  expect(made.filter((isMade) => isMade)).toHaveLength(1);
  expect(readFileSync(path, 'utf8')).toBe(texts[made.indexOf(true)]);
  expect(await createDurably(path, 'late')).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe(texts[made.indexOf(true)]);
  expect(readdirSync(folder)).toEqual(['small.json']);
});

test('replacing swaps the whole file, for its owner alone, and leaves nothing else', async () => {
  writeFileSync(path, 'before', { mode: 0o644 });
  await replaceDurably(path, 'after');
  expect(readFileSync(path, 'utf8')).toBe('after');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['small.json']);
  await expect(replaceDurably(join(folder, 'absent.json'), 'x')).rejects.toThrow('ENOENT');
});

test('what killed writers left goes, and only that', async () => {
  for (const name of ['.small.json.1.part', '.other.json.1.part']) writeFileSync(join(folder, name), 'left');
  await removeParts(path);
  expect(readdirSync(folder).sort()).toEqual(['.other.json.1.part', 'small.json']);
});
