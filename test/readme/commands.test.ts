/** The commands of the README, run as a stranger would: through the launcher, in an empty data folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const env = { ...process.env, TRIBUTARY_DATA: join(folder, 'data') };
  const done = spawnSync(process.execPath, [join(root, 'bin', 'tributary.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/** As a person types it: the shell expands the names. */
function inShell(command: string): { readonly code: number | null; readonly out: string; readonly err: string } {
  const env = { ...process.env, TRIBUTARY_DATA: join(folder, 'data') };
  const done = spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8', env });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/** The commands in one section of the README, without the program's name. */
function commandsOf(readme: string, heading: string): string[] {
  const [, rest = ''] = readme.split(`## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  return [...section.matchAll(/^node bin\/tributary\.js (.+)$/gm)].map((match) => match[1] ?? '');
}

test('every command of "On the command line" works as written', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const commands = commandsOf(readme, 'On the command line');
  expect(commands).toHaveLength(6);
  for (const command of commands) {
    const mine = command.replaceAll(/sandbox-reports|sandbox-data|entries\.csv/g, (name) => join(folder, name));
    const { code, err } = inShell(`"${process.execPath}" bin/tributary.js ${mine}`);
    expect(code, `${command}\n${err}`).toBe(0);
  }
  expect(readFileSync(join(folder, 'entries.csv'), 'utf8')).toContain('USD');
});

test('every command of "Let it pull" works as written', async () => {
  const [sandbox = '', ...commands] = commandsOf(readFileSync(join(root, 'README.md'), 'utf8'), 'Let it pull');
  expect(commands.map((command) => command.split(' ')[0])).toEqual(['connections', 'connections', 'sync', 'upload']);
  const args = sandbox.replace('--port 4400', '--port 0').split(' ');
  const network = spawn(process.execPath, [join(root, 'bin', 'tributary.js'), ...args], { cwd: root });
  try {
    const { url, token } = await told(network);
    writeFileSync(join(folder, 'token.txt'), token);
    let waiting = '';
    for (const command of commands) {
      const mine = command.replace('http://127.0.0.1:4400', url).replace('RUN', waiting);
      const here = mine.replaceAll(/token\.txt|pull-data/g, (name) => join(folder, name));
      const { code, out, err } = inShell(`"${process.execPath}" bin/tributary.js ${here}`);
      expect(code, `${command}\n${err}`).toBe(0);
      expect(out + err).not.toContain(token);
      waiting = /tributary upload (\S+)/.exec(out)?.[1] ?? '';
    }
    expect(run(['ledger', '--data', join(folder, 'pull-data')]).out).toContain('pending');
  } finally {
    network.kill();
    await once(network, 'exit');
  }
});

/** What the simulated network says when it is ready; read to its last line, as it ends when nobody takes what it says. */
async function told(network: ChildProcess): Promise<{ readonly url: string; readonly token: string }> {
  let said = '';
  for await (const chunk of network.stdout ?? []) {
    said += String(chunk);
    const [, url, token] = /^url +(\S+)\ntoken +(\S+)\nreport .*\n/m.exec(said) ?? [];
    if (url !== undefined && token !== undefined) return { url, token };
  }
  throw new Error(`the sandbox ended: ${said}`);
}

test('npm run demo shows a year of made-up sales, and leaves nothing behind', async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { demo: string } };
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('\nnpm run demo\n');
  const [, script = ''] = scripts.demo.split(' ');
  const env = { ...process.env, TMPDIR: folder };
  const demo = spawn(process.execPath, [join(root, script), '--port', '0'], { cwd: root, env });
  try {
    let said = '';
    for await (const chunk of demo.stdout) {
      said += String(chunk);
      if (said.includes('Stop it with')) break;
    }
    const [, url = '', code = ''] = /^Look at the demo: (\S+)\/demo#(\S+)$/m.exec(said) ?? [];
    const headers = { 'content-type': 'application/json', origin: url };
    const opened = await fetch(`${url}/api/v1/demo`, { method: 'POST', headers, body: JSON.stringify({ code }) });
    expect(await opened.json()).toMatchObject({ state: 'ready' });
    const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const figures = await (await fetch(`${url}/api/v1/ledger/figures`, { headers: { cookie } })).text();
    for (const currency of ['USD', 'GBP', 'EUR']) expect(figures).toContain(`"${currency}"`);
  } finally {
    demo.kill('SIGTERM');
    await once(demo, 'exit');
  }
  expect(demo.exitCode).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith('tributary-demo-'))).toEqual([]);
}, 300_000); // half a minute where nobody else works

test('with --json stdout is one object whatever happens, and the exit code tells the outcome', () => {
  const report = 'src/networks/rakuten/fixtures/sale-and-reversal-with-sub-ids/report.csv';
  const data = join(folder, 'json');
  const base = ['--network', 'rakuten', '--data', data, '--json'];
  const preview = run(['import', report, '--country', 'US', '--preview', ...base]);
  expect([preview.code, JSON.parse(preview.out)]).toMatchObject([0, { status: 'preview', error: null }]);
  const posted = run(['import', report, '--country', 'US', ...base]);
  expect([posted.code, JSON.parse(posted.out)]).toMatchObject([0, { status: 'posted' }]);
  const page = join(folder, 'page.csv');
  writeFileSync(page, '<html>');
  const failed = run(['import', page, '--country', 'US', ...base]);
  expect([failed.code, JSON.parse(failed.out)]).toMatchObject([
    1,
    { status: 'failed', error: { code: 'html-instead-of-csv', file: 'page.csv', line: 1 } },
  ]);
  const missing = run(['import', join(folder, 'none.csv'), '--country', 'US', ...base]);
  expect([missing.code, JSON.parse(missing.out)]).toMatchObject([
    1,
    { status: 'failed', error: { code: 'file-not-found' } },
  ]);
  const nowhere = run(['import', report, ...base]);
  expect([nowhere.code, JSON.parse(nowhere.out)]).toMatchObject([1, { error: { code: 'missing-country' } }]);
  const wrong = run(['import', report, '--country', 'US', '--nonsense', ...base]);
  expect([wrong.code, JSON.parse(wrong.out)]).toMatchObject([
    1,
    { status: 'failed', added: 0, error: { code: 'wrong-arguments' } },
  ]);
  const first = run(['ledger', '--data', data, '--json']);
  expect(first.code).toBe(0);
  expect(run(['ledger', '--data', data, '--json']).out).toBe(first.out);
});
