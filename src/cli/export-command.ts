/** `tributary export entries`: every line of the ledger with all its fields. */
import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { dataFolder, TributaryError } from '../core/index.ts';
import { ENTRY_FORMATS, type EntryFormat, exportEntries } from '../ledger/index.ts';
import { openInstallation } from '../open-installation.ts';
import { parseAsOf } from './ledger-command.ts';

interface ExportOptions {
  readonly data?: string;
  readonly format: EntryFormat;
  readonly out?: string;
  readonly asOf?: string;
}

/** What the system says when a file cannot be written; every other error is not the file's. */
const UNWRITABLE: ReadonlySet<string> = new Set(
  'EACCES EDQUOT EFBIG EIO EISDIR ENOENT ENOSPC ENOTDIR EPERM EROFS'.split(' '),
);

type Parts = AsyncIterable<Uint8Array | string>;

/** Adds the command to the program. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('export the ledger')
    .command('entries')
    .description('every line with all its fields, in canonical order')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .addOption(new Option('--format <format>', 'how to write the lines').choices(ENTRY_FORMATS).default('csv'))
    .option('--as-of <time>', 'what the ledger said at a past moment')
    .option('--out <file>', 'write to a file instead of stdout; it appears when it is whole')
    .action(async (options: ExportOptions) => {
      const { format, out } = options;
      const asOf = parseAsOf(options.asOf);
      if (format === 'parquet' && out === undefined && process.stdout.isTTY) {
        throw new TributaryError('wrong-arguments', 'Parquet is not text: name a file with --out, or use a pipe.');
      }
      const installation = await openInstallation(dataFolder(options.data));
      try {
        const parts = exportEntries(installation.facts, format, asOf, installation.temporaryFolder);
        await (out === undefined ? print(parts) : writeWhole(parts, out));
      } finally {
        await installation.close();
      }
    });
}

/** Prints to stdout; a reader that has read enough (`| head`) ends it. */
async function print(parts: Parts): Promise<void> {
  try {
    await pipeline(Readable.from(parts), process.stdout, { end: false });
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

/** Writes beside the file and renames, so that a failure leaves what was there before; a device is written as it is. */
async function writeWhole(parts: Parts, out: string): Promise<void> {
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
