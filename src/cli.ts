/** The command line: parse, call, print. Figures go to stdout, everything else to stderr. */
import { Command, CommanderError } from 'commander';
import { showStack, withWords } from './cli/command.ts';
import { addConnectionCommands } from './cli/connection-commands.ts';
import { addDemoCommand } from './cli/demo-command.ts';
import { addExportCommand } from './cli/export-command.ts';
import { addImportCommand } from './cli/import-command.ts';
import { addLedgerCommand } from './cli/ledger-command.ts';
import { addRawCommand } from './cli/raw-command.ts';
import { addMailCommands } from './cli/mail-command.ts';
import { addNewsletterCommands } from './cli/newsletter-command.ts';
import { addRatesCommands } from './cli/rates-command.ts';
import { addReplayCommand } from './cli/replay-command.ts';
import { addReportCommand } from './cli/report-command.ts';
import { addRotateKeyCommand } from './cli/rotate-key-command.ts';
import { addRunCommands } from './cli/run-commands.ts';
import { addStartCommand } from './cli/start-command.ts';
import { realSurroundings, type Surroundings } from './cli/surroundings.ts';
import { addSyncCommand } from './cli/sync-command.ts';
import { addUserCommands } from './cli/user-command.ts';
import { addWorkspaceCommands } from './cli/workspaces-command.ts';
import { describeError, type ErrorReport, TributaryError } from './core/index.ts';
import { failedReceipt } from './imports/index.ts';

/** Equal to the version in package.json; a test compares them. */
export const VERSION = '0.1.0';

const AFTER_HELP = `
Simulation:
  sandbox [options]           a simulated network with a known truth, for trying Tributary out

Every command finds the running server of its data folder (--data) by itself and works without one too.
"tributary COMMAND --help" explains a command.`;

function program(surroundings: Surroundings): Command {
  const tributary = new Command('tributary')
    .description('Every affiliate commission in one exact ledger.')
    .version(VERSION)
    .helpCommand(false)
    .showHelpAfterError('("--help" explains the command)')
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
    })
    .exitOverride();
  addStartCommand(tributary.commandsGroup('Run it:'), surroundings);
  addDemoCommand(tributary, surroundings);
  tributary.commandsGroup('Bring commissions in:');
  addConnectionCommands(tributary, surroundings);
  addSyncCommand(tributary, surroundings);
  addImportCommand(tributary, surroundings);
  tributary.commandsGroup('Decide over runs:');
  addRunCommands(tributary, surroundings);
  addRawCommand(tributary, surroundings);
  addReplayCommand(tributary, surroundings);
  tributary.commandsGroup('Read the ledger:');
  addReportCommand(tributary, surroundings);
  addLedgerCommand(tributary, surroundings);
  addExportCommand(tributary, surroundings);
  addRatesCommands(tributary, surroundings);
  tributary.commandsGroup('Look after it:');
  addWorkspaceCommands(tributary, surroundings);
  addUserCommands(tributary, surroundings);
  addMailCommands(tributary, surroundings);
  addNewsletterCommands(tributary, surroundings);
  addRotateKeyCommand(tributary, surroundings);
  return tributary.addHelpText('after', AFTER_HELP);
}

/** The one JSON object of a command that could not even begin, in the form its reader expects. */
function printFailure({ stdout }: Surroundings, args: readonly string[], error: ErrorReport): void {
  const failure = args[0] === 'import' ? failedReceipt('', error, []) : { status: 'failed', error };
  stdout.write(`${JSON.stringify(failure)}\n`);
}

/** Runs one command line (without node and script) and gives the exit code. */
export async function runCli(
  args: readonly string[],
  given?: (exit: (code: number) => void) => Surroundings,
): Promise<number> {
  let exitCode = 0;
  const exit = (code: number): void => {
    exitCode = code;
  };
  const surroundings = given?.(exit) ?? realSurroundings(VERSION, exit);
  try {
    await program(surroundings).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0 && args.includes('--json')) {
        printFailure(surroundings, args, describeError(new TributaryError('wrong-arguments', error.message)));
      }
      return error.exitCode;
    }
    const report = describeError(error);
    if (args.includes('--json')) printFailure(surroundings, args, report);
    surroundings.stderr.write(`${withWords(report)}\n`);
    showStack(surroundings, error);
    return 1;
  }
}
