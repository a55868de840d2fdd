/** `tributary export entries`: every line of the ledger with all its fields. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { dataFolder } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { readEntries } from '../ledger/index.ts';
import { openInstallation } from '../open-installation.ts';
import { parseAsOf } from './ledger-command.ts';

interface ExportOptions {
  readonly data?: string;
  readonly format: string;
  readonly out?: string;
  readonly asOf?: string;
}

const AMOUNT = /^-?\d+(\.\d+)?$/;
/** First characters that a spreadsheet takes for a formula (OWASP ASVS 1.2.10). */
const FORMULA = /^[=+\-@\t\r\0]/;

/** One CSV cell: numbers stay as they are, text that looks like a formula is disarmed with an apostrophe. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number' || AMOUNT.test(value)) return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function* csvOf(rows: readonly SqlRow[]): Generator<string> {
  const [first] = rows;
  if (first === undefined) return;
  yield `${Object.keys(first).join(',')}\r\n`;
  for (const row of rows) yield `${Object.values(row).map(csvCell).join(',')}\r\n`;
}

function* jsonOf(rows: readonly SqlRow[]): Generator<string> {
  yield '[';
  for (const [index, row] of rows.entries()) yield `${index === 0 ? '' : ','}\n${JSON.stringify(row)}`;
  yield '\n]\n';
}

/** Adds the command to the program. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('export the ledger')
    .command('entries')
    .description('every line with all its fields, in canonical order')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .addOption(new Option('--format <format>', 'how to write the lines').choices(['csv', 'json']).default('csv'))
    .option('--as-of <time>', 'what the ledger said at a past moment')
    .option('--out <file>', 'write to a file instead of stdout')
    .action(async (options: ExportOptions) => {
      const asOf = parseAsOf(options.asOf);
      const installation = await openInstallation(dataFolder(options.data));
      try {
        const rows = await readEntries(installation.facts, asOf);
        await write(options.format === 'json' ? jsonOf(rows) : csvOf(rows), options.out);
      } finally {
        await installation.close();
      }
    });
}

async function write(parts: Iterable<string>, file: string | undefined): Promise<void> {
  const out = file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 });
  for (const part of parts) if (!out.write(part)) await once(out, 'drain');
  if (file !== undefined) {
    out.end();
    await once(out, 'finish');
  }
}
