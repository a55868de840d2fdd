/** The command line: parse, call, print. Figures go to stdout, everything else to stderr. */
import { Command, CommanderError } from 'commander';
import { addExportCommand } from './cli/export-command.ts';
import { addImportCommand } from './cli/import-command.ts';
import { addLedgerCommand } from './cli/ledger-command.ts';
import { addRunCommands } from './cli/run-commands.ts';
import { addStartCommand } from './cli/start-command.ts';
import { describeError, type ErrorReport, TributaryError } from './core/index.ts';
import { failedReceipt } from './imports/index.ts';

/** Equal to the version in package.json; a test compares them. */
export const VERSION = '0.1.0';

function program(): Command {
  const tributary = new Command('tributary')
    .description('Every affiliate commission in one exact ledger.')
    .version(VERSION)
    .showHelpAfterError()
    .exitOverride();
  addStartCommand(tributary, VERSION);
  addImportCommand(tributary);
  addLedgerCommand(tributary);
  addExportCommand(tributary);
  addRunCommands(tributary);
  return tributary;
}

/** The one JSON object of a command that could not even begin, in the form its reader expects. */
function printFailure(args: readonly string[], error: ErrorReport): void {
  const failure = args[0] === 'import' ? failedReceipt('', error, []) : { status: 'failed', error };
  process.stdout.write(`${JSON.stringify(failure)}\n`);
}

/** Runs one command line (without node and script) and gives the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0 && args.includes('--json')) {
        printFailure(args, describeError(new TributaryError('wrong-arguments', error.message)));
      }
      return error.exitCode;
    }
    const report = describeError(error);
    if (args.includes('--json')) printFailure(args, report);
    process.stderr.write(`${report.message}\n`);
    if (report.code === 'bug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return 1;
  }
}
