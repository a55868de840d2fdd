/** A breakdown: one row for each advertiser, network, product … with its figures, share and change. */
import type { SqlParameters, SqlRow } from '../facts/index.ts';
import { type Changes, changesOf, type Figure, figureSql, type Metrics, metricsOf, NO_SUMS } from './figures.ts';
import { ALL, ordersSql, shareText, sumsOf, sumsSql } from './figures.ts';
import { type Condition, conditionOf, dimensionSql } from './filter-sql.ts';
import { NONE } from './filters.ts';
import { labelOf } from './labels.ts';
import { bucketSql, type Days } from './period.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  linesParameters,
  linesSql,
  type Question,
  type ReportSources,
} from './question.ts';

/** What a report can be broken down by. */
export const BREAKDOWNS = [
  'advertiser',
  'network',
  'connection',
  'country',
  'product',
  'brand',
  'sku',
  'subId',
  'status',
  'currency',
  'month',
] as const;
export type BreakdownBy = (typeof BREAKDOWNS)[number];

/** What rows are sorted by; a leading `-` turns it round. `change` is that of the commission, as an amount. */
export const BREAKDOWN_SORTS = ['commission', 'sales', 'orders', 'items', 'lines', 'name', 'change'] as const;
export type BreakdownSort = (typeof BREAKDOWN_SORTS)[number];

/** One row of one currency. */
export interface BreakdownRow {
  /** The value to filter by; `(none)` for lines that say nothing. */
  readonly key: string;
  readonly label: string;
  readonly currency: string;
  readonly now: Metrics;
  /** Of the commission of everything that was asked for, also where a search shows a part of it. */
  readonly share: string | null;
  readonly before: Metrics | null;
  readonly changes: Changes | null;
}

/** All rows of one currency, those that are not listed too. */
export interface BreakdownTotal {
  readonly currency: string;
  readonly rowCount: number;
  readonly now: Metrics;
  readonly before: Metrics | null;
  readonly changes: Changes | null;
}

export interface Breakdown {
  readonly head: AnswerHead;
  readonly figure: Figure;
  readonly by: BreakdownBy;
  readonly rows: readonly BreakdownRow[];
  readonly totals: readonly BreakdownTotal[];
}

export interface BreakdownQuestion extends Question {
  readonly by: BreakdownBy;
  readonly sort: BreakdownSort;
  readonly isDescending: boolean;
  /** Rows of each currency. */
  readonly limit: number;
  readonly offset: number;
  /** A part of the row's name. */
  readonly find?: string | undefined;
}

const SORT_SQL: Readonly<Record<BreakdownSort, string>> = {
  commission: 'coalesce(now_commission, 0)',
  sales: 'coalesce(now_sales, 0)',
  orders: 'now_orders',
  items: 'coalesce(now_items, 0)',
  lines: 'now_lines',
  name: 'folded(label)',
  change: 'coalesce(now_commission, 0) - coalesce(before_commission, 0)',
};

function keySql(frame: Frame, by: BreakdownBy): string {
  return by === 'month' ? bucketSql(frame.moment, 'month', frame.view.weekStart) : dimensionSql(by);
}

/** The chosen lines of both periods, a row for each line and period; of the compared one none where there is none. */
function cells(frame: Frame, { by, figure }: BreakdownQuestion, found: Condition): string {
  const part = (place: 0 | 1): string => `
  select ${place} as part, ${keySql(frame, by)} as k, coalesce(l.advertiser, '') as advertiser, l.currency as currency,
    l.sales as sales, l.commission as commission, l.items as items, l.order_key as order_key
  ${linesSql(frame, place === 0 ? '' : 'Before')} and ${figureSql(figure)} and ${found.sql}`;
  return frame.compared === null ? part(0) : `${part(0)} union all ${part(1)}`;
}

/** Sums of both periods; without a compared one plainly, which takes half the time. */
function sumColumns({ compared }: Frame): string {
  if (compared === null) {
    return `${sumsSql(ALL, 'now')}, count(distinct l.order_key) as now_orders, 0 as before_commission`;
  }
  const part = (place: 0 | 1, prefix: string): string =>
    `${sumsSql(`l.part = ${place}`, prefix)}, ${ordersSql(`l.part = ${place}`, prefix)}`;
  return `${part(0, 'now')}, ${part(1, 'before')}`;
}

