/** `tributary report NAME`: every report of the API as a table, JSON or CSV, asked with the options of the API. */
import type { Command } from 'commander';
import { NAMED_REPORTS, type NamedReport } from '../api/index.ts';
import { csvLine, systemClock, TributaryError } from '../core/index.ts';
import type { ApiClient } from './api-client.ts';
import { table, withCommon } from './command.ts';
import { print, writeWhole } from './export-command.ts';
import { declareOptions, optionsOf, queryOf } from './report-options.ts';
import { type AskedDays, daysOfPeriod, FIRST_DAY, PERIOD_HELP } from './report-period.ts';
import { allRows } from './report-pages.ts';
import { columnsOfRows, type FlatRow, reportRows } from './report-rows.ts';
import { reportHead, reportTable } from './report-table.ts';
import type { Surroundings } from './surroundings.ts';

/** What the command says of itself; everything else it was given is the report's. */
interface Asked {
  readonly data?: string;
  readonly workspace?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly out?: string;
  readonly period?: string;
}

type Query = Readonly<Record<string, unknown>>;

/** Adds the command to the program. */
export function addReportCommand(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('report')
    .description('print a report: overview, pages, links, clicks, orders, brands …')
    .argument('[name]', 'which report; without one they are listed')
    .option('--period <period>', PERIOD_HELP)
    .option('--csv', 'print every row as CSV')
    .option('--out <file>', 'write to a file instead of stdout; it appears when it is whole');
  declareOptions(withCommon(command));
  command.addHelpText('after', () => `\n${helpFor(command.args[0])}`);
  command.action(async (name: string | undefined, options: Asked & Query) => {
    if (name === undefined) {
      surroundings.stdout.write(`${listText()}\n"tributary report NAME --help" says what it can be asked.\n`);
      return;
    }
    const report = reportNamed(name);
    const { data, workspace, json, csv, out, period, ...given } = options;
    if (json === true && csv === true) throw wrong('One of --json and --csv.');
    const query = queryOf(report, given);
    if (period !== undefined) checkPeriod(report, query, period);
    const client = await surroundings.connect(data, workspace);
    try {
      const asked = period === undefined ? query : { ...query, ...daysFor(report, period, await todayOf(client)) };
      const parts = answered(client, report, asked, json === true ? 'json' : csv === true ? 'csv' : 'table');
      await (out === undefined ? print(parts, surroundings.stdout) : writeWhole(parts, out));
    } catch (error) {
      throw inShellWords(report, error);
    } finally {
      await client.close();
    }
  });
}

function wrong(message: string): TributaryError {
  return new TributaryError('wrong-arguments', message);
}

function reportNamed(name: string): NamedReport {
  const found = NAMED_REPORTS.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw wrong(`There is no report "${name}"; there are ${NAMED_REPORTS.map((one) => one.name).join(', ')}.`);
}

/** An error that names members of the address, with the options that a shell has for them. */
function inShellWords(report: NamedReport, error: unknown): unknown {
  if (!(error instanceof TributaryError) || error.code !== 'invalid-request') return error;
  const message = error.message.replaceAll(/\b(\w+)(?:\.\d+)?: /g, (whole, member: string) => {
    const option = optionsOf(report).find((one) => one.member === member);
    return option === undefined ? whole : `--${option.flag}: `;
  });
  return new TributaryError('invalid-request', message, {}, error);
}

/** All time is without a first day, but where a list takes that for its newest days. */
export function daysFor({ route }: Pick<NamedReport, 'route'>, period: string, today: string): AskedDays {
  const days = daysOfPeriod(period, today);
  return route === 'listClicks' ? { from: FIRST_DAY, ...days } : days;
}

/** Before anything is opened. Throws `wrong-arguments`. */
function checkPeriod(report: NamedReport, query: Query, period: string): void {
  if (!optionsOf(report).some(({ member }) => member === 'from')) {
    throw wrong(`The report "${report.name}" has no period.`);
  }
  if (query['from'] !== undefined || query['to'] !== undefined) throw wrong('Either --period, or --from and --to.');
  daysOfPeriod(period, '2026-01-01'); // throws for what is none, whatever the day
}

/** The present day in the zone of the workspace, as its reports have it. */
async function todayOf(client: ApiClient): Promise<string> {
  const { timeZone } = await client.call('showSettings');
  return new Intl.DateTimeFormat('en-CA', { timeZone: timeZone ?? 'UTC', dateStyle: 'short' }).format(systemClock());
}

async function* answered(
  client: ApiClient,
  { route }: NamedReport,
  query: Query,
  form: 'table' | 'json' | 'csv',
): AsyncGenerator<Uint8Array> {
  if (form === 'csv') {
    yield* csvOf(client, route, query);
    return;
  }
  const reply = await client.report(route, query);
  const text =
    form === 'json' ? `${JSON.stringify(reply)}\n` : reportHead(reply) + reportTable(route, reply) + moreText(reply);
  yield Buffer.from(text);
}

/** A table shows a part of many rows. */
function moreText(reply: unknown): string {
  const { rowCount, nextCursor, rows } = reply as {
    readonly rowCount?: number;
    readonly nextCursor?: string | null;
    readonly rows?: readonly unknown[];
  }; // as lists of the contract have them
  const shown = rows?.length ?? 0;
  if (rowCount !== undefined && rowCount > shown) return `${shown} of ${rowCount}: --limit for more, --csv for all.\n`;
  return nextCursor == null ? '' : `The first ${shown}: --limit for more, --csv for all.\n`;
}

/** All rows; where the API makes a file of the list, that file. */
async function* csvOf(client: ApiClient, route: NamedReport['route'], query: Query): AsyncGenerator<Uint8Array> {
  const isWhole = query['limit'] === undefined && query['cursor'] === undefined && query['offset'] === undefined;
  if (isWhole && (route === 'listTransactions' || route === 'listClicks')) {
    const file = route === 'listClicks' ? 'exportClicks' : 'exportTransactions';
    yield* await client.download(file, { query });
    return;
  }
  let columns: readonly string[] | null = null;
  for await (const rows of isWhole
    ? allRows(route, query, (part) => client.report(route, part))
    : [reportRows(route, await client.report(route, query))]) {
    const isFirst: boolean = columns === null;
    columns ??= columnsOfRows(rows);
    const known = columns;
    const lines = rows.map((row) => csvLine(known.map((name) => cellOf(row, name))));
    yield Buffer.from((isFirst ? csvLine(known) : '') + lines.join(''));
  }
}

function cellOf(row: FlatRow, name: string): string | number | null {
  const value = row[name] ?? null;
  return typeof value === 'boolean' ? String(value) : value;
}

function listText(): string {
  return table(NAMED_REPORTS.map(({ name, summary }) => [`  ${name}`, summary]));
}

function helpFor(name: string | undefined): string {
  const report = NAMED_REPORTS.find((one) => one.name === name);
  if (report === undefined) return `Reports:\n${listText()}\n"tributary report NAME --help" says what it can be asked.`;
  const options = optionsOf(report).filter(({ member }) => report.by === null || member !== 'by');
  return `Of the report "${report.name}" (${report.summary}):\n${table(options.map(({ flag, help }) => [`  --${flag}`, help]))}`;
}
