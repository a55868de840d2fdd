/** Pulls from the simulated network, in virtual time: the ledger follows the network's truth, line by line. */
import { afterEach, expect, test } from 'vitest';
import type { Run } from '../../src/imports/index.ts';
import { Account, type AccountOptions } from './account.ts';

let account: Account;
afterEach(() => account.leave());
const open = async (options?: AccountOptions): Promise<Account> => {
  account = await Account.open(options);
  return account;
};
const reportRequests = (): Account['server']['requests'] =>
  account.server.requests.filter((one) => one.report !== null);

test('the first import: 6 months, paced, waits for a person, then equals the truth and is scheduled', async () => {
  await open();
  const connection = await account.connect();
  expect(connection.nextPullAt).toBeNull();
  const preview = await account.pull(connection, { months: 7 });
  expect(preview).toMatchObject({ state: 'preview', problems: [], error: null });
  expect(await account.held()).toEqual([]);
  await account.imports.uploadRun(preview.id);
  const posted = await account.settled(preview.id);
  expect(posted.state).toBe('posted');
  expect(await account.held()).toEqual(account.truth());
  expect((await account.held()).length).toBeGreaterThan(300);
  expect(reportRequests()).toHaveLength(7 * 4);
  expect(account.server.requests.filter((one) => one.status === 429)).toEqual([]);
  expect((await account.imports.connection(connection.id)).nextPullAt).not.toBeNull();
  const answers = await account.imports.answers(preview.id);
  expect(answers).toHaveLength(28);
  expect(answers[0]?.request).toContain('/reports/');
  expect(new Set(answers.map((answer) => answer.no)).size).toBe(28);
  const [first] = answers;
  const kept = await account.imports.answer(preview.id, first?.no ?? 0);
  expect([kept.name, kept.size]).toEqual([first?.name, first?.size]);
  await expect(account.imports.answer(preview.id, 0)).rejects.toThrow('no raw report with the number 0');
});

const DAYS = process.env['TRIBUTARY_LONG'] === '1' ? 120 : 5;
test(`${DAYS} days on schedule: late lines, reversals and adjustments come by themselves; nothing is asked twice in 4 hours`, async () => {
  await open();
  const connection = await account.connect({ requestsPerMinute: 600 }, {});
  await account.importHistory(connection);
  const kinds: Run[] = [];
  for (let step = 0; step < DAYS * 4; step += 1) {
    account.pass(6);
    kinds.push(...(await account.tick()));
  }
  expect(kinds.every((run) => run.state === 'posted')).toBe(true);
  expect(kinds).toHaveLength(DAYS * 4);
  expect(await account.held()).toEqual(account.truth('2024-08-01'));
  account.pass(1);
  expect(await account.tick()).toEqual([]);
}, 1_200_000);

test('missed runs happen once, by whoever looks first, and fill the gap', async () => {
  await open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  await account.importHistory(connection);
  account.pass(24 * 40);
  const both = await Promise.all([account.tick(), account.tick()]);
  const ids = new Set(both.flat().map((run) => run.id));
  expect(ids.size).toBe(1);
  expect(await account.held()).toEqual(account.truth());
});

test('a run that ends in the middle goes on where it was after a restart: nothing is asked again', async () => {
  await open({ server: { rateLimit: { perMinute: Number.POSITIVE_INFINITY } } });
  const connection = await account.connect({ requestsPerMinute: 600 });
  account.server.faults.next('slow', { times: 'always', ms: 50 });
  const { id } = await account.imports.startPull(connection.id, { months: 6 });
  while (reportRequests().length < 9) await new Promise((resolve) => setTimeout(resolve, 20));
  await account.restart();
  account.server.faults.clear();
  expect((await account.imports.run(id)).state).toBe('fetching');
  await account.imports.startSchedule();
  expect((await account.settled(id)).state).toBe('preview');
  const asked = reportRequests().map((one) => `${one.report} ${one.parameters['start_date']}`);
  expect(new Set(asked).size).toBe(24);
  expect(asked.length).toBeLessThanOrEqual(25); // the one that was cut off came again
});

test('windows that the network finds too long are halved', async () => {
  await open({ server: { mostDays: 10 } });
  const connection = await account.connect();
  const run = await account.pull(connection, { months: 2 });
  expect(run.state).toBe('preview');
  await account.imports.uploadRun(run.id);
  await account.settled(run.id);
  expect(await account.held()).toEqual(account.truth('2025-06-01'));
});

