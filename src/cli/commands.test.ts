/** Every command over the real API in this process, with imports in memory. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FakeImports } from '../../test/server/fake-imports.ts';
import { openTestServices, type TestServices } from '../../test/server/test-services.ts';
import { runCli } from '../cli.ts';
import { ApiClient } from './api-client.ts';
import { LocalTransport } from './local-transport.ts';
import type { Surroundings } from './surroundings.ts';

const TOKEN = 'tok-canary-0123456789';
const folder = mkdtempSync(join(tmpdir(), 'tributary-cli-'));
let open: TestServices;
let imports: FakeImports;
beforeAll(async () => {
  open = await openTestServices(folder);
});
beforeEach(() => {
  imports = new FakeImports();
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly json: unknown;
}

interface Person {
  readonly isWatched?: boolean;
  /** What the person enters when asked for a secret. */
  readonly secret?: string;
  /** Presses Ctrl+C after this many milliseconds. */
  readonly interruptAfterMs?: number;
}

async function run(args: readonly string[], person: Person = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[name] += chunk.toString();
        done();
      },
    });
  const surroundings = (exit: (code: number) => void): Surroundings => ({
    version: '0.1.0',
    connect: async () =>
      new ApiClient(
        new LocalTransport({
          services: { ...open.services, openWorkspace: () => Promise.resolve({ ...open.main, imports }) },
          sendMail: () => Promise.resolve(),
          startSchedule: () => Promise.resolve(),
          startCollector: () => Promise.reject(new Error('only a server collects')),
          prepareDemo: () => Promise.reject(new Error('only a server shows a demo')),
          close: () => Promise.resolve(),
        }),
      ),
    stdout: into('out'),
    stderr: into('err'),
    isWatched: person.isWatched === true,
    readSecret: (question) => {
      written.err += `[${question}]`;
      return Promise.resolve(person.secret ?? '');
    },
    onInterrupt: (work) => {
      const timer = person.interruptAfterMs === undefined ? undefined : setTimeout(work, person.interruptAfterMs);
      return () => clearTimeout(timer);
    },
    exit,
  });
  const code = await runCli(args, surroundings);
  const json: unknown = args.includes('--json') ? JSON.parse(written.out) : null;
  if (args.includes('--json')) expect(written.out.trim().split('\n')).toHaveLength(1);
  return { code, ...written, json };
}

const add = (name: string, secret: string = TOKEN): Promise<Ran> =>
  run(['connections', 'add', '--network', 'testnet', '--name', name, '--json'], { secret });

test('a connection is added with the token that was asked for, and nothing shows it', async () => {
  const added = await run(['connections', 'add', '--network', 'testnet', '--name', 'mine', '--set', 'country=US'], {
    secret: TOKEN,
  });
  expect([added.code, added.out]).toEqual([0, 'Added "mine".\nNext: tributary connections test "mine"\n']);
  expect(added.err).toBe('[Token]');
  const listed = await run(['connections', '--json']);
  expect(listed.json).toMatchObject({
    connections: [{ name: 'mine', settings: { token: '…6789', country: 'US' }, state: 'active' }],
  });
  expect(added.out + added.err + listed.out).not.toContain(TOKEN);
  expect((await run(['connections'])).out).toBe('mine  testnet  1  active\n');
});

test('a token comes from a file too, never from the command line', async () => {
  const file = join(folder, 'token');
  writeFileSync(file, `${TOKEN}\n`);
  const base = ['connections', 'add', '--network', 'testnet'];
  expect((await run([...base, '--token-file', file, '--name', 'from file'])).code).toBe(0);
  const typed = await run([...base, '--set', `token=${TOKEN}`, '--json']);
  expect([typed.code, typed.json]).toMatchObject([1, { status: 'failed', error: { code: 'wrong-arguments' } }]);
  expect(typed.out).toContain('history of the shell');
  expect(typed.out + typed.err).not.toContain(TOKEN);
  const inAddress = await run([...base, '--set', `country=https://x.example/r?token=${TOKEN}`, '--json']);
  expect([inAddress.code, inAddress.json]).toMatchObject([1, { error: { code: 'wrong-arguments' } }]);
  expect(inAddress.out + inAddress.err).not.toContain(TOKEN);
  const unknown = await run([...base, '--set', 'colour=red', '--json'], { secret: TOKEN });
  expect(unknown.out).toContain('there is country');
  expect((await run([...base, '--set', 'country', '--json'])).json).toMatchObject({
    error: { code: 'wrong-arguments' },
  });
  expect((await run([...base, '--json'], { secret: '' })).out).toContain('nothing was entered');
  expect((await run([...base, '--token-file', join(folder, 'none'), '--json'])).json).toMatchObject({
    error: { code: 'file-not-found' },
  });
  const nowhere = await run(['connections', 'add', '--network', 'elsewhere', '--json']);
  expect(nowhere.json).toMatchObject({ error: { code: 'unknown-network' } });
  expect(nowhere.out).toContain('there is testnet');
});

