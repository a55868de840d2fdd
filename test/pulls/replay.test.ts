/** Raw reports are the source: the ledger can be rebuilt from them, for every past moment, and a new translation shows its difference first. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDuckdb } from '../../src/facts/index.ts';
import { rebuild, rebuildableManifests, type Run } from '../../src/imports/index.ts';
import { readEntries } from '../../src/ledger/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { Account } from './account.ts';

const DAYS = process.env['TRIBUTARY_LONG'] === '1' ? 60 : 4;

let account: Account;
afterEach(() => account.leave());

async function dump(facts: FactsStore, asOf: string | null): Promise<string> {
  const lines: string[] = [];
  for await (const rows of readEntries(facts, asOf)) for (const row of rows) lines.push(JSON.stringify(row));
  return lines.join('\n');
}

async function replayed(): Promise<Run> {
  const [run] = await account.imports.startReplay();
  if (run === undefined) throw new Error('no replay was started');
  return account.settled(run.id);
}

test('a rebuild gives the ledger of every past moment; a replay with the same translation changes nothing', async () => {
  account = await Account.open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  await account.importHistory(connection);
  for (let day = 0; day < DAYS; day += 1) {
    account.pass(24);
    await account.tick();
  }
  const folder = await mkdtemp(join(tmpdir(), 'tributary-rebuild-'));
  const rebuilt = await openDuckdb(join(folder, 'rebuilt.duckdb'));
  try {
    const { facts, raw } = account.installation;
    await rebuild(rebuilt, await rebuildableManifests(raw), raw, join(folder, 'staging.csv'), () => Promise.resolve());
    const moments = await facts.query('select cast(posted_at as varchar) as at from posted_runs order by posted_at');
    expect(moments).toHaveLength(DAYS + 1);
    for (const moment of moments) {
      const at = String(moment['at']);
      expect(await dump(rebuilt, at), at).toBe(await dump(facts, at));
    }
    const run = await replayed();
    expect(run.receipt).toMatchObject({ status: 'discarded', added: 0, changed: 0, vanished: 0, withdrawn: 0 });
    expect(run.receipt?.unchanged).toBeGreaterThan(300);
  } finally {
    await rebuilt.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Edits what the manifests say, as a newer version that reads the same bytes otherwise would. */
async function editManifests(edit: (text: string) => string): Promise<void> {
  const folder = join(account.folder, 'data', 'workspaces', 'main', 'raw', 'manifests');
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    await writeFile(path, edit(await readFile(path, 'utf8')));
  }
}

test('another translation of the same bytes: shown first, then posted as a run of its own; the past stays', async () => {
  account = await Account.open();
  const path = join(account.folder, 'sales.csv');
  await writeFile(
    path,
    'Order;Date;Payout;State\r\n1;2025-05-01;1.500;Paid\r\n2;2025-05-02;2.000;Paid\r\n3;2025-05-03;0.250;Paid\r\n',
  );
  const connection = await account.imports.addConnection({
    network: 'custom',
    name: 'Direct',
    settings: {
      order: 'Order',
      date: 'Date',
      commission: 'Payout',
      dateFormat: 'YYYY-MM-DD',
      fixedCurrency: 'EUR',
      program: 'Direct',
      delimiter: ';',
      decimalMark: '.',
    },
  });
  const files = await account.imports.takeFile('custom', path, 'sales.csv');
  const first = await account.imports.startFileImport({ network: 'custom', connection: connection.id, files });
  expect((await account.settled(first.id)).receipt).toMatchObject({ status: 'posted', added: 3 });
  const before = await dump(account.installation.facts, null);
  const postedAt = account.server.now().toISOString().replace('T', ' ').replace('Z', '000');
  account.pass(24);
  await editManifests((text) => text.replace('"decimalMark": "."', '"decimalMark": ","'));
  const run = await replayed();
  expect(run.receipt).toMatchObject({ status: 'preview', changed: 2, added: 0, withdrawn: 1 });
  expect(run.receipt?.files.flatMap((file) => file.rejected)).toMatchObject([{ line: 4, column: 'Payout' }]);
  expect(await dump(account.installation.facts, null)).toBe(before);
  await account.imports.uploadRun(run.id);
  expect(await account.settled(run.id)).toMatchObject({ state: 'posted' });
  expect(await account.figures()).toContain('"commission":"3500.0000"');
  expect(await dump(account.installation.facts, postedAt)).toBe(before);
  expect((await replayed()).receipt).toMatchObject({ added: 0, changed: 0, withdrawn: 0 });
});

test('a raw report that is gone is named; nothing is taken out of the ledger', async () => {
  account = await Account.open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  const run = await account.importHistory(connection);
  const [answer] = await account.imports.answers(run.id);
  const sha256 = answer?.sha256 ?? '';
  await rm(join(account.folder, 'data', 'workspaces', 'main', 'raw', sha256.slice(0, 2), sha256));
  const failed = await replayed();
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'raw-reports-missing' } });
  expect(await account.held()).toEqual(account.truth('2024-08-01'));
});
