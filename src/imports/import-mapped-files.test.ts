/** Money stories of a custom network: files without an API, without reports to unify, straight into the ledger. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FactsStore, openDuckdb } from '../facts/index.ts';
import { diffEntries, postRun, readEntries, readFigures } from '../ledger/index.ts';
import { networkById } from '../networks/index.ts';
import { matchLines, ROWS_PER_RUN } from './match-lines.ts';
import { readPlanFigures } from './receipt.ts';
import { type ReportFile, stageFiles } from './stage-files.ts';
import { unifyLines } from './unify-lines.ts';

let folder: string;
let facts: FactsStore;
let runs = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-mapped-ledger-'));
  facts = await openDuckdb(join(folder, 'facts.duckdb'));
});
afterEach(async () => {
  await facts.close();
  await rm(folder, { recursive: true, force: true });
});

const MAPPING = {
  program: 'Example Pans',
  date: 'Date',
  dateFormat: 'YYYY-MM-DD',
  commission: 'Commission',
  sales: 'Sales',
  decimalMark: '.',
  fixedCurrency: 'EUR',
  id: 'Id',
  order: 'Order',
  status: 'Status',
  approvedWords: 'ok',
  pendingWords: 'open',
  reversedWords: 'void',
};
const HEADER = 'Id,Order,Date,Sales,Commission,Status';
const OWN_STATUS = { status: undefined, approvedWords: undefined, pendingWords: undefined, reversedWords: undefined };
const BY_ORDER = { ...OWN_STATUS, id: undefined };

async function dumpOf(store: FactsStore): Promise<string> {
  const lines: string[] = [];
  for await (const rows of readEntries(store, null)) for (const row of rows) lines.push(JSON.stringify(row));
  return lines.join('\n');
}

/** Imports files as one run and posts it; the counts are those of the plan, in ledger lines. */
async function drop(files: readonly (readonly string[])[], change: Record<string, unknown> = {}): Promise<string> {
  const network = networkById('custom');
  if (network === undefined) throw new Error('no such network');
  runs += 1;
  const kept: ReportFile[] = [];
  for (const [index, rows] of files.entries()) {
    const path = join(folder, `file-${runs}-${index}.csv`);
    await writeFile(path, `${[HEADER, ...rows].join('\r\n')}\r\n`);
    kept.push({ name: `file-${index}.csv`, sha256: '', path, reportId: null, window: null, isComplete: false });
  }
  const order = {
    network,
    context: { country: null, currency: null, settings: network.settings.parse({ ...MAPPING, ...change }) },
    temporary: join(folder, `staging-${runs}.csv`),
  };
  const parameters = {
    run: runs,
    runId: String(runs),
    scope: 'custom:test',
    base: BigInt(runs) * ROWS_PER_RUN,
    oldLines: ROWS_PER_RUN / 2n,
    postedAt: `2026-06-01 00:00:00.00000${runs % 10}`,
  };
  return facts.exclusive(async (session) => {
    const staged = await stageFiles(session, kept, order);
    await matchLines(session, parameters, staged.steps);
    await unifyLines(session, parameters);
    await diffEntries(session, parameters);
    const { added, changed, unchanged, conflicts } = await readPlanFigures(session);
    await session.atomically(() => postRun(session, parameters));
    expect(conflicts).toBe(0);
    const rejected = staged.files.flatMap((file) => file.rejected).length;
    return `${added} added, ${changed} changed, ${unchanged} unchanged, ${rejected} rejected`;
  });
}

async function statuses(): Promise<Record<string, string>> {
  const { byStatus } = await readFigures(facts, null);
  return Object.fromEntries(byStatus.map((row) => [row.status, `${row.commission} (${row.lines})`]));
}

async function total(): Promise<string> {
  const { totals } = await readFigures(facts, null);
  return totals.map((row) => `${row.commission} ${row.currency}, sales ${row.sales}, ${row.lines} lines`).join('; ');
}

test('a status that changes is the same line; the same file again changes nothing', async () => {
  const before = [
    'L1,O1,2026-05-01,10.00,1.0000,open',
    'L2,O2,2026-05-01,20.00,2.0000,open',
    'L3,O3,2026-05-01,1,x,open',
  ];
  expect(await drop([before])).toBe('2 added, 0 changed, 0 unchanged, 1 rejected');
  expect(await statuses()).toEqual({ pending: '3.0000 (2)' });
  const after = ['L2,O2,2026-05-01,20.00,2.0000,void', 'L1,O1,2026-05-01,10.00,0.9950,ok'];
  expect(await drop([after])).toBe('0 added, 2 changed, 0 unchanged, 0 rejected');
  expect(await statuses()).toEqual({ approved: '0.9950 (1)', reversed: '2.0000 (1)' });
  const dump = await dumpOf(facts);
  expect(dump).toContain('Example Pans');
  expect(await drop([after])).toBe('0 added, 0 changed, 2 unchanged, 0 rejected');
  expect(await dumpOf(facts)).toBe(dump);
});

test('a reversed line keeps its amounts: part of the total, not of what is approved', async () => {
  await drop([['L1,O1,2026-05-01,10.00,1.0000,ok', 'L2,O2,2026-05-01,20.00,2.0000,void']]);
  expect(await total()).toBe('3.0000 EUR, sales 30.0000, 2 lines');
  expect(await statuses()).toEqual({ approved: '1.0000 (1)', reversed: '2.0000 (1)' });
});

test('two lines of one order line, one of them void: each is what the program says it is', async () => {
  await drop([['1,A,2026-05-01,10.00,1.000,ok', '2,A,2026-05-01,20.00,2.000,void']]);
  expect(await statuses()).toEqual({ approved: '1.0000 (1)', reversed: '2.0000 (1)' });
});

test('without a line id, equal lines are several, in one file or in overlapping ones, in one run or in several', async () => {
  const rows = [',O1,2026-05-01,10.00,1.0000,', ',O1,2026-05-01,10.00,1.0000,', ',O2,2026-05-02,10.00,1.0000,'];
  expect(await drop([rows, rows], BY_ORDER)).toBe('3 added, 0 changed, 0 unchanged, 0 rejected');
  expect(await drop([rows.slice(1)], BY_ORDER)).toBe('0 added, 0 changed, 2 unchanged, 0 rejected');
  expect(await total()).toBe('3.0000 EUR, sales 30.0000, 3 lines');
});

test('without a status, a negative line takes its order back', async () => {
  const sale = 'L1,O1,2026-05-20,10.00,1.0000,';
  await drop([[sale, 'L2,O2,2026-05-20,20.00,2.0000,', 'L3,O3,2026-01-20,20.00,3.0000,']], OWN_STATUS);
  expect(await statuses()).toEqual({ approved: '3.0000 (1)', pending: '3.0000 (2)' });
  await drop([[sale, 'L4,O1,2026-05-28,-10.00,-1.0000,']], OWN_STATUS);
  expect(await statuses()).toEqual({ approved: '3.0000 (1)', pending: '2.0000 (1)', reversed: '0.0000 (2)' });
  expect(await total()).toBe('5.0000 EUR, sales 40.0000, 4 lines');
});
