/** What a killed process was writing is removed at the next start, and nothing else. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/index.ts';
import { openMain } from '../open-main.ts';

const ID = '6dd89c72-f892-419b-8336-2c983b6b1e34';
const LEFT = [
  `staging-${ID}.csv`,
  `staging-${ID}.csv.1`,
  `staging-${ID}.csv.12`,
  `answer-${ID}.part`,
  `replay-${ID}.duckdb.wal`,
];
const OWN = ['my-notes.csv', 'staging.txt', `report-${ID}.csv`];

test('leftovers of a killed run are removed, a person’s files are not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-left-'));
  try {
    for (const name of [...LEFT, ...OWN]) await writeFile(join(folder, name), 'x');
    await (await openMain(folder, { log: silentLog })).close();
    const names = await readdir(folder);
    expect(LEFT.filter((name) => names.includes(name))).toEqual([]);
    expect(OWN.filter((name) => !names.includes(name))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
