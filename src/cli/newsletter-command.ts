/** `tributary newsletter`: who gets it, and the letter of the month. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { TributaryError } from '../core/index.ts';
import { readLetter } from '../notify/index.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CommonOptions, type Printed, table, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

interface SendOptions extends CommonOptions {
  readonly test?: string;
  readonly yes?: boolean;
}

/** How a letter fares, as the API says it. */
type Letter = Awaited<ReturnType<typeof show>>;

const LOOK_MS = 500;

/** Adds the commands to the program. */
export function addNewsletterCommands(program: Command, surroundings: Surroundings): void {
  const newsletter = program.command('newsletter').description('the subscribers, and sending a letter to them');
  const list = newsletter.command('list', { isDefault: true }).description('how many subscribers, and the letters');
  withCommon(list).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const answered = await client.call('showNewsletter');
      const letters = table(answered.letters.map((one) => [one.createdAt.slice(0, 10), one.subject, counts(one)]));
      const off = answered.isOn ? '' : 'This installation sends no mail, so nobody can subscribe.\n';
      return { json: answered, text: `${off}Subscribers: ${answered.subscribers}\n${letters}` };
    }),
  );
  const exporting = newsletter.command('export').description('the subscribers as CSV');
  withCommon(exporting).action((options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const parts: Uint8Array[] = [];
      for await (const part of await client.download('exportSubscribers')) parts.push(part);
      const text = Buffer.concat(parts).toString('utf8');
      return { json: { csv: text }, text };
    }),
  );
  const send = newsletter
    .command('send')
    .description('send a Markdown file to every subscriber, each once; given again, it goes on where it ended')
    .argument('<file>', 'the letter; its subject is "subject:" in the front matter, or its first heading')
    .option('--test <address>', 'send one copy to this address only')
    .option('--yes', 'really send it');
  withCommon(send).action((file: string, options: SendOptions) =>
    answer(surroundings, options, async (client) => sendFile(surroundings, client, file, options)),
  );
}

async function sendFile(
  surroundings: Surroundings,
  client: ApiClient,
  file: string,
  { test, yes }: SendOptions,
): Promise<Printed> {
  const markdown = await readText(file);
  if (test !== undefined) {
    const { subject } = await client.call('testLetter', { body: { markdown, to: test } });
    return { json: { subject, to: test }, text: `Sent "${subject}" to ${test} only.\n` };
  }
  const { subject } = readLetter(markdown);
  if (yes !== true) {
    const { subscribers } = await client.call('showNewsletter');
    throw new TributaryError(
      'wrong-arguments',
      `"${subject}" would go to ${subscribers} subscribers. Look at it with --test ADDRESS, then add --yes.`,
    );
  }
  const { id } = await client.call('sendLetter', { body: { markdown } });
  const letter = await follow(surroundings, client, id);
  const isDone = letter.waiting === 0;
  const rest = isDone ? '' : 'The rest is tried again later: by the running server, or with the same command.\n';
  return { json: letter, text: `"${subject}": ${counts(letter)}.\n${rest}`, exitCode: isDone ? 0 : 1 };
}

function show(client: ApiClient, letter: string) {
  return client.call('showLetter', { params: { letter } });
}

/** Until nothing of it is due any more. */
async function follow({ stderr, isWatched }: Surroundings, client: ApiClient, id: string): Promise<Letter> {
  for (;;) {
    const letter = await show(client, id);
    if (isWatched) stderr.write(`\r${counts(letter)}   `);
    if (letter.due === 0) {
      if (isWatched) stderr.write('\n');
      return letter;
    }
    await sleep(LOOK_MS);
  }
}

function counts({
  sent,
  waiting,
  failed,
  uncertain,
}: Pick<Letter, 'sent' | 'waiting' | 'failed' | 'uncertain'>): string {
  const parts = [`${sent} sent`];
  if (waiting > 0) parts.push(`${waiting} waiting`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (uncertain > 0) parts.push(`${uncertain} uncertain`);
  return parts.join(', ');
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new TributaryError('file-not-found', `${file} cannot be read.`, { file }, error);
  }
}