test('a connection is changed, paused, resumed and removed by its name', async () => {
  await add('mine');
  expect((await run(['connections', 'change', 'mine', '--website', 'https://a.example', '--json'])).json).toMatchObject(
    {
      website: 'https://a.example',
    },
  );
  const often = ['connections', 'edit', 'mine', '--every', '6', '--settle-days', '30', '--json'];
  expect((await run(often)).json).toMatchObject({ schedule: { everyHours: 6, settleDays: 30, lookBackDays: 3 } });
  expect((await run(['connections', 'edit', 'mine', '--every', '0', '--json'])).json).toMatchObject({
    error: { code: 'wrong-arguments' },
  });
  const alike = await run(['connections', 'add', '--network', 'testnet', '--name', 'second', '--like', 'mine']);
  expect([alike.code, alike.err]).toEqual([0, '']); // no token is asked for
  expect((await run(['connections', 'remove', 'second'])).code).toBe(0);
  expect((await run(['connections', 'pause', 'mine'])).out).toBe('"mine" is paused.\n');
  expect((await run(['connections', 'resume', 'mine', '--json'])).json).toMatchObject({ state: 'active' });
  const taken = await add('mine');
  expect([taken.code, taken.json]).toMatchObject([1, { error: { code: 'connection-name-taken' } }]);
  expect((await run(['connections', 'remove', 'mine'])).code).toBe(0);
  const gone = await run(['connections', 'pause', 'mine']);
  expect([gone.code, gone.out, gone.err]).toEqual([1, '', 'There is no connection "mine".\n']);
});

test('a test of a connection tells of every report, and fails with exit code 1', async () => {
  await add('good');
  await add('refused', 'bad-token-012');
  const good = await run(['connections', 'test', 'good']);
  expect([good.code, good.out, good.err]).toEqual([
    0,
    'Passed after 1.2 s\n  Sales Report  found\n  Brand Report  found\n',
    '',
  ]);
  const refused = await run(['connections', 'test', 'refused', '--json']);
  expect([refused.code, refused.json]).toMatchObject([1, { state: 'failed', reports: [{ state: 'no-access' }, {}] }]);
  expect((await run(['connections', 'test', 'refused'])).out).toContain('no access  The network refuses the token.');
});

test('progress is for a person who watches, and Ctrl+C cancels the test', async () => {
  await add('slow', 'slow-token-012');
  const watched = await run(['connections', 'test', 'slow'], { isWatched: true, interruptAfterMs: 400 });
  expect(watched.code).toBe(1);
  expect(watched.out).toMatch(/^Cancelled/);
  expect(watched.err).toContain('Sales Report: waits');
});

test('sync pulls one connection or all, and its exit code tells the outcome', async () => {
  await add('one');
  const one = await run(['sync', 'one', '--months', '3', '--json']);
  expect([one.code, one.json]).toMatchObject([0, { status: 'posted', added: 4, problems: [] }]);
  expect((await run(['sync', 'one', '--preview'])).out).toMatch(/^Preview[\s\S]+Next: tributary upload /);
  await add('refused', 'bad-token-012');
  await add('paused');
  await run(['connections', 'pause', 'paused']);
  const all = await run(['sync', '--json']);
  expect([all.code, all.json]).toMatchObject([
    1,
    {
      pulls: [
        { connection: 'one', receipt: { status: 'posted' } },
        { connection: 'refused', receipt: { status: 'failed', error: { code: 'network-auth' } } },
      ],
    },
  ]);
  expect((all.json as { pulls: unknown[] }).pulls).toHaveLength(2);
  expect((await run(['sync', 'refused'])).out).toMatch(/Next: tributary resume /);
  const stopped = await run(['sync', 'paused', '--json']);
  expect([stopped.code, stopped.json]).toMatchObject([1, { error: { code: 'connection-stopped' } }]);
  expect((await run(['sync', 'one', '--months', '25'])).err).toContain('from 1 to 24');
  imports.settleMs = 600;
  const watched = await run(['sync', 'one'], { isWatched: true });
  expect(watched.err).toMatch(/█{5}░{15} 1\/4 · Sales Report 2026-03/);
  expect((await run(['sync', 'one'])).err).toBe('');
});

