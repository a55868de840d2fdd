/** `tributary raw`: the raw reports of a run as they are kept, to look at or to keep elsewhere. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { plainName } from '../api/index.ts';
import { TributaryError } from '../core/index.ts';
import type { RunAnswer } from '../imports/index.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CommonOptions, table, withCommon } from './command.ts';
import { writeWhole } from './export-command.ts';
import type { Surroundings } from './surroundings.ts';

interface RawOptions extends CommonOptions {
  readonly save?: string;
}

/** Adds the command to the program. */
export function addRawCommand(program: Command, surroundings: Surroundings): void {
  const raw = program
    .command('raw')
    .description('list the raw reports of a run, or save them; personal columns were never kept')
    .argument('<run>', 'the id of the run')
    .option('--save <dir>', 'write each into this folder, which is made if need be');
  withCommon(raw).action((run: string, options: RawOptions) =>
    answer(surroundings, options, async (client) => {
      const { answers } = await client.call('listAnswers', { params: { run } });
      if (options.save === undefined) return { json: { answers }, text: listText(answers) };
      const files = await saveAll(client, run, answers, options.save);
      return { json: { files }, text: files.map((file) => `${file}\n`).join('') };
    }),
  );
}

function listText(answers: readonly RunAnswer[]): string {
  if (answers.length === 0) return 'This run has no raw reports.\n';
  return table(answers.map(({ no, name, size, sha256 }) => [String(no), name, `${size} bytes`, sha256]));
}

/** Saves every report under its own name; two of one name are told apart by a number. */
async function saveAll(
  client: ApiClient,
  run: string,
  answers: readonly RunAnswer[],
  folder: string,
): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const message = `${folder} cannot be made: choose another folder with --save.`;
    throw new TributaryError('file-unwritable', message, { file: folder }, error);
  }
  const taken = new Set<string>();
  const files: string[] = [];
  for (const { no, name } of answers) {
    const plain = plainName(name);
    const file = join(folder, `${taken.has(plain) ? `${plain}-${no}` : plain}.csv`);
    taken.add(plain);
    await writeWhole(await client.download('downloadRawReport', { params: { run, answer: String(no) } }), file);
    files.push(file);
  }
  return files;
}
