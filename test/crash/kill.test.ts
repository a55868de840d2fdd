/**
 * P4: an import killed with SIGKILL at any moment leaves the ledger of before or of after, and the next import goes
 * through. 6 rounds here; 200 by `npm run test:long`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportOf, type WorldLine } from '../scenarios/publisher.ts';

const ROUNDS = process.env['TRIBUTARY_LONG'] === '1' ? 200 : 6;
const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'tributary.js');
const folder = mkdtempSync(join(tmpdir(), 'tributary-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINES: readonly WorldLine[] = [...Array(4000).keys()].map((n) => ({
  order: String(n),
  sku: `S${n % 50}`,
  sales: '10.00',
  commission: '0.5000',
  processedOn: `3/${(n % 28) + 1}/26`,
}));
const [few, all] = [join(folder, 'few.csv'), join(folder, 'all.csv')];
writeFileSync(few, reportOf('signature', LINES.slice(0, 1000)));
writeFileSync(
  all,
  reportOf(
    'signature',
    LINES.map((line) => ({ ...line, commission: '0.6000' })),
  ),
);

const importing = (file: string, data: string): string[] => [
  launcher,
  'import',
  file,
  '--network',
  'rakuten',
  '--country',
  'US',
  '--data',
  data,
  '--json',
];

function ledgerOf(data: string): string {
  const done = spawnSync(process.execPath, [launcher, 'ledger', '--data', data, '--json'], { encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(0);
  return done.stdout;
}

function importWhole(file: string, data: string): number {
  const started = performance.now();
  const done = spawnSync(process.execPath, importing(file, data), { encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(0);
  return performance.now() - started;
}

async function killedAfter(ms: number, data: string): Promise<void> {
  const child = spawn(process.execPath, importing(all, data), { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await once(child, 'exit');
  clearTimeout(timer);
}

test(`${ROUNDS} imports killed at any moment`, async () => {
  const whole = join(folder, 'whole');
  importWhole(few, whole);
  const before = ledgerOf(whole);
  const takesMs = importWhole(all, whole);
  const after = ledgerOf(whole);
  expect(after).not.toBe(before);
  const seen = { before: 0, after: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = join(folder, `round-${round}`);
    importWhole(few, data);
    await killedAfter(takesMs * (0.25 + (0.75 * round) / ROUNDS), data);
    const left = ledgerOf(data);
    expect([before, after], `round ${round}`).toContain(left);
    seen[left === before ? 'before' : 'after'] += 1;
    importWhole(all, data);
    expect(ledgerOf(data)).toBe(after);
    rmSync(data, { recursive: true, force: true });
  }
  expect(seen.before).toBeGreaterThan(0);
}, 1_800_000);