test('runs are listed, uploaded, discarded and resumed', async () => {
  await add('one');
  const { run: first } = (await run(['sync', 'one', '--preview', '--json'])).json as { run: string };
  expect((await run(['runs', '--json'])).json).toMatchObject({ runs: [{ id: first, state: 'preview', kind: 'pull' }] });
  expect((await run(['runs'])).out).toMatch(new RegExp(`^${first}  preview .*4 added, 0 changed\n$`));
  expect((await run(['upload', first, '--json'])).json).toMatchObject({ run: first, status: 'posted' });
  const again = await run(['upload', first, '--json']);
  expect([again.code, again.json]).toMatchObject([1, { error: { code: 'run-not-waiting' } }]);
  const { run: second } = (await run(['sync', 'one', '--preview', '--json'])).json as { run: string };
  expect((await run(['discard', second])).out).toBe('Discarded.\n');
  await add('refused', 'bad-token-012');
  const { run: third } = (await run(['sync', 'refused', '--json'])).json as { run: string };
  expect((await run(['resume', third, '--json'])).json).toMatchObject({ run: third, status: 'posted' });
  expect((await run(['runs', '--limit', '1', '--json'])).json).toMatchObject({ runs: [{ id: third }] });
});

test('a replay shows what differs and posts it only when told to', async () => {
  const nothing = await run(['replay', '--json']);
  expect([nothing.code, nothing.json]).toMatchObject([1, { error: { code: 'nothing-to-replay' } }]);
  await add('one');
  await run(['sync', 'one']);
  const shown = await run(['replay']);
  expect(shown.out).toContain('added: order 10025, S1, 2026-03-01, 3.9950 USD, pending');
  expect(shown.out).toContain('Next: tributary upload ');
  const applied = await run(['replay', '--apply', '--json']);
  expect([applied.code, applied.json]).toMatchObject([
    0,
    { replays: [{ scope: 'testnet:1:abc', receipt: { status: 'posted' }, lines: [{ orderId: '10025' }] }] },
  ]);
});

test('files are imported where they lie, and whatever goes wrong is a receipt', async () => {
  const file = join(folder, 'report.csv');
  writeFileSync(file, 'a,b\n1,2\n');
  const base = ['--network', 'testnet', '--json'];
  const posted = await run(['import', file, ...base]);
  expect([posted.code, posted.json]).toMatchObject([0, { status: 'posted', error: null }]);
  expect(imports.takenPaths).toEqual([file]);
  const missing = await run(['import', join(folder, 'none.csv'), ...base]);
  expect([missing.code, missing.json]).toMatchObject([1, { status: 'failed', error: { code: 'file-not-found' } }]);
  const custom = await run(['import', file, '--network', 'custom', '--json']);
  expect(custom.json).toMatchObject({ status: 'failed', added: 0, error: { code: 'wrong-arguments' } });
  expect(custom.out).toContain('--connection');
  const nowhere = await run(['import', file, '--connection', 'none', ...base]);
  expect(nowhere.json).toMatchObject({ status: 'failed', error: { code: 'unknown-connection' } });
  const window = await run(['import', file, '--window', '2026-02-01', ...base]);
  expect(window.json).toMatchObject({ status: 'failed', error: { code: 'wrong-arguments' } });
  const flag = await run(['import', file, '--nonsense', ...base]);
  expect([flag.code, flag.json]).toMatchObject([1, { status: 'failed', added: 0, error: { code: 'wrong-arguments' } }]);
});

