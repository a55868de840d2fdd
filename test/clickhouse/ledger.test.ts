/** The same reports through the same SQL on DuckDB and on ClickHouse: receipts, figures and every line, to the last digit. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckdb } from '../../src/facts/index.ts';
import { Publisher, reportOf, type ReportKind, type WorldLine } from '../scenarios/publisher.ts';
import { expectReAdds } from '../scenarios/re-added.ts';
import { startClickhouse, type TestClickhouse } from './server.ts';

let clickhouse: TestClickhouse;
beforeAll(async () => {
  clickhouse = await startClickhouse();
}, 120_000);
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

const SALE: WorldLine = { id: 'A1', order: '1', sku: 'PAN', sales: '79.90', commission: '3.9950', brand: 'Acme' };
const LINES: readonly WorldLine[] = [
  SALE,
  { ...SALE, id: 'A2', sales: '-79.90', commission: '-3.9950', processedOn: '5/2/26' },
  { id: 'A3', order: '2', sku: 'POT', sales: '1,234.56', commission: '61.7280', items: 2, subId: '', brand: 'Other' },
  { id: 'A4', order: '3,', sku: 'CUP "x"', sales: '10.00', commission: '0.5000' },
  { id: 'A5', order: '3,', sku: 'CUP "x"', sales: '10.00', commission: '0.5000' },
  { id: 'A6', order: '4', sku: 'ÜBER', sales: '0.00', commission: '0.0001', items: 0, status: 'locked' },
];
const SPLIT = LINES.map((line) =>
  line.id === 'A3' ? { ...line, sales: '1,000.00', commission: '60.0000', items: 1 } : line,
).concat([
  { order: '2', sku: 'POT', sales: '234.56', commission: '1.7280', items: 1, subId: '', processedAt: '19:00:00' },
]);
const ALONE: readonly WorldLine[] = ['6/1/26', '6/2/26', '6/3/26'].map((day) => ({
  order: `S${day}`,
  sku: 'MUG',
  sales: '8.00',
  commission: '0.4000',
  processedOn: day,
}));
const LOST: WorldLine = { order: '9', sku: 'X', sales: '40.00', commission: '0', reason: 'Return Exceeded' };

/** Steps that are imported at once. The others are looked at first and posted as they were seen. */
const AT_ONCE: ReadonlySet<number> = new Set([3, 5, 7, 9]);
/** Looked at, and then imported as if nobody had. */
const LOOKED_AT = 11;

type Story = readonly {
  readonly files: readonly (readonly [ReportKind, readonly WorldLine[]])[];
  readonly complete?: boolean;
}[];

const STORY: Story = [
  { files: [['signature', ALONE]] },
  { files: [['signature', ALONE.filter((_, n) => n !== 1)]], complete: true },
  { files: [['signature', SPLIT]] },
  {
    files: [
      ['items', LINES],
      ['lost', [LOST]],
      ['brands', LINES],
    ],
  },
  {
    files: [
      ['items', LINES],
      ['signature', SPLIT],
    ],
  },
  { files: [['signature', SPLIT.slice(2)]] },
  { files: [['better', LINES]] },
  { files: [['signature', SPLIT.filter((line) => line.order !== '4')]], complete: true },
  { files: [['better', LINES.map((line) => ({ ...line, status: 'locked' }))]] },
  {
    files: [
      ['better', LINES.slice(0, 5)],
      ['better', LINES.slice(3)],
    ],
  },
  { files: [['better', LINES.slice(0, 4)]], complete: true },
  {
    files: [
      ['items', LINES],
      ['signature', LINES.map((line) => ({ ...line, commission: '9.9999' }))],
    ],
  },
];

/** Rows and column types of a Parquet file, as DuckDB reads it. */
async function parquetRows(bytes: Buffer): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-parquet-'));
  const reader = await openDuckdb(join(folder, 'reader.duckdb'));
  try {
    const file = join(folder, 'entries.parquet');
    await writeFile(file, bytes);
    return [await reader.query(`describe from '${file}'`), await reader.query(`from '${file}'`)];
  } finally {
    await reader.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tells a story and writes down all that can be seen of it. */
async function told(publisher: Publisher): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const [step, { files, complete }] of STORY.entries()) {
    const texts = files.map(([kind, lines]) => reportOf(kind, lines));
    const choices = { complete: complete === true };
    const previewed = AT_ONCE.has(step) ? null : await publisher.previews(texts, choices);
    if (previewed !== null) expectReAdds(previewed);
    const isSeen = previewed !== null && step !== LOOKED_AT;
    const receipt = isSeen ? previewed.receipt : await publisher.drops(texts, choices);
    const held = receipt.status === 'posted' ? null : await publisher.upload(receipt.run);
    seen.push(
      { ...receipt, run: '' },
      held === null ? null : { ...held, run: '' },
      previewed?.preview,
      await publisher.figures(),
      await publisher.conflicts(),
      await publisher.entries(),
    );
  }
  seen.push(
    (await publisher.exports('csv')).toString(),
    (await publisher.exports('json')).toString(),
    await parquetRows(await publisher.exports('parquet')),
  );
  for (const receipt of await publisher.replays()) seen.push({ ...receipt, run: '' });
  return seen;
}

test('both engines tell the same story', async (context) => {
  if ('skipped' in clickhouse) return context.skip(clickhouse.skipped);
  const [onDuckdb, onClickhouse] = [await Publisher.create(), await Publisher.create(clickhouse.url)];
  try {
    const expected = await told(onDuckdb);
    expect(await told(onClickhouse)).toEqual(expected);
    expect(JSON.stringify(expected)).toContain('"status":"held"');
    expect(JSON.stringify(expected)).toContain('"withdrawn":[{');
    expect(expected.at(-1)).toMatchObject({ status: 'discarded', added: 0, changed: 0, withdrawn: 0 });
    for (const change of ['added', 'changed', 'unchanged', 'withdrawn', 'conflict']) {
      expect(JSON.stringify(expected)).toContain(`"change":"${change}"`);
    }
    expect(JSON.stringify(expected)).toContain('"differences":[{');
  } finally {
    await onDuckdb.leaves();
    await onClickhouse.leaves();
  }
}, 300_000);
