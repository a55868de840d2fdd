/** Reads reports in tests: strict about quotes and line ends, so that a wrong byte shows. */
import type { RakutenServer, ReportName } from '../index.ts';

/** A report taken apart. */
export interface ReportText {
  readonly hasBom: boolean;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Cells of one column. */
  column(name: string): readonly string[];
}

/** Takes a body apart; throws when a row does not end in CRLF. */
export function readReport(body: string): ReportText {
  const hasBom = body.startsWith('\uFEFF');
  const text = hasBom ? body.slice(1) : body;
  if (!text.endsWith('\r\n')) throw new Error('the body does not end in CRLF');
  const [header = [], ...rows] = text.slice(0, -2).split('\r\n').map(readRow);
  return {
    hasBom,
    header,
    rows,
    column: (name) => {
      const at = header.indexOf(name);
      if (at < 0) throw new Error(`no column ${name} in ${header.join()}`);
      return rows.map((row) => row[at] ?? '');
    },
  };
}

function readRow(row: string): readonly string[] {
  const cells = row.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? [];
  if (cells.join() !== row) throw new Error(`bad quotes in ${row}`);
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

/** `-1,234.5` → -12345000 */
export function unitsOf(cell: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(cell.replaceAll(',', ''));
  if (match === null) throw new Error(`${cell} is not an amount`);
  const size = Number(match[2]) * 10_000 + Number((match[3] ?? '').padEnd(4, '0'));
  return match[1] === '-' ? 0 - size : size;
}

/** The sum of a column's amounts. */
export function sumUnits(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + unitsOf(cell), 0);
}

/** Asks a server for a report and keeps the BOM. */
export async function askReport(
  server: RakutenServer,
  report: ReportName,
  window: readonly [startDay: string, endDay: string],
  parameters: Readonly<Record<string, string | null>> = {},
): Promise<{ readonly status: number; readonly body: string; readonly headers: Headers }> {
  const response = await fetch(server.reportUrl(report, ...window, parameters));
  const body = Buffer.from(await response.arrayBuffer()).toString('utf8');
  return { status: response.status, body, headers: response.headers };
}