test('figures and exports are of the moment that was named', async () => {
  expect((await run(['ledger', '--as-of', '2026-03-01', '--json'])).json).toMatchObject({ totals: [], byStatus: [] });
  const wrong = await run(['ledger', '--as-of', '2026-02-30', '--json']);
  expect([wrong.code, wrong.json]).toMatchObject([1, { error: { code: 'wrong-arguments' } }]);
  const out = join(folder, 'entries.json');
  expect((await run(['export', 'entries', '--format', 'json', '--out', out])).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toBe('[\n]\n');
  expect((await run(['export', 'entries', '--format', 'json'])).out).toBe('[\n]\n');
  const parquet = join(folder, 'entries.parquet');
  expect((await run(['export', 'entries', '--format', 'parquet', '--out', parquet])).code).toBe(0);
  expect(readFileSync(parquet).subarray(0, 4).toString()).toBe('PAR1');
  expect((await run(['export', 'entries', '--out', join(folder, 'no', 'such', 'x.csv')])).code).toBe(1);
});

test('a report is a table, one JSON object, or CSV, by the words of the API', async () => {
  expect((await run(['report'])).out).toMatch(/^ {2}overview .*\n[\s\S]*\n {2}pages +earners by page\n/);
  expect((await run(['report', 'pages', '--help'])).out).toMatch(/Of the report "pages"[\s\S]*--credit-of/);
  expect((await run(['report', 'brands', '--period', '2026-03', '--compare', 'previous'])).out).toBe(
    '2026-03-01 to 2026-03-31, compared with 2026-01-29 to 2026-02-28\nNothing is like that.\n',
  );
  const answered = await run(['report', 'overview', '--from', '2026-03-01', '--to', '2026-03-02', '--json']);
  expect(answered.json).toMatchObject({ head: { period: { from: '2026-03-01', to: '2026-03-02' } }, currencies: [] });
  expect((await run(['report', 'clicks', '--csv'])).out).toMatch(/^id,at,site,page,/);
  const file = join(folder, 'lines.csv');
  expect((await run(['report', 'transactions', '--csv', '--out', file])).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/^id,status,/);
  for (const [args, words] of [
    [['profits'], 'There is no report "profits"; there are overview, '],
    [['pages', '--period', 'soon'], '--period wants one of today, '],
    [['pages', '--period', '7d', '--from', '2026-03-01'], 'Either --period, or --from and --to.'],
    [['clicks', '--credit', 'last'], 'The report "clicks" takes no --credit; it takes --from, '],
    [['pages', '--sort', 'beauty'], '--sort: Invalid option: expected one of "commission"|'],
    [['pages', '--filter', 'colour:is:red'], '--filter: wants DIMENSION:OPERATOR:VALUE'],
  ] as const) {
    const refused = await run(['report', ...args, '--json']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(words)]);
    expect(refused.json).toMatchObject({ status: 'failed' });
  }
});

test('the key is rotated on demand', async () => {
  expect((await run(['rotate-key'])).out).toBe('Every stored secret (2) is wrapped by the key abc.\n');
});

test('the help names every command under its heading', async () => {
  const { code, out } = await run(['--help']);
  expect(code).toBe(0);
  for (const word of ['start', 'connections', 'sync', 'import', 'runs', 'upload', 'discard', 'resume', 'replay'])
    expect(out).toMatch(new RegExp(`^  ${word}\\b`, 'm'));
  for (const word of ['report', 'ledger', 'export', 'rotate-key', 'sandbox'])
    expect(out).toMatch(new RegExp(`^  ${word}\\b`, 'm'));
  expect(out).toContain('Bring commissions in:');
});

test('the raw reports of a run are listed and saved under names that say what they are', async () => {
  const report = join(folder, 'my report.csv');
  writeFileSync(report, 'a,b\n1,2\n');
  const imported = await run(['import', report, '--network', 'testnet', '--json']);
  const { run: id } = imported.json as { run: string };
  expect((await run(['raw', id])).out).toMatch(/^1 {2}a\.csv {2}8 bytes {2}[0-9a-f]{64}\n$/);
  const saved = await run(['raw', id, '--save', join(folder, 'saved', 'here'), '--json']);
  expect(saved.json).toEqual({ files: [join(folder, 'saved', 'here', 'a.csv')] });
  expect(readFileSync(join(folder, 'saved', 'here', 'a.csv'), 'utf8')).toBe('a,b\n1,2\n');
  expect((await run(['raw', id, '--save', report, '--json'])).json).toMatchObject({
    error: { code: 'file-unwritable' },
  });
  expect((await run(['raw', 'nothing', '--json'])).json).toMatchObject({ error: { code: 'unknown-run' } });
});
