import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, startRakutenServer, writeReportFiles } from './index.ts';
import { askReport } from './testing/report-text.ts';

const world = createWorld({ seed: 6, startDay: '2025-03-01', endDay: '2025-04-30', ordersPerDay: 10 });
const WINDOW = ['2025-03-01', '2025-03-31'] as const;
const [startDay, endDay] = WINDOW;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-sandbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('files hold the bytes that the server sends', async () => {
  const reports = { 'individual-item-report': { grouping: 'same-sign', shuffleSeed: 2 } } as const;
  const server = await startRakutenServer(world, { reports });
  const files = await writeReportFiles(world, { folder, startDay, endDay, networkId: 3, reports });
  expect(files).toHaveLength(5);
  for (const file of files) {
    const { body } = await askReport(server, file.report, WINDOW, { network: '3' });
    const bytes = await readFile(file.path);
    expect(bytes.toString('utf8')).toBe(body);
    expect(bytes.length).toBe(file.bytes);
  }
  await server.close();
});

test('chosen reports, other parameters, faults of the text', async () => {
  const fresh = createWorld({ seed: 6, startDay: '2025-03-01', endDay: '2025-04-30', ordersPerDay: 10 });
  const [file, ...others] = await writeReportFiles(fresh, {
    folder,
    startDay,
    endDay,
    now: new Date('2025-03-10T00:00:00Z'),
    names: ['tributary-report'],
    parameters: { date_format: 'm-d-yy' },
    faults: ['no-bom'],
  });
  expect(others).toEqual([]);
  expect(file?.path).toBe(join(folder, 'tributary-report_2025-03-01_2025-03-31.csv'));
  const text = await readFile(file?.path ?? '', 'utf8');
  expect(text).toMatch(/^Transaction ID,.*\r\n"[0-9A-F]{32}",.*,3-\d-25,/);
});

test('a window that the server would refuse is refused', async () => {
  const backwards = { folder, startDay: endDay, endDay: startDay };
  await expect(writeReportFiles(world, backwards)).rejects.toThrow(/Invalid date range/);
});
