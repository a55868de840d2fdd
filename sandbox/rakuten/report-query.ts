/** The query of a report request → the window and format it asks for. */
import { addMonths, dayNumberOf, parseDay, type WallClock, wallClockOf } from '../world/calendar.ts';
import type { DateFormat } from './columns.ts';

/** What one request asks for. Days are whole numbers since 1970-01-01, both included, in the asked time zone. */
export interface ReportQuery {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly dateType: 'process' | 'transaction';
  readonly dateFormat: DateFormat;
  /** One country network, or null for all of them mixed. */
  readonly networkId: number | null;
  readonly includesSummary: boolean;
  readonly clock: (instantMs: number) => WallClock;
}

/** A query, or the sentence of a 400 answer. */
export type QueryReading = { readonly query: ReportQuery } | { readonly error: string };

/** Reads a query as the network does: no `include_summary` means Y, no `network` means all, no `tz` means GMT. */
export function readReportQuery(parameters: URLSearchParams, nowMs: number, mostDays: number): QueryReading {
  const clock = readClock(parameters.get('tz') ?? 'GMT');
  if (clock === null) return { error: 'Invalid time zone' };
  const window = readWindow(parameters, clock(nowMs));
  if (window === null) return { error: 'Invalid date range. Dates are YYYY-MM-DD and the start is not after the end.' };
  const { firstDay, lastDay } = window;
  if (lastDay - firstDay + 1 > mostDays)
    return { error: `Invalid date range. At most ${mostDays} days can be requested.` };
  const dateType = parameters.get('date_type') ?? 'transaction';
  if (dateType !== 'process' && dateType !== 'transaction') return { error: 'Invalid date type' };
  const dateFormat = parameters.get('date_format') ?? 'm/d/yy';
  if (dateFormat !== 'm/d/yy' && dateFormat !== 'm-d-yy') return { error: 'Invalid date format' };
  const network = parameters.get('network');
  if (network !== null && network !== '' && !/^\d{1,4}$/.test(network)) return { error: 'Invalid network' };
  const includesSummary = (parameters.get('include_summary') ?? 'Y') !== 'N';
  const networkId = network === null || network === '' ? null : Number(network);
  return { query: { firstDay, lastDay, dateType, dateFormat, networkId, includesSummary, clock } };
}

function readClock(timeZone: string): ReportQuery['clock'] | null {
  try {
    return wallClockOf(timeZone);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readWindow(parameters: URLSearchParams, today: WallClock): Pick<ReportQuery, 'firstDay' | 'lastDay'> | null {
  const start = parameters.get('start_date');
  const end = parameters.get('end_date');
  if (start === null && end === null) return relativeWindow(parameters.get('date_range'), today);
  const firstDay = readDate(start ?? '');
  const lastDay = readDate(end ?? '');
  return firstDay === null || lastDay === null || lastDay < firstDay ? null : { firstDay, lastDay };
}

/** `YYYY-MM-DD`, or `m/d/yy` as some clients send it. */
function readDate(text: string): number | null {
  const short = /^(\d{1,2})\/(\d{1,2})\/(\d{2})$/.exec(text);
  if (short === null) return parseDay(text);
  return dayNumberOf(2_000 + Number(short[3]), Number(short[1]), Number(short[2]));
}

function relativeWindow(range: string | null, today: WallClock): Pick<ReportQuery, 'firstDay' | 'lastDay'> | null {
  const monthStart = today.dayNumber - today.day + 1;
  const yearStart = addMonths(monthStart, 1 - today.month);
  if (range === 'last-30-days') return { firstDay: today.dayNumber - 30, lastDay: today.dayNumber - 1 };
  if (range === 'this-month') return { firstDay: monthStart, lastDay: today.dayNumber };
  if (range === 'last-year') return { firstDay: addMonths(yearStart, -12), lastDay: yearStart - 1 };
  return null;
}
