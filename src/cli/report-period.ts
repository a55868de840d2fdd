/** Periods as people say them on the command line: the words of the web app, a month, a year, or two days. Pure. */
import { dayBefore, TributaryError } from '../core/index.ts';

/** Days, both included; an end that is not said is open. */
export interface AskedDays {
  readonly from?: string;
  readonly to?: string;
}

const DAYS_BACK = ['7d', '28d', '30d', '91d'] as const;

/** The words; a test holds them to those of the web app. */
export const PERIOD_WORDS = [
  ...(['today', 'yesterday', ...DAYS_BACK, 'month', 'last-month', 'year', '12mo', 'all'] as const),
];

const FORMS = 'a month like 2026-03, a year like 2026, or days like 2026-03-01..2026-03-31';

/** Before anything that is told of. */
export const FIRST_DAY = '2000-01-01';

/** The days of a period, seen from today. Throws `wrong-arguments`. */
export function daysOfPeriod(text: string, today: string): AskedDays {
  const back = DAYS_BACK.find((one) => one === text);
  if (back !== undefined) return { from: dayBefore(today, Number.parseInt(back, 10) - 1), to: today };
  const first = `${today.slice(0, 7)}-01`;
  if (text === 'today') return { from: today, to: today };
  if (text === 'yesterday') return { from: dayBefore(today, 1), to: dayBefore(today, 1) };
  if (text === 'month') return { from: first, to: today };
  if (text === 'last-month') return { from: monthsBefore(first, 1), to: dayBefore(first, 1) };
  if (text === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  if (text === '12mo') return { from: monthsBefore(first, 11), to: today };
  if (text === 'all') return {};
  if (/^\d{4}$/.test(text)) return { from: `${text}-01-01`, to: `${text}-12-31` };
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    return { from: `${text}-01`, to: dayBefore(monthsBefore(`${text}-01`, -1), 1) };
  }
  const [, from = '', to = ''] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text) ?? [];
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  throw new TributaryError(
    'wrong-arguments',
    `--period wants one of ${PERIOD_WORDS.join(', ')}, or ${FORMS}; "${text}" is none of them.`,
  );
}

/** What `--period` takes, for the help. */
export const PERIOD_HELP = `${PERIOD_WORDS.join(', ')}; or ${FORMS}`;

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The first of a month so many months before that of `first`. */
function monthsBefore(first: string, count: number): string {
  const [year = 0, month = 1] = first.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 10);
}
