/** `tributary ledger`: the ledger's figures, now or as of any past moment. */
import type { Command } from 'commander';
import { dataFolder, instantText, TributaryError } from '../core/index.ts';
import { type Figures, readFigures } from '../ledger/index.ts';
import { openInstallation } from '../open-installation.ts';

interface LedgerOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly asOf?: string;
}

/** Reads `--as-of`: a day (its end) or an instant, UTC unless it says otherwise. */
export function parseAsOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const instant = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (Number.isNaN(instant.getTime())) {
    throw new TributaryError(
      'wrong-arguments',
      `--as-of wants a day or an instant, like 2026-03-01 or 2026-03-01T12:00:00Z; "${text}" is neither.`,
    );
  }
  return instantText(instant);
}

/** Adds the command to the program. */
export function addLedgerCommand(program: Command): void {
  program
    .command('ledger')
    .description('print the figures of the ledger: total, by status, by advertiser, lost, withdrawn')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .option('--as-of <time>', 'what the ledger said at a past moment')
    .option('--json', 'print one JSON object')
    .action(async (options: LedgerOptions) => {
      const asOf = parseAsOf(options.asOf);
      const installation = await openInstallation(dataFolder(options.data));
      try {
        const figures = await readFigures(installation.facts, asOf);
        if (options.json === true) {
          process.stdout.write(`${JSON.stringify(figures)}\n`);
          return;
        }
        const out = [...rows('Total (pending + approved + reversed)', figures.totals)];
        for (const row of figures.byStatus) out.push(...rows(`  ${row.status}`, [row]));
        out.push(...rows('Lost', figures.lost), ...rows('Withdrawn', figures.withdrawn), 'By advertiser');
        for (const row of figures.byAdvertiser) out.push(...rows(`  ${row.advertiserId} ${row.advertiser}`, [row]));
        process.stdout.write(`${out.join('\n')}\n`);
      } finally {
        await installation.close();
      }
    });
}

function rows(label: string, figures: readonly Figures[]): string[] {
  return figures.map(
    (row) =>
      `${label}: commission ${row.commission} ${row.currency}, sales ${row.sales}, ${row.items} items, ${row.lines} lines`,
  );
}
