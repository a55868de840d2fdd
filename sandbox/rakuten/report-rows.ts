/** Which lines of the world one report shows for one query, grouped and ordered as the report is shaped. */
import { DAY_MS } from '../world/calendar.ts';
import type { CommissionLine } from '../world/commission-line.ts';
import { createRandom } from '../world/random.ts';
import { type CellContext, cellText, isMeasure } from './columns.ts';
import type { Report } from './report-definitions.ts';
import type { ReportQuery } from './report-query.ts';

/** The lines of the report's rows. Streams unless the report groups or shuffles. */
export function* reportRows(
  lines: Iterable<CommissionLine>,
  report: Report,
  query: ReportQuery,
  context: CellContext,
): Generator<CommissionLine> {
  const listed = listedLines(lines, report, query, context.nowMs);
  const grouped = report.grouping === 'none' ? listed : groupLines(listed, report, context);
  if (report.shuffleSeed === null) yield* grouped;
  else yield* shuffle([...grouped], report.shuffleSeed);
}

function* listedLines(
  lines: Iterable<CommissionLine>,
  report: Report,
  query: ReportQuery,
  nowMs: number,
): Generator<CommissionLine> {
  const earliestMs = (query.firstDay - 1) * DAY_MS;
  const latestMs = (query.lastDay + 2) * DAY_MS;
  for (const line of lines) {
    const instantMs = query.dateType === 'process' ? line.processedAtMs : line.occurredAtMs;
    if (instantMs < earliestMs || instantMs >= latestMs) continue;
    if (line.processedAtMs + report.delayMs > nowMs || !report.lists(line)) continue;
    if (query.networkId !== null && line.networkId !== query.networkId) continue;
    const day = query.clock(instantMs).dayNumber;
    if (day >= query.firstDay && day <= query.lastDay) yield line;
  }
}

/** Sums lines that agree in every column that is not a measure; a group stands where its first line stood. */
function groupLines(lines: Iterable<CommissionLine>, report: Report, context: CellContext): Iterable<CommissionLine> {
  const keys = report.columns.filter((column) => !isMeasure(column));
  const groups = new Map<string, CommissionLine>();
  for (const line of lines) {
    const sign = report.grouping === 'same-sign' && (line.salesUnits < 0 || line.commissionUnits < 0) ? '-' : '+';
    const key = `${sign}${keys.map((column) => cellText(column, line, context)).join()}`;
    const group = groups.get(key);
    groups.set(key, group === undefined ? line : sumOf(group, line));
  }
  return groups.values();
}

function sumOf(group: CommissionLine, line: CommissionLine): CommissionLine {
  return {
    ...group,
    items: group.items + line.items,
    salesUnits: group.salesUnits + line.salesUnits,
    commissionUnits: group.commissionUnits + line.commissionUnits,
  };
}

function shuffle(rows: CommissionLine[], seed: number | string): readonly CommissionLine[] {
  const random = createRandom(seed, 'row order');
  for (let index = rows.length - 1; index > 0; index -= 1) {
    const other = random.integer(0, index);
    const [here, there] = [rows[index], rows[other]];
    if (here !== undefined && there !== undefined) [rows[index], rows[other]] = [there, here];
  }
  return rows;
}
