/** `tributary ledger`: the ledger's figures, now or as of any past moment. */
import type { Command } from 'commander';
import { parseMoment } from '../api/index.ts';
import { TributaryError } from '../core/index.ts';
import type { Figures, LedgerFigures } from '../ledger/index.ts';
import { answer, type CommonOptions, withCommon } from './command.ts';
import type { Surroundings } from './surroundings.ts';

interface LedgerOptions extends CommonOptions {
  readonly asOf?: string;
}

/** Checks `--as-of` before anything is opened. Throws `wrong-arguments`. */
export function checkAsOf(text: string | undefined): string | undefined {
  if (text === undefined || parseMoment(text) !== null) return text;
  throw new TributaryError(
    'wrong-arguments',
    `--as-of wants a day or an instant, like 2026-03-01 or 2026-03-01T12:00:00Z; "${text}" is neither.`,
  );
}

/** Adds the command to the program. */
export function addLedgerCommand(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('ledger')
    .description('print the figures of the ledger: total, by status, by advertiser, lost, withdrawn')
    .option('--as-of <time>', 'what the ledger said at a past moment: a day (its end) or an instant, UTC');
  withCommon(command).action(async (options: LedgerOptions) => {
    const asOf = checkAsOf(options.asOf);
    await answer(surroundings, options, async (client) => {
      const figures = await client.call('showFigures', { query: { asOf } });
      return { json: figures, text: figuresText(figures) };
    });
  });
}

function figuresText(figures: LedgerFigures): string {
  const out = [...rows('Total (pending + approved + reversed)', figures.totals)];
  for (const row of figures.byStatus) out.push(...rows(`  ${row.status}`, [row]));
  out.push(...rows('Lost', figures.lost), ...rows('Withdrawn', figures.withdrawn), 'By advertiser');
  for (const row of figures.byAdvertiser) out.push(...rows(`  ${row.advertiserId} ${row.advertiser}`, [row]));
  return `${out.join('\n')}\n`;
}

function rows(label: string, figures: readonly Figures[]): string[] {
  return figures.map(
    (row) =>
      `${label}: commission ${row.commission} ${row.currency}, sales ${row.sales}, ${row.items} items, ${row.lines} lines`,
  );
}
