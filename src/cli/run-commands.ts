/** `tributary runs`, `upload`, `discard`: decide over runs that wait for a person. */
import type { Command } from 'commander';
import { dataFolder } from '../core/index.ts';
import { failedReceipt } from '../imports/index.ts';
import { type Installation, openInstallation } from '../open-installation.ts';
import { receiptText } from './receipt-text.ts';

interface RunOptions {
  readonly data?: string;
  readonly json?: boolean;
}

async function withInstallation(
  options: RunOptions,
  work: (installation: Installation) => Promise<void>,
): Promise<void> {
  const installation = await openInstallation(dataFolder(options.data));
  try {
    await work(installation);
  } finally {
    await installation.close();
  }
}

/** Adds the commands to the program. */
export function addRunCommands(program: Command): void {
  program
    .command('runs')
    .description('list the import runs, newest first')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .option('--json', 'print one JSON object')
    .action((options: RunOptions) =>
      withInstallation(options, async ({ control }) => {
        const runs = await control
          .selectFrom('runs')
          .select(['run_id', 'network', 'scope_id', 'status', 'created_at'])
          .orderBy('run_seq', 'desc')
          .execute();
        if (options.json === true) process.stdout.write(`${JSON.stringify({ runs })}\n`);
        else
          for (const run of runs)
            process.stdout.write(`${run.run_id}  ${run.status.padEnd(9)}  ${run.created_at}  ${run.scope_id}\n`);
      }),
    );
  program
    .command('upload')
    .description('post a run that waits as preview or held')
    .argument('<run>', 'the id of the run')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .option('--json', 'print one JSON object')
    .action((run: string, options: RunOptions) =>
      withInstallation(options, async (installation) => {
        await installation.imports.uploadRun(run);
        const receipt =
          (await installation.imports.runSettled(run, 3_600_000)).receipt ??
          failedReceipt(run, { code: 'bug', message: '', file: null, line: null, column: null }, []);
        process.stdout.write(options.json === true ? `${JSON.stringify(receipt)}\n` : receiptText(receipt));
        process.exitCode = receipt.status === 'posted' ? 0 : 1;
      }),
    );
  program
    .command('discard')
    .description('end a waiting run without posting it; its raw reports are kept')
    .argument('<run>', 'the id of the run')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .action((run: string, options: RunOptions) =>
      withInstallation(options, async (installation) => {
        await installation.imports.discardRun(run);
        process.stdout.write('Discarded.\n');
      }),
    );
}
