/** Two workspaces on one ClickHouse server: a database each, and removing one leaves the other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropClickhouseOf, openClickhouseOf } from '../../src/facts/index.ts';
import { postLine } from '../server/post-line.ts';
import { startClickhouse, type TestClickhouse } from './server.ts';

const OTHER = '18f826f34b01';
let clickhouse: TestClickhouse;
beforeAll(async () => {
  clickhouse = await startClickhouse();
}, 120_000);
afterAll(async () => {
  if ('stop' in clickhouse) await clickhouse.stop();
});

async function linesOf(url: string, id: string): Promise<unknown> {
  const facts = await openClickhouseOf(url, id);
  try {
    const [row] = await facts.query('select toInt32(count(*)) as lines from current_entries');
    return row?.['lines'];
  } finally {
    await facts.close();
  }
}

test('each sees its own lines only', async (context) => {
  if ('skipped' in clickhouse) return context.skip(clickhouse.skipped);
  const { url } = clickhouse;
  const main = await openClickhouseOf(url, 'main');
  await postLine(main);
  await main.close();
  expect([await linesOf(url, 'main'), await linesOf(url, OTHER)]).toEqual([1, 0]);
  const other = await openClickhouseOf(url, OTHER);
  await postLine(other);
  await other.close();
  expect([await linesOf(url, 'main'), await linesOf(url, OTHER)]).toEqual([1, 1]);
  await dropClickhouseOf(url, 'main');
  expect([await linesOf(url, 'main'), await linesOf(url, OTHER)]).toEqual([0, 1]);
  await dropClickhouseOf(url, OTHER);
  expect(await linesOf(url, OTHER)).toBe(0);
}, 120_000);