test('a 403 for one report leaves that report out and says so; a test that finds it brings it back, with what it missed', async () => {
  await open();
  const connection = await account.connect();
  account.server.faults.next('forbidden', { report: 'non-commissionable-sales-report', times: 1 });
  const run = await account.pull(connection, { months: 7 });
  expect(run.state).toBe('preview');
  expect(run.problems.map((problem) => problem.code)).toEqual(['network-auth']);
  await account.imports.uploadRun(run.id);
  await account.settled(run.id);
  const shown = await account.imports.connection(connection.id);
  expect(shown.state).toBe('active');
  expect(shown.reports.filter((report) => report.problem !== null).map((report) => report.reportId)).toEqual([
    'non-commissionable-sales-report',
  ]);
  expect(await account.held()).toEqual(account.truth().filter((line) => !line.startsWith('lost')));
  const test = await account.imports.startTest(connection.id);
  while ((await account.imports.test(test.id)).state === 'running')
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await account.imports.test(test.id)).state).toBe('passed');
  account.pass(30);
  await account.tick();
  expect(await account.held()).toEqual(account.truth());
});

test('a 403 for every report stops the connection and says why; nothing loops', async () => {
  await open();
  const connection = await account.connect();
  account.server.faults.next('forbidden', { times: 'always' });
  const run = await account.pull(connection);
  expect(run).toMatchObject({ state: 'failed', error: { code: 'network-auth' } });
  expect(reportRequests()).toHaveLength(4);
  const stopped = await account.imports.connection(connection.id);
  expect(stopped).toMatchObject({ state: 'stopped', nextPullAt: null, problem: { code: 'network-auth' } });
  await expect(account.imports.startPull(connection.id, {})).rejects.toThrow(/change it or test/);
  account.server.faults.clear();
  const test = await account.imports.startTest(connection.id);
  while ((await account.imports.test(test.id)).state === 'running')
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await account.imports.connection(connection.id)).state).toBe('active');
});

test('a network that is down is waited for, with growing patience', async () => {
  await open();
  const connection = await account.connect();
  account.server.faults.next('server-error', { times: 30 });
  const before = account.server.now().getTime();
  const run = await account.pull(connection, { months: 1 });
  expect(run.state).toBe('preview');
  expect(account.server.now().getTime() - before).toBeGreaterThan(5 * 60_000);
});

test('a renamed column fails the run with its name, keeps the answer and leaves the ledger; it goes on later', async () => {
  await open();
  const connection = await account.connect();
  account.server.faults.next('renamed-column', { report: 'signature-orders-report' });
  const run = await account.pull(connection, { months: 3 });
  expect(run).toMatchObject({ state: 'failed', error: { code: 'missing-columns', column: 'Total Commission' } });
  expect(await account.held()).toEqual([]);
  const asked = reportRequests().length;
  await account.imports.resumeRun(run.id);
  expect((await account.settled(run.id)).state).toBe('preview');
  expect(reportRequests()).toHaveLength(asked + 12 - 1);
});

test.each(['html', 'truncated', 'truncated-length'] as const)(
  'an answer that is %s is asked for again',
  async (fault) => {
    await open();
    const connection = await account.connect();
    account.server.faults.next(fault, { times: 1 });
    const run = await account.pull(connection, { months: 1 });
    expect(run).toMatchObject({ state: 'preview', error: null });
    expect(reportRequests()).toHaveLength(5);
  },
);

test('a window that shrinks: a few lines are withdrawn with their history, many wait for a person', async () => {
  await open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  await account.importHistory(connection);
  const whole = await account.held();
  account.server.faults.next('no-results', { times: 'always' });
  account.pass(24);
  const [held] = await account.tick();
  expect(held?.state).toBe('held');
  expect(held?.receipt?.withdrawn).toBeGreaterThan(50);
  expect(await account.held()).toEqual(whole);
  account.server.faults.clear();
  account.pass(24);
  const [calm] = await account.tick();
  expect(calm?.state).toBe('posted');
  expect((await account.imports.run(held?.id ?? '')).state).toBe('discarded');
  expect(await account.held()).toEqual(account.truth());
});

test('two connections of one account and country are one stream; another country is another', async () => {
  await open({ world: { networks: [1, 9] } });
  const first = await account.connect({ requestsPerMinute: 600 }, { name: 'Site A' });
  const second = await account.connect({ requestsPerMinute: 600, siteId: '7654321' }, { name: 'Site B' });
  const other = await account.connect({ requestsPerMinute: 600, country: 'DE' });
  expect(second.scope).toBe(first.scope);
  expect(other.scope).not.toBe(first.scope);
  await account.importHistory(first);
  const before = await account.held();
  const again = await account.pull(second, { months: 7 });
  expect(again.receipt).toMatchObject({ added: 0, changed: 0 });
  expect(await account.held()).toEqual(before);
  account.pass(5);
  expect(await account.tick()).toHaveLength(1);
});

