/** What leaves the ledger as a file: every line, to the last digit, in each format. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckdb, type SqlRow } from '../../src/facts/index.ts';
import { ENTRY_COLUMNS, ENTRY_FORMATS } from '../../src/ledger/index.ts';
import { ATTRIBUTION_COLUMNS } from '../../src/reports/index.ts';
import { Publisher, reportOf, type WorldLine } from './publisher.ts';

let publisher: Publisher;
let folder: string;
beforeEach(async () => {
  publisher = await Publisher.create();
  folder = await mkdtemp(join(tmpdir(), 'tributary-export-'));
});
afterEach(async () => {
  await publisher.leaves();
  await rm(folder, { recursive: true, force: true });
});

const SALE: WorldLine = { order: '1', sku: '=SUM(A1)', sales: '30.00', commission: '3.0000', items: 3 };
const LINES: readonly WorldLine[] = [
  { ...SALE, id: 'T1', subId: '@home, "hero"', product: '-2+3', brand: '＝x' },
  { ...SALE, id: 'T2', sales: '-10.00', commission: '-1.0001', items: -1, processedOn: '4/20/26' },
  { ...SALE, id: 'T3', order: '-7', sku: 'ÜBER 🛒', sales: '99,999,999.99', commission: '0.0001' },
];

/** Rows and column types of a Parquet file, as DuckDB reads it. */
async function readParquet(bytes: Buffer): Promise<{ types: string[]; rows: SqlRow[] }> {
  const file = join(folder, 'entries.parquet');
  await writeFile(file, bytes);
  const reader = await openDuckdb(join(folder, 'reader.duckdb'));
  try {
    const types = await reader.query(`select column_name, column_type from (describe from '${file}')`);
    const names = types.map((column) => Object.values(column).join(' '));
    return { types: names, rows: await reader.query(`from '${file}'`) };
  } finally {
    await reader.close();
  }
}

test('an empty ledger has its columns all the same', async () => {
  expect((await publisher.exports('csv')).toString()).toBe(`${ENTRY_COLUMNS.join(',')}\r\n`);
  expect(JSON.parse((await publisher.exports('json')).toString())).toEqual([]);
  const { types, rows } = await readParquet(await publisher.exports('parquet'));
  expect(rows).toEqual([]);
  expect(types.map((type) => type.split(' ')[0])).toEqual(ENTRY_COLUMNS);
});

test('CSV: negative amounts are numbers, text is never a formula', async () => {
  await publisher.drops([reportOf('better', LINES)]);
  const lines = (await publisher.exports('csv')).toString().split('\r\n');
  expect(lines).toHaveLength(LINES.length + 2);
  expect(lines[1]).toBe(
    'rakuten:files:1,counted,approved,,transaction-id-report,3358,"Example, Inc.",-7,ÜBER 🛒,Product ÜBER 🛒,,post-1_hero,T3,2026-03-10,09:08:07,2026-03-11,18:51:00,USD,99999999.9900,0.0001,3,pending,unlocked,,',
  );
  expect(lines[3]).toContain(`,1,'=SUM(A1),'-2+3,'＝x,"'@home, ""hero""",T1,`);
  expect(lines[2]).toContain(',USD,-10.0000,-1.0001,-1,');
  expect(lines.at(-1)).toBe('');
});

test('JSON and Parquet hold every line as the ledger reads it; Parquet with decimals and dates', async () => {
  await publisher.drops([reportOf('better', LINES)]);
  const entries = await publisher.entries();
  expect(entries.map((entry) => Object.keys(entry))).toEqual(LINES.map(() => ENTRY_COLUMNS));
  expect(JSON.parse((await publisher.exports('json')).toString())).toEqual(entries);
  const { types, rows } = await readParquet(await publisher.exports('parquet'));
  expect(rows).toEqual(entries.map((entry) => ({ ...entry, items: String(entry['items']) })));
  expect(types.filter((type) => !type.endsWith(' VARCHAR'))).toEqual([
    ...['occurred_on DATE', 'processed_on DATE', 'sales DECIMAL(18,4)', 'commission DECIMAL(18,4)', 'items BIGINT'],
  ]);
});

test('an export shows any past moment, and leaves nothing behind in the data folder', async () => {
  await publisher.drops([reportOf('better', LINES)]);
  const before = await readdir(publisher.dataFolder);
  for (const format of ENTRY_FORMATS) {
    const [now, past] = [
      await publisher.exports(format),
      await publisher.exports(format, '2020-01-01 00:00:00.000000'),
    ];
    expect(past.length).toBeLessThan(now.length);
  }
  expect(await readdir(publisher.dataFolder)).toEqual(before);
});

test('docs/data-model.md explains every column of an export, in order', async () => {
  const text = await readFile(new URL('../../docs/data-model.md', import.meta.url), 'utf8');
  const [, section = ''] = text.split('## Export');
  expect([...section.matchAll(/^\| `(\w+)` \|/gm)].map((row) => row[1])).toEqual([
    ...ENTRY_COLUMNS,
    ...ATTRIBUTION_COLUMNS,
  ]);
});
