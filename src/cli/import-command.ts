/** `tributary import`: files a publisher downloaded, into the ledger. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { dataFolder, describeError, TributaryError } from '../core/index.ts';
import { failedReceipt, gatherFile, importFiles, networkNamed, type Receipt } from '../imports/index.ts';
import { openInstallation } from '../open-installation.ts';
import { showProgress } from './progress.ts';
import { receiptText } from './receipt-text.ts';

interface ImportOptions {
  readonly network: string;
  readonly country?: string;
  readonly report?: string;
  readonly window?: string;
  readonly data?: string;
  readonly preview?: boolean;
  readonly complete?: boolean;
  readonly json?: boolean;
}

const EXIT_CODES: Record<Receipt['status'], number> = { posted: 0, preview: 0, held: 3, failed: 1, discarded: 0 };

/** Adds the command to the program. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('import report files (CSV, or ZIP of CSVs); each is recognised by its header')
    .argument('<file...>', 'files as downloaded from the network')
    .requiredOption('--network <name>', 'the network, e.g. rakuten')
    .option('--country <code>', 'the country network, e.g. US')
    .option('--report <name>', 'take every file as this report instead of recognising it')
    .option('--window <from..to>', 'process dates the files cover, e.g. 2026-01-01..2026-01-31')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .option('--preview', 'say what would change, post nothing')
    .option('--complete', 'the files are everything in their range of days: withdraw the lines they no longer show')
    .option('--json', 'print one JSON object')
    .action(async (files: string[], options: ImportOptions) => {
      const receipt = await runImport(files, options);
      process.stdout.write(options.json === true ? `${JSON.stringify(receipt)}\n` : receiptText(receipt));
      process.exitCode = EXIT_CODES[receipt.status];
    });
}

async function runImport(files: readonly string[], options: ImportOptions): Promise<Receipt> {
  const progress = showProgress();
  try {
    const window = options.window === undefined ? null : parseWindow(options.window);
    const installation = await openInstallation(dataFolder(options.data));
    try {
      const gathered: { name: string; sha256: string }[] = [];
      for (const path of files)
        gathered.push(...(await gatherFile(installation.raw, path, basename(path), networkNamed(options.network))));
      const order = {
        network: options.network,
        country: options.country,
        report: options.report,
        complete: options.complete === true,
        window: window ?? undefined,
        preview: options.preview === true,
        files: gathered,
      };
      return await importFiles(installation, order);
    } finally {
      await installation.close();
    }
  } catch (error) {
    if (!(error instanceof TributaryError))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return failedReceipt('', describeError(error), []);
  } finally {
    progress.done();
  }
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
