/** `tributary import`: files a publisher downloaded, into the ledger. */
import type { Command } from 'commander';
import { describeError, TributaryError } from '../core/index.ts';
import { failedReceipt, type Receipt } from '../imports/index.ts';
import type { ApiClient, TakenFile } from './api-client.ts';
import { type CommonOptions, print, showStack, withCommon } from './command.ts';
import { EXIT_CODES, followRun, receiptOfRun } from './follow-run.ts';
import { type ProgressLine, showProgress } from './progress.ts';
import { receiptText } from './receipt-text.ts';
import type { Surroundings } from './surroundings.ts';

interface ImportOptions extends CommonOptions {
  readonly network: string;
  readonly country?: string;
  readonly connection?: string;
  readonly report?: string;
  readonly window?: string;
  readonly preview?: boolean;
  readonly complete?: boolean;
}

/** Adds the command to the program. */
export function addImportCommand(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('import')
    .description('import report files (CSV, or ZIP of CSVs); each is recognised by its header')
    .argument('<file...>', 'files as downloaded from the network')
    .requiredOption('--network <name>', 'the network, e.g. rakuten')
    .option('--country <code>', 'the country network, e.g. US')
    .option('--connection <name>', 'the connection whose account the files are of')
    .option('--report <name>', 'take every file as this report instead of recognising it')
    .option('--window <from..to>', 'process dates the files cover, e.g. 2026-01-01..2026-01-31')
    .option('--preview', 'say what would change, post nothing')
    .option('--complete', 'the files are everything in their range of days: withdraw the lines they no longer show');
  withCommon(command).action(async (files: string[], options: ImportOptions) => {
    const receipt = await runImport(surroundings, files, options);
    print(surroundings, options, { json: receipt, text: receiptText(receipt), exitCode: EXIT_CODES[receipt.status] });
  });
}

/** Whatever goes wrong becomes a receipt: who reads it, reads one shape. */
async function runImport(
  surroundings: Surroundings,
  paths: readonly string[],
  options: ImportOptions,
): Promise<Receipt> {
  const progress = showProgress(surroundings, 'starting');
  try {
    const window = options.window === undefined ? undefined : parseWindow(options.window);
    if (options.network === 'custom' && options.connection === undefined) {
      throw new TributaryError(
        'wrong-arguments',
        'A custom network is described by a connection: name it with --connection ("tributary connections" lists them).',
      );
    }
    const client = await surroundings.connect(options.data, options.workspace);
    try {
      progress.show('reading');
      const files = await takeFiles(client, options.network, paths);
      const { network, country, connection, report, complete, preview } = options;
      const order = { network, country, connection, report, window, complete, preview, files };
      const run = await client.call('startImport', { body: order });
      return receiptOfRun(await followRun(surroundings, client, run, progress));
    } finally {
      await closed(client, progress);
    }
  } catch (error) {
    showStack(surroundings, error);
    return failedReceipt('', describeError(error), []);
  } finally {
    progress.done();
  }
}

async function takeFiles(client: ApiClient, network: string, paths: readonly string[]): Promise<TakenFile[]> {
  const taken: TakenFile[] = [];
  for (const path of paths) taken.push(...(await client.takeFile(network, path)));
  return taken;
}

async function closed(client: ApiClient, progress: ProgressLine): Promise<void> {
  progress.show('closing');
  await client.close();
}

function parseWindow(text: string): { from: string; to: string } {
  const match = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text);
  const [from, to] = [match?.[1], match?.[2]];
  if (from === undefined || to === undefined || from > to) {
    throw new TributaryError(
      'wrong-arguments',
      `--window wants two days, first..last, like 2026-01-01..2026-01-31; "${text}" is not that.`,
    );
  }
  return { from, to };
}
