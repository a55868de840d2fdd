/** Where lines live: files and connections of one account are one ledger, told apart only by a person's word. */
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { seededToken, writeReportFiles } from '../../sandbox/index.ts';
import type { Receipt } from '../../src/imports/index.ts';
import { Account } from './account.ts';

let account: Account;
afterEach(() => account.leave());

/** Downloads the reports of half a year as files and imports them. */
async function dropFiles(connection?: string): Promise<Receipt | null> {
  const written = await writeReportFiles(account.world, {
    folder: join(account.folder, 'files'),
    startDay: '2025-01-01',
    endDay: '2025-07-01',
    now: account.server.now(),
    names: ['signature-orders-report', 'individual-item-report', 'non-commissionable-sales-report'],
    networkId: 1,
    parameters: { date_type: 'process' },
  });
  const files = await Promise.all(
    written.map((file, index) => account.imports.takeFile('rakuten', file.path, `file-${index}.csv`)),
  );
  const run = await account.imports.startFileImport({
    network: 'rakuten',
    country: 'US',
    connection,
    files: files.flat(),
  });
  return (await account.settled(run.id)).receipt;
}

test('file import, then the API connection of the same account: adopted after a word, nothing is added', async () => {
  account = await Account.open();
  expect(await dropFiles()).toMatchObject({ status: 'posted' });
  const before = await account.held();
  expect(before).toEqual(account.truth());
  await expect(account.connect()).rejects.toThrow(/--adopt-files/);
  const connection = await account.connect({ requestsPerMinute: 600 }, { adoptFiles: true });
  const run = await account.importHistory(connection);
  expect(run.receipt).toMatchObject({ added: 0, withdrawn: 0, conflicts: 0 });
  expect(await account.held()).toEqual(before);
  expect(await dropFiles()).toMatchObject({ status: 'posted', added: 0 });
  expect(await account.held()).toEqual(before);
});

test('an API import, then files of the only account: they go there', async () => {
  account = await Account.open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  await account.importHistory(connection);
  expect(await dropFiles()).toMatchObject({ status: 'posted', added: 0 });
  expect(await account.held()).toEqual(account.truth());
});

test('files that are not of the account stay apart; from then on it has to be said whose a file is', async () => {
  account = await Account.open();
  await dropFiles();
  const connection = await account.connect({ requestsPerMinute: 600 }, { adoptFiles: false, name: 'API' });
  expect(connection.scope).not.toContain('files');
  await expect(dropFiles()).rejects.toThrow(/name the connection/);
  expect(await dropFiles('API')).toMatchObject({ status: 'posted' });
});

test('a token of another account is another scope; a connection does not change its account', async () => {
  account = await Account.open();
  const one = await account.connect({}, { name: 'one' });
  const two = await account.connect({ token: seededToken('someone else') }, { name: 'two' });
  expect(two.scope).not.toBe(one.scope);
  await expect(
    account.imports.changeConnection(one.id, { settings: { token: seededToken('someone else') } }),
  ).rejects.toThrow(/another account/);
  await expect(account.connect({}, { name: 'one' })).rejects.toThrow(/already/);
});

test('a connection that is removed forgets its secret; the ledger stays, and the same account finds it again', async () => {
  account = await Account.open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  await account.importHistory(connection);
  const before = await account.held();
  await account.imports.deleteConnection(connection.id);
  expect(await account.imports.connections()).toEqual([]);
  account.pass(48);
  expect(await account.tick()).toEqual([]);
  const again = await account.connect();
  expect(again.scope).toBe(connection.scope);
  expect(await account.held()).toEqual(before);
});
