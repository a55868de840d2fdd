/** `tributary replay`: reads what the networks said again, with this version. */
import type { Command } from 'commander';
import type { Preview, PreviewLine, Receipt, Run } from '../imports/index.ts';
import type { ApiClient } from './api-client.ts';
import { answer, type CommonOptions, withCommon } from './command.ts';
import { followRun, receiptOfRun, worstExitCode } from './follow-run.ts';
import { type ProgressLine, showProgress } from './progress.ts';
import { receiptText } from './receipt-text.ts';
import type { Surroundings } from './surroundings.ts';

interface ReplayOptions extends CommonOptions {
  readonly apply?: boolean;
}

/** What a replay of one scope would change, or has changed. */
interface Replayed {
  readonly scope: string;
  readonly receipt: Receipt;
  /** The first 100 lines that differ. */
  readonly lines: readonly PreviewLine[];
}

/** At most this many lines of a scope are printed; `--json` has 100. */
const LINES_SHOWN = 20;

/** Adds the command to the program. */
export function addReplayCommand(program: Command, surroundings: Surroundings): void {
  const replay = program
    .command('replay')
    .description('read the kept raw reports again with this version and show what would differ')
    .option('--apply', 'post the difference');
  withCommon(replay).action((options: ReplayOptions) =>
    answer(surroundings, options, async (client) => {
      const progress = showProgress(surroundings, 'reading');
      try {
        const { runs } = await client.call('startReplay');
        const replays: Replayed[] = [];
        for (const run of runs) {
          replays.push(await replayed(surroundings, client, progress, run, options.apply === true));
        }
        const exitCode = worstExitCode(replays.map(({ receipt }) => receipt));
        return { json: { replays }, text: replays.map(replayText).join(''), exitCode };
      } finally {
        progress.done();
      }
    }),
  );
}

async function replayed(
  surroundings: Surroundings,
  client: ApiClient,
  progress: ProgressLine,
  started: Run,
  apply: boolean,
): Promise<Replayed> {
  const run = await followRun(surroundings, client, started, progress);
  const params = { run: run.id };
  const isWaiting = run.state === 'preview' || run.state === 'held';
  const lines = isWaiting ? differing(await client.call('showPreview', { params })) : [];
  if (!apply || !isWaiting) return { scope: run.scope, receipt: receiptOfRun(run), lines };
  const posted = await followRun(surroundings, client, await client.call('uploadRun', { params }), progress);
  return { scope: run.scope, receipt: receiptOfRun(posted), lines };
}

function differing({ lines, conflicts }: Preview): PreviewLine[] {
  return [...lines, ...conflicts].filter((line) => line.change !== 'unchanged');
}

function replayText({ scope, receipt, lines }: Replayed): string {
  // a replay that finds nothing to decide over ends by itself
  if (receipt.status === 'discarded') return `${scope}: no difference, ${receipt.unchanged} lines\n`;
  const out = [`${scope}\n`, receiptText({ ...receipt, files: [] })];
  for (const line of lines.slice(0, LINES_SHOWN)) {
    out.push(
      `  ${line.change}: order ${line.orderId}, ${line.sku || 'no SKU'}, ${line.occurredOn}, ${line.commission} ${line.currency}, ${line.status}\n`,
    );
  }
  return out.join('');
}