test('two pulls of one stream at a time are refused', async () => {
  await open();
  const connection = await account.connect();
  const first = await account.imports.startPull(connection.id, {});
  await expect(account.imports.startPull(connection.id, {})).rejects.toThrow(/under way/);
  await account.imports.discardRun(first.id);
  expect((await account.imports.run(first.id)).state).toBe('discarded');
  expect((await account.pull(connection, { months: 1 })).state).toBe('preview');
});

test('the pace holds per account, over connections that pull at the same time', async () => {
  await open({ world: { networks: [1, 9] }, server: { rateLimit: { perMinute: Number.POSITIVE_INFINITY } } });
  const [us, de] = [await account.connect(), await account.connect({ country: 'DE' })];
  const began = account.server.now().getTime();
  const runs = await Promise.all([account.pull(us, { months: 4 }), account.pull(de, { months: 4 })]);
  expect(runs.map((run) => run.state)).toEqual(['preview', 'preview']);
  expect(reportRequests()).toHaveLength(32);
  // 5 at once, then 5 a minute: the 32nd comes in the 7th minute; each connection for itself would need 3
  expect(account.server.now().getTime() - began).toBeGreaterThanOrEqual(6 * 60_000);
});

test('the token is in no byte that the program wrote', async () => {
  await open();
  const connection = await account.connect();
  account.server.faults.next('server-error', { times: 2 });
  account.server.faults.next('renamed-column', { times: 1 });
  await account.pull(connection, { months: 1 });
  await account.restart();
  const written = await account.everythingWritten();
  const inner =
    Buffer.from(account.server.token, 'base64')
      .toString('utf8')
      .match(/[0-9a-f]{64}/)?.[0] ?? 'none';
  expect(written.length).toBeGreaterThan(10_000);
  expect(written).not.toContain(account.server.token);
  expect(written).not.toContain(encodeURIComponent(account.server.token));
  expect(written).not.toContain(inner);
  expect((await account.imports.connection(connection.id)).settings['token']).toBe(
    `…${account.server.token.slice(-4)}`,
  );
});

test('scheduled pulls that fail come again with growing distance, and as usual after a good one', async () => {
  await open();
  const connection = await account.connect({ requestsPerMinute: 600 });
  await account.importHistory(connection);
  account.server.faults.next('renamed-column', { times: 'always' });
  const waits: number[] = [];
  for (let failure = 0; failure < 4; failure += 1) {
    const { nextPullAt } = await account.imports.connection(connection.id);
    account.pass((Date.parse(nextPullAt ?? '') - account.server.now().getTime()) / 3_600_000);
    const [run] = await account.tick();
    expect(run?.state).toBe('failed');
    const next = Date.parse((await account.imports.connection(connection.id)).nextPullAt ?? '');
    waits.push(Math.round((next - account.server.now().getTime()) / 60_000));
  }
  expect(waits).toEqual([4, 8, 15, 30]); // minutes: three quarters of 5, 10, 20 and 40
  account.server.faults.clear();
  account.pass(1);
  expect((await account.tick())[0]?.state).toBe('posted');
  const next = Date.parse((await account.imports.connection(connection.id)).nextPullAt ?? '');
  expect(next - account.server.now().getTime()).toBe(4 * 3_600_000);
  expect(await account.held()).toEqual(account.truth('2024-08-01'));
});

test('another country of an account takes over its token and settings; the currency is its own', async () => {
  await open();
  const europe = await account.connect({ country: 'EU', currency: 'EUR', requestsPerMinute: 600 });
  const wish = { network: 'rakuten', like: europe.name, settings: { country: 'UK' } };
  const uk = await account.imports.addConnection(wish);
  expect(uk).toMatchObject({ country: '3', name: 'Rakuten Advertising United Kingdom' });
  expect(uk.settings).toMatchObject({ siteId: '1234567', requestsPerMinute: 600, token: europe.settings['token'] });
  expect(uk.settings['currency']).toBeUndefined();
  expect(uk.scope.split(':')[1]).toBe(europe.scope.split(':')[1]);
  await expect(account.imports.addConnection({ ...wish, network: 'custom' })).rejects.toMatchObject({
    code: 'invalid-settings',
    place: { column: 'like' },
  });
  await expect(account.imports.addConnection({ ...wish, like: 'nobody' })).rejects.toMatchObject({
    code: 'unknown-connection',
  });
});
