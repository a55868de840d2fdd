/**
 * The status of an order line, computed from all its counted lines: one rule, for the ledger at any past moment and for
 * a plan that is not posted yet.
 */
import { dayBefore } from '../core/index.ts';
import { signOf } from './line-sql.ts';

/** Sales without a reversal count as approved after this many days, unless the workspace says otherwise (Rakuten's publishers wait 90). */
export const REVERSAL_DAYS = 90;

/**
 * 1 for a line that the network itself calls reversed: it is, whatever the other lines of its order line are, and they
 * are what they are without it. Part of what an order line's status belongs to.
 */
export function isTakenBack(row: string): string {
  return `case when ${row}.status = 'reversed' then 1 else 0 end`;
}

/** The day before which a line without a reversal is approved, for a question about `day`: the texts' `approvedBefore`. */
export function approvedBefore(day: string, reversalDays: number): string {
  return dayBefore(day, reversalDays);
}

/**
 * Common table expressions that end in `order_lines`: one row for each order line of the relation `source`, with its
 * `key`, `taken_back` (see `isTakenBack`), `order_status` and `flag`. `source` holds all counted lines of every order line it touches (rows of another
 * `state` are passed over). `also` are further aggregates over `source` b. Wants the parameter `approvedBefore`.
 */
export function orderLines(
  source: string,
  key: readonly string[],
  also: Readonly<Record<string, string>> = {},
): string {
  const names = [...key, 'taken_back', ...Object.keys(also)];
  const sums = Object.entries(also).map(([name, sum]) => `${sum} as ${name}, `);
  return `
sums as (
  select ${key.map((column) => `b.${column} as ${column}`).join(', ')}, ${isTakenBack('b')} as taken_back, ${sums.join('')}
    sum(b.sales) as net_sales, sum(b.commission) as net_commission, min(b.commission) as least, max(b.commission) as most,
    count(*) filter (where ${signOf('b')} < 0) as negatives,
    count(*) filter (where ${signOf('b')} > 0) as positives,
    count(*) filter (where b.status = 'approved') as approved, count(*) filter (where b.status = 'pending') as pending,
    max(coalesce(b.processed_on, b.occurred_on)) filter (where ${signOf('b')} > 0) as newest
  from ${source} b where b.state = 'counted'
  group by ${key.map((column) => `b.${column}`).join(', ')}, ${isTakenBack('b')}),
order_lines as (
  select ${names.join(', ')},
    case
      when taken_back = 1 then 'reversed'
      when negatives > 0 and (least < 0 or most > 0) and (net_commission < 0 or (net_commission = 0 and net_sales <= 0)) then 'reversed'
      when approved > 0 and pending = 0 then 'approved'
      when newest < {approvedBefore:Date32} then 'approved'
      else 'pending' end as order_status,
    case when negatives > 0 and positives = 0 then 'original-not-imported'
      when negatives > 0 and net_commission > 0 then 'adjusted' else '' end as flag
  from sums)`;
}
