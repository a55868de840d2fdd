/** Reports as downloaded files: the same bytes as the server sends, streamed to disk. */
import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { joinChunks } from './rakuten/answers.ts';
import type { FaultKind } from './rakuten/faults.ts';
import { reportBody } from './rakuten/report-body.ts';
import { createReports, type ReportName, type ReportShapes } from './rakuten/report-definitions.ts';
import { readReportQuery } from './rakuten/report-query.ts';
import type { World } from './world/world.ts';

/** What to write, and where. */
export interface WriteOptions {
  /** Made when it does not exist; files in it are overwritten. */
  readonly folder: string;
  /** `YYYY-MM-DD`, both included. */
  readonly startDay: string;
  readonly endDay: string;
  /** Lines processed later are not shown; default: the end of the world's orders. */
  readonly now?: Date;
  /** Which reports to write; default: all that exist. */
  readonly names?: readonly ReportName[];
  /** Which reports exist, and their shapes. */
  readonly reports?: ReportShapes;
  /** One country network; default: all of them mixed in one file. */
  readonly networkId?: number;
  /** Further query parameters, as in a report's URL, e.g. `{ date_type: 'transaction' }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Faults of the text, e.g. `bad-escape`; faults of the answer (`slow`, `html`, …) do nothing here. */
  readonly faults?: readonly FaultKind[];
}

/** One file that was written. */
export interface WrittenFile {
  readonly report: ReportName;
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes reports of a window as `<key>[_network-<id>]_<start>_<end>.csv`. Memory stays small, whatever the window,
 * unless a report groups or shuffles. Throws RangeError for a window or parameter that the server would refuse.
 */
export async function writeReportFiles(world: World, options: WriteOptions): Promise<readonly WrittenFile[]> {
  const nowMs = (options.now ?? world.ordersEndAt).getTime();
  const network = options.networkId === undefined ? {} : { network: String(options.networkId) };
  const defaults = { include_summary: 'N', tz: 'GMT', date_type: 'process', date_format: 'm/d/yy' };
  const window = { start_date: options.startDay, end_date: options.endDay };
  const parameters = new URLSearchParams({ ...defaults, ...window, ...network, ...options.parameters });
  const reading = readReportQuery(parameters, nowMs, Number.POSITIVE_INFINITY);
  if ('error' in reading) throw new RangeError(reading.error);
  await mkdir(options.folder, { recursive: true });
  const written: WrittenFile[] = [];
  const faults = new Set(options.faults);
  for (const report of createReports(options.reports)) {
    if (options.names !== undefined && !options.names.includes(report.name)) continue;
    const suffix = options.networkId === undefined ? '' : `_network-${options.networkId}`;
    const name = `${encodeURIComponent(report.key)}${suffix}_${options.startDay}_${options.endDay}.csv`;
    const path = join(options.folder, name);
    const body = reportBody({ lines: world.eachLine(), report, query: reading.query, nowMs, faults });
    await pipeline(Readable.from(joinChunks(body)), createWriteStream(path));
    written.push({ report: report.name, path, bytes: (await stat(path)).size });
  }
  return written;
}
