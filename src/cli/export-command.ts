/** `tributary export entries`: every line of the ledger with all its fields. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type Command, Option } from 'commander';
import { TributaryError } from '../core/index.ts';
import { ENTRY_FORMATS, type EntryFormat } from '../ledger/index.ts';
import { withData } from './command.ts';
import { checkAsOf } from './ledger-command.ts';
import type { Surroundings } from './surroundings.ts';

interface ExportOptions {
  readonly data?: string;
  readonly format: EntryFormat;
  readonly out?: string;
  readonly asOf?: string;
}

/** Adds the command to the program. */
export function addExportCommand(program: Command, surroundings: Surroundings): void {
  const formats = new Option('--format <format>', 'how to write the lines').choices(ENTRY_FORMATS);
  const command = program
    .command('export')
    .description('export the ledger')
    .command('entries')
    .description('every line with all its fields, in canonical order')
    .addOption(formats.default('csv'))
    .option('--as-of <time>', 'what the ledger said at a past moment: a day (its end) or an instant, UTC')
    .option('--out <file>', 'write to a file instead of stdout');
  withData(command).action(async (options: ExportOptions) => {
    const asOf = checkAsOf(options.asOf);
    if (options.format === 'parquet' && options.out === undefined && isTerminal(surroundings.stdout)) {
      throw new TributaryError('wrong-arguments', 'Parquet is not for the eye: name a file with --out.');
    }
    const client = await surroundings.connect(options.data);
    try {
      const bytes = await client.download('exportEntries', { query: { format: options.format, asOf } });
      // the global stream and Node's are one object at run time; only their declarations differ
      const lines = Readable.fromWeb(bytes as NodeReadableStream<Uint8Array>);
      if (options.out === undefined) await pipeline(lines, surroundings.stdout, { end: false });
      else await writeWhole(lines, options.out);
    } finally {
      await client.close();
    }
  });
}

function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** The file appears when it is whole; a broken export leaves what was there. */
async function writeWhole(lines: Readable, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(lines, createWriteStream(part, { mode: 0o600 }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
