/** The command line: parse, call, print. Figures go to stdout, everything else to stderr. */
import { Command, CommanderError } from 'commander';
import { addExportCommand } from './cli/export-command.ts';
import { addImportCommand } from './cli/import-command.ts';
import { addLedgerCommand } from './cli/ledger-command.ts';
import { addRunCommands } from './cli/run-commands.ts';
import { addStartCommand } from './cli/start-command.ts';
import { describeError } from './core/index.ts';

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

/** Runs one command line (without node and script) and gives the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...args], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0 && args.includes('--json')) {
        const report = { code: 'wrong-arguments', message: error.message, file: null, line: null, column: null };
        process.stdout.write(`${JSON.stringify({ status: 'failed', error: report })}\n`);
      }
      return error.exitCode;
    }
    const report = describeError(error);
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ status: 'failed', error: report })}\n`);
    process.stderr.write(`${report.message}\n`);
    if (report.code === 'bug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return 1;
  }
}
