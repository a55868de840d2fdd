/** An answered report as a table for a terminal: the columns that people read first, numbers to the right. Pure. */
import { type FlatRow, reportRows, totalRows } from './report-rows.ts';
import type { ReportRouteName } from '../api/index.ts';

/** What is shown of a row, in this order, where it is there and says something. Files have every column. */
const SHOWN = [
  ...['at', 'from', 'local_day', 'kind', 'label', 'host', 'path', 'page_path', 'link_host', 'method', 'status'],
  ...['network_label', 'country_label', 'advertiser', 'order_id', 'product', 'sub_id', 'state', 'last_day', 'currency'],
  ...['commission', 'commission_change', 'sales', 'orders', 'items', 'lines', 'rate', 'pageviews', 'clicks', 'ctr'],
  ...['epc', 'rpm', 'share', 'coverage', 'confidence'],
] as const;

const LONGEST = 38;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** Parts of a whole: shown as percentages. */
const PARTS: ReadonlySet<string> = new Set(['commission_change', 'rate', 'ctr', 'share', 'coverage', 'confidence']);

function shown(name: string, row: FlatRow): string {
  const value = row[name] ?? null;
  if (value === null) return '';
  const text = String(value).replaceAll(/\p{Cc}+/gu, ' '); // a terminal obeys them, whoever wrote them
  if (PARTS.has(name) && NUMBER.test(text)) return `${(Number(text) * 100).toFixed(1)} %`; // a part, no amount
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The table with its head and its totals. */
export function reportTable(route: ReportRouteName, reply: unknown): string {
  const rows = reportRows(route, reply);
  if (rows.length === 0) return 'Nothing is like that.\n';
  const columns = SHOWN.filter((name) => rows.some((row) => shown(name, row) !== ''));
  const totals = totalRows(reply).map((row): FlatRow => ({ ...row, [columns[0] ?? 'label']: 'Total' }));
  const isNumeric = (name: string): boolean =>
    rows.every((row) => [null, undefined].includes(row[name] as null) || NUMBER.test(String(row[name])));
  const cells = [
    columns.map((name) => name.replaceAll('_', ' ')),
    ...[...rows, ...totals].map((row) => columns.map((name) => shown(name, row))),
  ];
  const widths = columns.map((_, place) => Math.max(...cells.map((line) => line[place]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((word, place) => {
          const [width = 0, name = ''] = [widths[place], columns[place]];
          return isNumeric(name) ? word.padStart(width) : word.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Of which days it is, and what it is compared with. */
export function reportHead(reply: unknown): string {
  const { head } = (reply ?? {}) as { readonly head?: unknown }; // every answer is an object
  const { period, compared, asOf } = (head ?? {}) as {
    readonly period?: { readonly from: string; readonly to: string; readonly isIncomplete: boolean };
    readonly compared?: { readonly from: string; readonly to: string; readonly hasChanges?: boolean } | null;
    readonly asOf?: string | null;
  }; // the head of reports, as the contract has it
  if (period === undefined) return '';
  const days = `${period.from} to ${period.to}${period.isIncomplete ? ' (not over yet)' : ''}`;
  const why = compared?.hasChanges === false ? ' (no changes: today is not over)' : '';
  const against = compared == null ? '' : `, compared with ${compared.from} to ${compared.to}${why}`;
  return `${days}${against}${asOf == null ? '' : `, as of ${asOf}`}\n`;
}
