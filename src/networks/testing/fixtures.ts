/** The golden fixtures of a network: `fixtures/<scenario>/report.csv` and what it must translate to. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { formatAmount } from '../../core/index.ts';
import type { ConnectionSettings, Network, ReportDefinition, TranslateContext, Translated } from '../contract.ts';
import { splitCsv } from './split-csv.ts';

/** What `expected.json` says. Amounts are texts with 4 decimals; `context.settings` are written out whole, defaults too. */
export interface Expected {
  readonly report: string;
  readonly context: TranslateContext;
  /** The sums of the amounts as the report's own texts give them, added by hand, over the rows that are lines. */
  readonly reportedSums: { readonly sales: string; readonly commission: string };
  /** Name of the column whose text becomes the status, where the report has one. */
  readonly statusColumn: string | null;
  readonly rows: readonly unknown[];
}

/** One golden fixture. */
export interface Fixture {
  readonly scenario: string;
  readonly text: string;
  readonly expected: Expected;
}

/** Reads all reports below a folder, in order of their names; folders without one hold exchanges. */
export function loadFixtures(folder: URL): readonly Fixture[] {
  return readdirSync(folder)
    .filter((scenario) => existsSync(new URL(`${scenario}/report.csv`, folder)))
    .sort()
    .map((scenario) => {
      const text = readFileSync(new URL(`${scenario}/report.csv`, folder), 'utf8');
      const json = readFileSync(new URL(`${scenario}/expected.json`, folder), 'utf8');
      return { scenario, text, expected: JSON.parse(json) as Expected }; // our own files; golden equality checks them
    });
}

/** A report cut into its header and its rows, the preface dropped as the import does. */
export interface Table {
  readonly report: ReportDefinition;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Finds the header as the import does: the first row that a report recognises. */
export function tableOf(network: Network, text: string, settings?: ConnectionSettings): Table {
  const delimiter = settings === undefined ? undefined : network.delimiterOf?.(settings);
  const all = splitCsv(text, delimiter).map((cells) => Object.freeze(cells));
  for (const [index, header] of all.entries()) {
    const report = network.reports.find((candidate) => candidate.recognises(header, settings));
    if (report !== undefined) return { report, header, rows: all.slice(index + 1) };
  }
  throw new Error('no row is the header of a report');
}

/** Translates rows; throws if the header is not accepted. */
export function translateAll(table: Table, context: TranslateContext): Translated[] {
  const reading = table.report.readHeader(table.header, context);
  if (reading.kind !== 'ok') throw new Error(`missing columns: ${reading.missing.join(', ')}`);
  return table.rows.map((cells) => reading.translate(cells));
}

/** A translated row as `expected.json` writes it. */
export function asJson(translated: Translated): unknown {
  if (translated.kind !== 'line') return translated;
  const { line } = translated;
  return {
    kind: 'line',
    line: { ...line, sales: formatAmount(line.sales), commission: formatAmount(line.commission) },
  };
}

/** The sums of the amounts over the rows that are lines. */
export function sumsOf(translated: readonly Translated[]): { sales: string; commission: string } {
  const lines = translated.flatMap((one) => (one.kind === 'line' ? [one.line] : []));
  const sum = (texts: readonly string[]): string => {
    // Added here from the printed texts, independently of the sums in `core`.
    let total = 0n;
    for (const text of texts) total += BigInt(text.replace('.', ''));
    const digits = (total < 0n ? -total : total).toString().padStart(5, '0');
    return `${total < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  };
  return {
    sales: sum(lines.map((line) => formatAmount(line.sales))),
    commission: sum(lines.map((line) => formatAmount(line.commission))),
  };
}
