/** `tributary connections test`: asks for every report once and says what came. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ConnectionTest, ReportCheck } from '../imports/index.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CommonOptions, table, withCommon, withWords } from './command.ts';
import type { Surroundings } from './surroundings.ts';

/** How often a test under way is looked at. */
const LOOK_EVERY_MS = 300;

const WORDS: Record<ReportCheck['state'], string> = {
  waiting: 'waits',
  asking: 'asking …',
  found: 'found',
  'missing-columns': 'lacks columns',
  'not-found': 'not found',
  'no-access': 'no access',
  throttled: 'too many requests',
  failed: 'failed',
};

/** Adds the command. */
export function addTestCommand(connections: Command, surroundings: Surroundings): void {
  const test = connections
    .command('test')
    .description('ask the network for every report once; minutes are normal, Ctrl+C cancels')
    .argument('<name>', 'its name or id');
  withCommon(test).action((connection: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const ended = await followTest(surroundings, client, await client.call('startTest', { params: { connection } }));
      return { json: ended, text: testText(ended), exitCode: ended.state === 'passed' ? 0 : 1 };
    }),
  );
}

async function followTest(
  surroundings: Surroundings,
  client: ApiClient,
  started: ConnectionTest,
): Promise<ConnectionTest> {
  const board = showBoard(surroundings);
  let test = started;
  let isCancelled = false;
  const ignoreInterrupts = surroundings.onInterrupt(() => {
    isCancelled = true;
  });
  try {
    while (test.state === 'running') {
      board.show(test);
      await sleep(LOOK_EVERY_MS);
      const params = { test: test.id };
      if (isCancelled) return await client.call('cancelTest', { params });
      test = await client.call('showTest', { params });
    }
    return test;
  } finally {
    ignoreInterrupts();
    board.clear();
  }
}

/** One line per report on stderr, drawn over the former ones; nothing unless a person watches. */
function showBoard({ isWatched, stderr }: Surroundings): {
  readonly show: (test: ConnectionTest) => void;
  readonly clear: () => void;
} {
  if (!isWatched) return { show: () => undefined, clear: () => undefined };
  let height = 0;
  const clear = (): void => {
    if (height > 0) stderr.write(`\u001b[${height}A\r\u001b[J`);
    height = 0;
  };
  return {
    clear,
    show: (test) => {
      clear();
      const lines = [...test.reports.map(checkLine), `${Math.round(test.elapsedMs / 1000)} s`];
      stderr.write(lines.map((line) => `${line}\n`).join(''));
      height = lines.length;
    },
  };
}

function checkLine({ name, state }: ReportCheck): string {
  return `${name}: ${WORDS[state]}`;
}

const HEADLINES: Record<ConnectionTest['state'], string> = {
  running: 'Under way',
  passed: 'Passed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

function testText(test: ConnectionTest): string {
  const rows = test.reports.map((check) => [`  ${check.name}`, WORDS[check.state], reasonOf(check)]);
  return `${HEADLINES[test.state]} after ${(test.elapsedMs / 1000).toFixed(1)} s\n${table(rows)}`;
}

function reasonOf({ missing, error, retryAt }: ReportCheck): string {
  const parts = [error === null ? (missing.length > 0 ? `missing: ${missing.join(', ')}` : '') : withWords(error)];
  if (retryAt !== null) parts.push(`again at ${retryAt}`);
  return parts.filter((part) => part !== '').join('; ');
}
