/** P13: days are the network's days; where the machine stands changes nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { reportOf, type WorldLine } from './publisher.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-zones-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Around midnights, month ends and the days on which clocks change somewhere. */
const DAYS = [
  '3/28/26',
  '3/29/26',
  '3/30/26',
  '10/24/26',
  '10/25/26',
  '10/26/26',
  '12/31/25',
  '1/1/26',
  '11/1/26',
  '3/8/26',
];
const LINES: readonly WorldLine[] = DAYS.flatMap((on, n) =>
  ['00:00:00', '02:30:00', '23:59:59'].map((at, m) => ({
    order: `${n}-${m}`,
    sku: 'A',
    on,
    at,
    processedOn: on,
    processedAt: at,
    sales: '10.00',
    commission: '0.3333',
  })),
);

/** Several commands in one process of the zone: each alone spends most of its time on starting. */
const RUN = `
const { runCli } = await import(process.argv[1]);
for (const args of JSON.parse(process.argv[2])) {
  const code = await runCli(args);
  if (code !== 0) process.exit(code);
  process.stdout.write('\\n--- next ---\\n');
}`;

function entriesIn(zone: string): string {
  const file = join(folder, 'report.csv');
  writeFileSync(file, reportOf('signature', LINES));
  const data = join(folder, zone.replaceAll('/', '-'));
  const commands = [
    ['import', file, '--network', 'rakuten', '--country', 'US'],
    ['export', 'entries', '--format', 'csv'],
    ['ledger', '--json'],
  ].map((args) => [...args, '--data', data]);
  const args = ['--input-type=module', '-e', RUN, pathToFileURL(cli).href, JSON.stringify(commands)];
  const done = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, TZ: zone } });
  expect(done.status, done.stderr).toBe(0);
  const [, entries = '', ledger = ''] = done.stdout.split('\n--- next ---\n');
  expect(ledger).toContain('"commission"');
  return entries + ledger;
}

test('the same ledger, byte by byte, in every zone', () => {
  const inUtc = entriesIn('UTC');
  expect(inUtc.split('\r\n').length).toBe(LINES.length + 2);
  for (const zone of ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Apia']) {
    expect(entriesIn(zone), zone).toBe(inUtc);
  }
});