/** The texts of a breakdown; both engines must answer them alike. */
export const breakdownSql = {
  rows: (frame: Frame, question: BreakdownQuestion, found: Condition): string => `
with cells as (${cells(frame, question, found)}),
grouped as (
  select l.k as k, max(l.advertiser) as advertiser, l.currency as currency, ${sumColumns(frame)} from cells l group by l.k, l.currency),
named as (select g.*, ${question.by === 'advertiser' ? `case when g.advertiser = '' then g.k else g.advertiser end` : 'g.k'} as label from grouped g),
placed as (
  select n.*, row_number() over (partition by currency order by ${SORT_SQL[question.sort]} ${question.isDescending ? 'desc' : 'asc'}, k) as place
  from named n)
select * from placed where place > {offset:Int64} and place <= {last:Int64} order by currency, place`,
  totals: (frame: Frame, question: BreakdownQuestion, found: Condition): string => `
with cells as (${cells(frame, question, found)})
select l.currency as currency, count(distinct l.k) as row_count, ${sumColumns(frame)} from cells l group by l.currency order by l.currency`,
};

/** Answers a breakdown. */
export async function readBreakdown(sources: ReportSources, question: BreakdownQuestion): Promise<Breakdown> {
  const frame = await frameOf(sources, question);
  const { facts, names } = sources;
  const { by, offset, limit, figure } = question;
  const everything: Condition = { sql: '1 = 1', parameters: {} };
  const found = findSql(frame, question, names);
  const parameters: SqlParameters = { ...bothPeriods(frame), ...found.parameters, offset, last: offset + limit };
  const rows = await facts.query(breakdownSql.rows(frame, question, found), parameters);
  const totals = await facts.query(breakdownSql.totals(frame, question, found), parameters);
  const whole =
    found.sql === everything.sql
      ? totals
      : await facts.query(breakdownSql.totals(frame, question, everything), parameters);
  const wholeOf = new Map(whole.map((row) => [row['currency'], sumsOf(row, 'now').commission]));
  return {
    head: frame.head,
    figure,
    by,
    rows: rows.map((row) => {
      const key = String(row['k']);
      return {
        key: key === '' ? NONE : key,
        label: labelOf(names, by, key, by === 'advertiser' ? String(row['label']) : ''),
        currency: String(row['currency']),
        share: shareText(sumsOf(row, 'now').commission, wholeOf.get(row['currency']) ?? 0n),
        ...comparedMetrics(row, frame.head.compared),
      };
    }),
    totals: totals.map((row) => ({
      currency: String(row['currency']),
      rowCount: Number(row['row_count']),
      ...comparedMetrics(row, frame.head.compared),
    })),
  };
}

function comparedMetrics(
  row: SqlRow,
  compared: AnswerHead['compared'],
): Pick<BreakdownTotal, 'now' | 'before' | 'changes'> {
  const isCompared = compared !== null;
  const [now, before] = [sumsOf(row, 'now'), isCompared ? sumsOf(row, 'before') : NO_SUMS];
  return {
    now: metricsOf(now),
    before: isCompared ? metricsOf(before) : null,
    changes: compared?.hasChanges === true ? changesOf(now, before) : null,
  };
}

function bothPeriods(frame: Frame): SqlParameters {
  const none: Days = frame.days; // not named by any text where there is no compared period
  return { ...linesParameters(frame, frame.days), ...linesParameters(frame, frame.compared ?? none, 'Before') };
}

/** Rows whose name holds a text. Networks and countries are found by what they are called. */
function findSql(frame: Frame, { by, find = '' }: BreakdownQuestion, names: ReportSources['names']): Condition {
  if (find === '') return { sql: '1 = 1', parameters: {} };
  if (by === 'network' || by === 'country' || by === 'connection') {
    return conditionOf([{ dimension: by, operator: 'contains', values: [find] }], names, '', 'find');
  }
  const key = keySql(frame, by);
  const seen =
    by === 'advertiser'
      ? `concat(${key}, ' ', coalesce(l.advertiser, ''))`
      : `case when ${key} = '' then '${NONE}' else ${key} end`;
  return { sql: `has_text(folded(${seen}), folded({find:String}))`, parameters: { find } };
}
