/** The built program sends a letter, is killed at the worst moments, and is given the same command again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts } from '../../src/control/index.ts';
import { type SmtpServer, startSmtpServer } from './smtp-server.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-letters-'));
const letter = join(folder, 'letter.md');
const READERS = 8;
let smtp: SmtpServer;
beforeAll(async () => {
  smtp = await startSmtpServer();
  writeFileSync(letter, '# The letter of March\n\nHello.\n');
});
afterAll(async () => {
  await smtp.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const mail = { TRIBUTARY_SMTP_URL: smtp.url.href, TRIBUTARY_MAIL_FROM: 't@mail.example' };
  const child = spawn(process.execPath, [join(root, 'bin', 'tributary.js'), ...args], {
    cwd: root,
    env: { ...process.env, ...mail, TRIBUTARY_URL: 'https://t.example', TRIBUTARY_MAIL_PER_MINUTE: '10000', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...said };
}

async function withReaders(name: string): Promise<string> {
  const data = join(folder, name);
  mkdirSync(data, { recursive: true });
  const { accounts, close } = openAccounts(join(data, 'accounts.db'));
  for (let reader = 1; reader <= READERS; reader += 1) {
    const row = {
      subscriber_id: `s${reader}`,
      email: `r${reader}@${name}.example`,
      confirmed_at: '2026-03-01T00:00:00Z',
    };
    await accounts.insertInto('subscribers').values(row).execute();
  }
  await close();
  return data;
}

test.each([
  ['the mail server has taken a mail and nobody has written that down', 8, READERS],
  ['a mail is about to be handed over', 7, READERS - 1],
])('killed when %s, it goes on and nobody gets two', async (_when, step, arrived) => {
  const name = `kill${step}`;
  const data = await withReaders(name);
  const command = ['newsletter', 'send', letter, '--yes', '--json', '--data', data];
  const killed = await run(command, { TRIBUTARY_KILL_AT_STEP: String(step) });
  expect(killed.signal).toBe('SIGKILL');
  const again = await run(command);
  expect(JSON.parse(again.out)).toMatchObject({ sent: READERS - 1, waiting: 0, failed: 0, uncertain: 1 });
  expect(again.code).toBe(0);
  const to = smtp.taken.map((mail) => mail.to).filter((one) => one.endsWith(`@${name}.example`));
  expect(to).toHaveLength(arrived);
  expect(new Set(to).size).toBe(arrived);
  expect(JSON.parse((await run(command)).out)).toMatchObject({ sent: READERS - 1, uncertain: 1 });
  expect(smtp.taken.filter((mail) => mail.to.endsWith(`@${name}.example`))).toHaveLength(arrived);
});

test('a look before, one copy to look at, the list and the export; without mail a word about it', async () => {
  const data = await withReaders('look');
  const before = smtp.taken.length;
  const unsure = await run(['newsletter', 'send', letter, '--data', data]);
  expect([unsure.code, unsure.err]).toEqual([1, expect.stringContaining('would go to 8 subscribers')]);
  const tested = await run(['newsletter', 'send', letter, '--test', 'me@example.com', '--data', data]);
  expect(tested.out).toBe('Sent "The letter of March" to me@example.com only.\n');
  expect((await run(['mail', 'test', 'me@example.com', '--data', data])).out).toContain('took a mail');
  expect(smtp.taken.slice(before).map(({ to }) => to)).toEqual(['me@example.com', 'me@example.com']);
  expect((await run(['newsletter', '--data', data])).out).toBe('Subscribers: 8\n');
  expect((await run(['newsletter', 'export', '--data', data])).out.split('\r\n')).toHaveLength(READERS + 2);
  const off = await run(['mail', 'test', 'me@example.com', '--data', data], { TRIBUTARY_SMTP_URL: '' });
  expect([off.code, off.err]).toEqual([1, expect.stringContaining('set TRIBUTARY_SMTP_URL')]);
  const half = await run(['mail', '--data', data], { TRIBUTARY_URL: '' });
  expect([half.code, half.err]).toEqual([1, expect.stringContaining('needs TRIBUTARY_URL')]);
  const invited = await run(['user', 'invite', 'bo@look.example', '--data', data]);
  expect(invited.out).toContain('They get one by e-mail too.');
  expect(smtp.taken.at(-1)?.to).toBe('bo@look.example'); // sent before the command ended
});
