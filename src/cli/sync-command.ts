/** `tributary sync`: bring in what the networks say now. */
import type { Command } from 'commander';
import { describeError, TributaryError } from '../core/index.ts';
import { failedReceipt } from '../imports/index.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CommonOptions, type Printed, wholeNumber, withCommon } from './command.ts';
import { followRun, type PullReceipt, pullReceiptOf, worstExitCode } from './follow-run.ts';
import { showProgress } from './progress.ts';
import { receiptText } from './receipt-text.ts';
import type { Surroundings } from './surroundings.ts';

interface SyncOptions extends CommonOptions {
  readonly months?: string;
  readonly preview?: boolean;
}

interface Order {
  readonly months: number | undefined;
  readonly preview: boolean | undefined;
}

/** Adds the command to the program. */
export function addSyncCommand(program: Command, surroundings: Surroundings): void {
  const sync = program
    .command('sync')
    .description('pull reports from the networks now: one connection, or all that are active')
    .argument('[name]', 'the name or id of a connection')
    .option('--months <n>', 'how far back, this month included: 1 to 24')
    .option('--preview', 'wait for your word before anything is posted');
  withCommon(sync).action(async (name: string | undefined, options: SyncOptions) => {
    const months = options.months === undefined ? undefined : wholeNumber('--months', options.months, 1, 24);
    const order = { months, preview: options.preview };
    await answer(surroundings, options, async (client) => {
      if (name === undefined) return syncAll(surroundings, client, order);
      const receipt = await pull(surroundings, client, name, order);
      return { json: receipt, text: pullText(receipt), exitCode: worstExitCode([receipt]) };
    });
  });
}

/** One connection's failure is no reason to leave the others out. */
async function syncAll(surroundings: Surroundings, client: ApiClient, order: Order): Promise<Printed> {
  const { connections } = await client.call('listConnections');
  const { networks } = await client.call('listNetworks');
  const withApi = new Set(networks.filter((network) => network.hasApi).map((network) => network.id));
  const pulls: { readonly connection: string; readonly receipt: PullReceipt }[] = [];
  for (const { id, name, network, state } of connections) {
    if (state !== 'active' || !withApi.has(network)) continue;
    pulls.push({ connection: name, receipt: await pull(surroundings, client, id, order).catch(failed) });
  }
  const texts = pulls.map(({ connection, receipt }) => `${connection}\n${pullText(receipt)}`);
  return {
    json: { pulls },
    text: pulls.length === 0 ? 'There is no active connection to pull from.\n' : texts.join('\n'),
    exitCode: worstExitCode(pulls.map(({ receipt }) => receipt)),
  };
}

function failed(error: unknown): PullReceipt {
  if (!(error instanceof TributaryError) || error.code === 'server-unreachable') throw error;
  return { ...failedReceipt('', describeError(error), []), problems: [] };
}

async function pull(
  surroundings: Surroundings,
  client: ApiClient,
  connection: string,
  order: Order,
): Promise<PullReceipt> {
  const progress = showProgress(surroundings, 'starting');
  try {
    const started = await client.call('startPull', { params: { connection }, body: order });
    return pullReceiptOf(await followRun(surroundings, client, started, progress));
  } finally {
    progress.done();
  }
}

function pullText(receipt: PullReceipt): string {
  const resumable = receipt.status === 'failed' && receipt.run !== '';
  return receiptText(receipt, receipt.problems) + (resumable ? `Next: tributary resume ${receipt.run}\n` : '');
}
