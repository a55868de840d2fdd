/** `tributary export entries`: every line of the ledger with all its fields; `transactions`: the lines of a report. */
import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { TributaryError } from '../core/index.ts';
import { ENTRY_FORMATS, type EntryFormat } from '../ledger/index.ts';
import { LINE_FORMATS, type LineFormat } from '../reports/index.ts';
import type { ApiClient } from './api-client.ts';
import { withAbout } from './command.ts';
import { checkAsOf } from './ledger-command.ts';
import type { Surroundings } from './surroundings.ts';

interface ListOptions {
  readonly data?: string | undefined;
  readonly workspace?: string | undefined;
  readonly format: LineFormat;
  readonly out?: string;
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
  readonly filter: readonly string[];
  readonly search?: string;
}

interface ExportOptions {
  readonly data?: string;
  readonly workspace?: string;
  readonly format: EntryFormat;
  readonly out?: string;
  readonly asOf?: string;
  readonly attribution?: boolean;
}

/** What the system says when a file cannot be written; every other error is not the file's. */
const UNWRITABLE: ReadonlySet<string> = new Set(
  'EACCES EDQUOT EFBIG EIO EISDIR ENOENT ENOSPC ENOTDIR EPERM EROFS'.split(' '),
);

type Parts = AsyncIterable<Uint8Array>;

/** Adds the command to the program. */
export function addExportCommand(program: Command, surroundings: Surroundings): void {
  const exporting = program.command('export').description('export the ledger');
  addTransactions(exporting, surroundings);
  const command = exporting
    .command('entries')
    .description('every line with all its fields, in canonical order')
    .addOption(new Option('--format <format>', 'how to write the lines').choices(ENTRY_FORMATS).default('csv'))
    .option('--as-of <time>', 'what the ledger said at a past moment: a day (its end) or an instant, UTC')
    .option('--attribution', 'with what earned each line: method, confidence, page, link, placement')
    .option('--out <file>', 'write to a file instead of stdout; it appears when it is whole');
  withAbout(command).action(async ({ data, workspace, format, out, asOf: text, attribution }: ExportOptions) => {
    const asOf = checkAsOf(text);
    if (format === 'parquet') refuseTerminal(surroundings, 'Parquet', out);
    await write(surroundings, { data, workspace }, out, (client) =>
      client.download('exportEntries', { query: { format, asOf, attribution } }),
    );
  });
}

function addTransactions(exporting: Command, surroundings: Surroundings): void {
  const command = exporting
    .command('transactions')
    .description('the lines of a report, as the web app lists them')
    .addOption(new Option('--format <format>', 'how to write the lines').choices(LINE_FORMATS).default('csv'))
    .option('--from <day>', 'the first day')
    .option('--to <day>', 'the last day')
    .option('--currency <code>', 'reported, or a code like EUR (default: the setting of the workspace)')
    .option('--filter <filter>', 'DIMENSION:OPERATOR:VALUE, may be repeated', repeated, [])
    .option('--search <text>', 'a part of an order id, SKU, product, advertiser, sub-id or transaction id')
    .option('--out <file>', 'write to a file instead of stdout; it appears when it is whole');
  withAbout(command).action(async ({ data, workspace, out, filter, search, ...query }: ListOptions) => {
    if (query.format === 'xlsx') refuseTerminal(surroundings, 'A spreadsheet', out);
    await write(surroundings, { data, workspace }, out, (client) =>
      client.download('exportTransactions', { query: { ...query, f: [...filter], q: search } }),
    );
  });
}

function repeated(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function refuseTerminal({ stdout }: Surroundings, what: string, out: string | undefined): void {
  if (out !== undefined || !('isTTY' in stdout) || stdout.isTTY !== true) return;
  throw new TributaryError('wrong-arguments', `${what} is not text: name a file with --out, or use a pipe.`);
}

async function write(
  surroundings: Surroundings,
  about: Pick<ListOptions, 'data' | 'workspace'>,
  out: string | undefined,
  download: (client: ApiClient) => Promise<Parts>,
): Promise<void> {
  const client = await surroundings.connect(about.data, about.workspace);
  try {
    const parts = await download(client);
    await (out === undefined ? print(parts, surroundings.stdout) : writeWhole(parts, out));
  } finally {
    await client.close();
  }
}

/** Prints to stdout; a reader that has read enough (`| head`) ends it. */
export async function print(parts: Parts, stdout: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(Readable.from(parts), stdout, { end: false });
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

/** Writes beside the file and renames, so that a failure leaves what was there before; a device is written as it is. */
export async function writeWhole(parts: Parts, out: string): Promise<void> {
  const file = await realpath(out).catch(() => out); // a file that is not there yet has its own name
  const isDevice = await stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
  const part = isDevice ? file : `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(parts), createWriteStream(part, { mode: 0o600 }));
    if (!isDevice) await rename(part, file);
  } catch (error) {
    if (!isDevice) await rm(part, { force: true });
    if (!UNWRITABLE.has(codeOf(error) ?? '')) throw error;
    throw new TributaryError('file-unwritable', `${out} cannot be written: ${String(error)}.`, { file: out }, error);
  }
}

/** The system's code of an error, like `ENOSPC`; null where it is no error of the system. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
