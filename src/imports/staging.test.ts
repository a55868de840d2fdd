import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { amountOf, type CurrencyCode } from '../core/index.ts';
import { columnsOf } from '../facts/index.ts';
import type { ReportedLine } from '../networks/index.ts';
import { FIRST_DAY, LAST_DAY, type StagedFile, StagingWriter } from './staging.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-staging-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const FILE: StagedFile = { fileNo: 1, step: 1, report: 'orders', rank: 3, from: FIRST_DAY, to: LAST_DAY };
const LINE: ReportedLine = {
  advertiserId: '10',
  advertiser: 'A "B", Inc.',
  orderId: 'ü1',
  sku: 'X',
  product: null,
  brand: null,
  subId: '',
  transactionId: null,
  occurredOn: '2026-03-10',
  occurredTime: '09:08:07',
  processedOn: null,
  processedTime: null,
  currency: 'USD' as CurrencyCode, // a known code
  sales: amountOf(-12_345n),
  commission: amountOf(1n),
  items: -1,
  status: 'pending',
  networkStatus: null,
  reason: null,
  referrer: null,
};

it('writes the columns of the staging table, in their order', async () => {
  let text = '';
  const writer = new StagingWriter(join(folder, 'staged'), async (part) => {
    text += await readFile(part.path, 'utf8');
  });
  writer.line(FILE, LINE, 7);
  writer.line({ ...FILE, fileNo: 2 }, { ...LINE, processedOn: '2026-03-11' }, 8);
  writer.brand(FILE, { sku: 'X', product: 'Pan', brand: 'Acme' }, 9);
  await writer.close();
  await writer.dispose();
  const tail = 'USD,-1.2345,0.0001,-1,"pending",\\N,\\N,\\N';
  const start = '"10","A ""B"", Inc.","ü1","X",\\N,\\N,"",\\N,2026-03-10,"09:08:07"';
  expect(text.split('\n')).toEqual([
    `1,1,orders,3,1,7,${start},\\N,\\N,${tail},${FIRST_DAY},${LAST_DAY}`,
    `2,1,orders,3,2,8,${start},2026-03-11,\\N,${tail},2026-03-11,2026-03-11`,
    `3,1,orders,3,1,9,"",\\N,"","X","Pan","Acme",\\N,\\N,${FIRST_DAY},"",\\N,\\N,"",0,0,0,\\N,\\N,\\N,\\N,${FIRST_DAY},${LAST_DAY}`,
    '',
  ]);
  expect(text.split('\n')[2]?.split(',')).toHaveLength(columnsOf('staged_lines').length);
});

it('hands over part after part, each once and none while another is loading', async () => {
  const seen: string[] = [];
  let loading = 0;
  const load = async (part: { path: string; after: number; upTo: number }): Promise<void> => {
    loading += 1;
    expect(loading).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const lines = (await readFile(part.path, 'utf8')).split('\n').slice(0, -1);
    expect(lines).toHaveLength(part.upTo - part.after);
    seen.push(...lines.map((row) => row.slice(0, row.indexOf(','))));
    loading -= 1;
  };
  const writer = new StagingWriter(join(folder, 'staged'), load, 1000);
  for (let n = 1; n <= 500; n += 1) {
    writer.line(FILE, LINE, n);
    if (n % 7 === 0) await writer.flush();
  }
  await writer.close();
  expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => String(n + 1)));
  await writer.dispose();
  expect(await readdir(folder)).toEqual([]);
});

it('stops at a load that fails, and leaves no file', async () => {
  const writer = new StagingWriter(join(folder, 'staged'), () => Promise.reject(new Error('the disk is full')), 1000);
  const write = async (): Promise<void> => {
    for (let n = 1; n <= 500; n += 1) {
      writer.line(FILE, LINE, n);
      await writer.flush();
    }
    await writer.close();
  };
  await expect(write()).rejects.toThrow('the disk is full');
  await writer.dispose();
  expect(await readdir(folder)).toEqual([]);
});
