/** The bytes of one report: optional summary lines, the header, rows; UTF-8 with BOM and CRLF. */
import { DAY_MS, wallClockOf } from '../world/calendar.ts';
import type { CommissionLine } from '../world/commission-line.ts';
import { createRandom } from '../world/random.ts';
import { type CellContext, cellText, dateText, quoted } from './columns.ts';
import type { FaultKind } from './faults.ts';
import type { Report } from './report-definitions.ts';
import type { ReportQuery } from './report-query.ts';
import { reportRows } from './report-rows.ts';

/** What a body is made of. */
export interface BodyRequest {
  readonly lines: Iterable<CommissionLine>;
  readonly report: Report;
  readonly query: ReportQuery;
  readonly nowMs: number;
  /** Faults of the body's text; others are ignored here. */
  readonly faults: ReadonlySet<FaultKind>;
}

/** A row's cells, as text that is already quoted. */
type Cells = readonly string[];

const BOM = '\uFEFF';
const CRLF = '\r\n';
const NO_RESULTS = `No Results Found${CRLF}`;
/** Of the rows that a row fault can hit, after the first, which it always hits. */
const ROW_FAULT_SHARE = 0.15;

/** The body, line by line: at most the grouped or shuffled lines are held in memory. */
export function* reportBody(request: BodyRequest): Generator<string> {
  const { report, query, faults } = request;
  const context = cellContext(request);
  if (!faults.has('no-bom')) yield BOM;
  if (query.includesSummary || faults.has('summary-lines')) yield summaryLines(report, query);
  const layout = createLayout(report, faults);
  yield layout.header.join() + CRLF;
  if (faults.has('no-results')) {
    yield NO_RESULTS;
    return;
  }
  const random = createRandom('row faults', report.name, query.firstDay);
  let isFirst = true;
  for (const line of reportRows(request.lines, report, query, context)) {
    const row = layout.row(line, context, isFirst || random.chance(ROW_FAULT_SHARE)) + CRLF;
    yield row;
    if (faults.has('duplicated-line') && (isFirst || random.chance(ROW_FAULT_SHARE))) yield row;
    isFirst = false;
  }
  if (isFirst && report.emptyBody === 'no-results') yield NO_RESULTS;
}

function cellContext({ report, query, nowMs, faults }: BodyRequest): CellContext {
  return {
    dateFormat: query.dateFormat,
    clock: query.clock,
    nowMs,
    hasThousandsCommas: !faults.has('no-thousands'),
    commissionDecimals: report.commissionDecimals,
    hasBadEscape: faults.has('bad-escape'),
  };
}

/** Four lines; only their number is known of the real network. */
function summaryLines(report: Report, query: ReportQuery): string {
  const gmt = wallClockOf('GMT');
  const [first, last] = [query.firstDay, query.lastDay].map((day) => dateText(gmt(day * DAY_MS), query.dateFormat));
  return `Report Name,${report.title}${CRLF}Date Range,${first} - ${last}${CRLF}${CRLF}${CRLF}`;
}

interface Layout {
  readonly header: Cells;
  /** `isHit`: whether faults of single rows touch this one. */
  row(line: CommissionLine, context: CellContext, isHit: boolean): string;
}

function createLayout(report: Report, faults: ReadonlySet<FaultKind>): Layout {
  const { columns } = report;
  const middle = Math.floor(columns.length / 2);
  const hasExtra = faults.has('extra-column');
  const hasComma = faults.has('order-id-comma');
  const hasStray = faults.has('stray-field');
  const isBackwards = faults.has('reordered-columns');
  const arrange = (cells: readonly string[], extra: string): string[] => {
    const arranged = hasExtra ? [...cells.slice(0, middle), extra, ...cells.slice(middle)] : [...cells];
    return isBackwards ? arranged.reverse() : arranged;
  };
  const names: string[] = [...columns];
  if (faults.has('renamed-column')) renameMeasure(names);
  const header = arrange(names, 'Offer ID');
  const orderIdAt = header.findIndex((name) => name === 'Order ID' || name === 'Non-Commissionable Order ID');
  return {
    header,
    row: (line, context, isHit) => {
      const cells = arrange(
        columns.map((column) => cellText(column, line, context)),
        '410933',
      );
      if (hasComma && orderIdAt >= 0 && endsInComma(line)) cells[orderIdAt] = quoted(`${line.orderId},`);
      if (hasStray && isHit && orderIdAt >= 0) {
        cells.splice(orderIdAt + 1, 0, '""');
      }
      return cells.join();
    },
  };
}

/** About a third of the orders; the same ones in every report and window. */
function endsInComma(line: CommissionLine): boolean {
  return createRandom('order id comma', line.mid, line.orderId).chance(1 / 3);
}

/** Renames the commission column, or the last one where there is none. */
function renameMeasure(names: string[]): void {
  const commissionAt = names.indexOf('Total Commission');
  const at = commissionAt >= 0 ? commissionAt : names.length - 1;
  names[at] = commissionAt >= 0 ? 'Commission Total' : `${names[at]} (new)`;
}
