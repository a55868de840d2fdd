/** What every command does alike: find the API, do its work, print one answer, close. */
import type { Command } from 'commander';
import { describeError, type ErrorReport, TributaryError } from '../core/index.ts';
import type { ApiClient } from './api-client.ts';
import type { Surroundings } from './surroundings.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly data?: string;
  /** Id or name of a workspace. */
  readonly workspace?: string;
  readonly json?: boolean;
}

/** What a command prints: `text` for a person, `json` for a program (with `--json`). */
export interface Printed {
  readonly text: string;
  readonly json: unknown;
  /** Default 0. */
  readonly exitCode?: number;
}

/** Adds `--data` to a command. */
export function withData(command: Command): Command {
  return command.option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)');
}

/** Adds `--data` and `--workspace` to a command. */
export function withAbout(command: Command): Command {
  return withData(command).option('--workspace <id>', 'the workspace, by id or name (default: main)');
}

/** Adds `--data`, `--workspace` and `--json` to a command. */
export function withCommon(command: Command): Command {
  return withAbout(command).option('--json', 'print one JSON object');
}

/** Runs a command's work over the API of its data folder and prints what it gives. */
export async function answer(
  surroundings: Surroundings,
  options: CommonOptions,
  work: (client: ApiClient) => Promise<Printed>,
): Promise<void> {
  const client = await surroundings.connect(options.data, options.workspace);
  let printed: Printed;
  try {
    printed = await work(client);
  } finally {
    await client.close();
  }
  print(surroundings, options, printed);
}

/** Prints an answer and sets the exit code. */
export function print(surroundings: Surroundings, options: CommonOptions, printed: Printed): void {
  surroundings.stdout.write(options.json === true ? `${JSON.stringify(printed.json)}\n` : printed.text);
  surroundings.exit(printed.exitCode ?? 0);
}

/** Words as lines of a table, every column as wide as its widest word. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, word] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, word.length);
  }
  const lines = rows.map((row) =>
    row
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** A whole number from an option. Throws `wrong-arguments`. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new TributaryError(
    'wrong-arguments',
    `${option} wants a whole number from ${least} to ${most}; "${text}" is not that.`,
  );
}

/** What is wrong, with the network's own words where it said some. */
export function withWords({ message, words }: Pick<ErrorReport, 'message' | 'words'>): string {
  return words === undefined ? message : `${message} The network said: "${words}"`;
}

/** The stack of what is not ours to explain, on stderr: it belongs into a report of the bug. */
export function showStack(surroundings: Surroundings, error: unknown): void {
  if (describeError(error).code !== 'bug' || error instanceof TributaryError) return;
  surroundings.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
