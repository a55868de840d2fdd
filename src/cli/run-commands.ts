/** `tributary runs`, `upload`, `discard`, `resume`: see the runs, decide over those that wait for a person. */
import type { Command } from 'commander';
import type { Run } from '../imports/index.ts';
import { answer, type CommonOptions, table, wholeNumber, withCommon } from './command.ts';
import { EXIT_CODES, followRun, pullReceiptOf, receiptOfRun } from './follow-run.ts';
import { showProgress } from './progress.ts';
import { receiptText } from './receipt-text.ts';
import type { Surroundings } from './surroundings.ts';

interface ListOptions extends CommonOptions {
  readonly limit: string;
}

/** Adds the commands to the program. */
export function addRunCommands(program: Command, surroundings: Surroundings): void {
  addList(program, surroundings);
  const upload = program
    .command('upload')
    .description('post a run that waits as preview or held')
    .argument('<run>', 'the id of the run');
  withCommon(upload).action((id: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const progress = showProgress(surroundings, 'posting');
      try {
        const started = await client.call('uploadRun', { params: { run: id } });
        const run = await followRun(surroundings, client, started, progress);
        const receipt = receiptOfRun(run);
        return { json: receipt, text: receiptText(receipt), exitCode: run.state === 'posted' ? 0 : 1 };
      } finally {
        progress.done();
      }
    }),
  );
  const discard = program
    .command('discard')
    .description('end a waiting run without posting it; its raw reports are kept')
    .argument('<run>', 'the id of the run');
  withCommon(discard).action((id: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const run = await client.call('discardRun', { params: { run: id } });
      return { json: { run: run.id, status: run.state }, text: 'Discarded.\n' };
    }),
  );
  addResume(program, surroundings);
}

function addList(program: Command, surroundings: Surroundings): void {
  const runs = program
    .command('runs')
    .description('list the import runs, newest first')
    .option('--limit <n>', 'how many', '100');
  withCommon(runs).action(async (options: ListOptions) => {
    const limit = wholeNumber('--limit', options.limit, 1, 1000);
    await answer(surroundings, options, async (client) => {
      const { runs: list } = await client.call('listRuns', { query: { limit } });
      return { json: { runs: list }, text: table(list.map(rowOf)) };
    });
  });
}

function rowOf(run: Run): string[] {
  const { receipt } = run;
  const counts = receipt === null || receipt.error !== null ? '' : `${receipt.added} added, ${receipt.changed} changed`;
  return [run.id, run.state, run.createdAt, run.kind, run.scope, run.error?.message ?? counts];
}

function addResume(program: Command, surroundings: Surroundings): void {
  const resume = program
    .command('resume')
    .description('go on with a failed pull where it was; what was fetched is not fetched again')
    .argument('<run>', 'the id of the run');
  withCommon(resume).action((id: string, options: CommonOptions) =>
    answer(surroundings, options, async (client) => {
      const progress = showProgress(surroundings, 'starting');
      try {
        const started = await client.call('resumeRun', { params: { run: id } });
        const run = await followRun(surroundings, client, started, progress);
        const receipt = pullReceiptOf(run);
        return { json: receipt, text: receiptText(receipt, receipt.problems), exitCode: EXIT_CODES[run.state] };
      } finally {
        progress.done();
      }
    }),
  );
}
