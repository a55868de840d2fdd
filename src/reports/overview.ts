/** The overview: the cards of each currency with their change and their curve, and the commission by bucket, stacked. */
import type { SqlRow } from '../facts/index.ts';
import { dimensionSql } from './filter-sql.ts';
import { type Changes, changesOf, type Figure, figureSql, type Metrics, metricsOf, ordersSql } from './figures.ts';
import { amountText, changeText, exact, shareText, type Sums, sumsOf, sumsSql } from './figures.ts';
import { labelOf } from './labels.ts';
import { type Bucket, bucketSql, bucketsOf, bucketStart, type Days, type Step, stepFor } from './period.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  linesParameters,
  linesSql,
  type Question,
  type ReportSources,
} from './question.ts';

/** What the bars of the chart are stacked by. */
export const STACKS = ['network', 'advertiser', 'status'] as const;
export type StackBy = (typeof STACKS)[number];

/** Bars are told apart by colour: more than these are one, the last. */
const MOST_STACKS = 8;

/** Sums of lines that stand beside every figure: lost, withdrawn, conflicts. */
export interface Apart {
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
  readonly lines: number;
}

/** The cards of one currency in one period. */
export interface Cards extends Metrics {
  /** Commission that was taken back ÷ gross commission, 6 decimals; null without any. */
  readonly reversalRate: string | null;
  readonly lost: Apart;
  readonly withdrawn: Apart;
  readonly conflicts: Apart;
}

/** One value a bucket, for each card. */
export interface Curves {
  readonly sales: readonly string[];
  readonly commission: readonly string[];
  readonly orders: readonly number[];
  readonly items: readonly number[];
  readonly rate: readonly (string | null)[];
  readonly averageOrder: readonly (string | null)[];
  readonly reversalRate: readonly (string | null)[];
  readonly lostSales: readonly string[];
}

/** The commission of one network, advertiser or status in each bucket; `key` null = all that are not shown apart. */
export interface Stack {
  readonly key: string | null;
  readonly label: string;
  readonly commission: string;
  readonly points: readonly string[];
}

/** Everything the overview shows of one currency. */
export interface CurrencyOverview {
  readonly currency: string;
  readonly now: Cards;
  readonly before: Cards | null;
  readonly changes: (Changes & { readonly reversalRate: string | null; readonly lostSales: string | null }) | null;
  readonly curves: Curves;
  readonly curvesBefore: Curves | null;
  /** The largest first. In every bucket their sum is the commission. */
  readonly stacks: readonly Stack[];
}

export interface Overview {
  readonly head: AnswerHead;
  readonly figure: Figure;
  readonly step: Step;
  readonly stackedBy: StackBy;
  readonly buckets: readonly Bucket[];
  readonly bucketsBefore: readonly Bucket[] | null;
  readonly currencies: readonly CurrencyOverview[];
}

/** Taken back: the negative entries, and positive ones that their network calls reversed. */
const TAKEN_BACK = `l.state = 'counted' and (l.sign < 0 or l.status = 'reversed')`;
const GROSS = `l.state = 'counted' and l.sign > 0`;
const APART = ['lost', 'withdrawn', 'conflict'] as const;

function cardColumns(figure: Figure): string {
  return [
    sumsSql(figureSql(figure), 'shown'),
    ordersSql(figureSql(figure), 'shown'),
    `sum(case when l.sign < 0 then -l.commission else l.commission end) filter (where ${TAKEN_BACK}) as back_commission`,
    `sum(l.commission) filter (where ${GROSS}) as gross_commission`,
    ...APART.map((state) => sumsSql(`l.state = '${state}'`, state)),
  ].join(', ');
}

/** The texts of the overview; both engines must answer them alike. */
export const overviewSql = {
  cards: (frame: Frame, figure: Figure): string =>
    `select l.currency as currency, ${cardColumns(figure)} ${linesSql(frame)} group by l.currency order by l.currency`,
  curves: (frame: Frame, figure: Figure, step: Step): string =>
    `select ${bucketSql(frame.day, step)} as bucket, l.currency as currency, ${cardColumns(figure)} ${linesSql(frame)}
group by ${bucketSql(frame.day, step)}, l.currency order by bucket, currency`,
  stacks: (frame: Frame, figure: Figure, step: Step, by: StackBy): string =>
    `select ${bucketSql(frame.day, step)} as bucket, ${dimensionSql(by)} as part, coalesce(max(l.advertiser), '') as label,
  l.currency as currency, sum(l.commission) as commission
${linesSql(frame)} and ${figureSql(figure)}
group by ${bucketSql(frame.day, step)}, ${dimensionSql(by)}, l.currency order by bucket, part, currency`,
};

/** Answers the overview. */
export async function readOverview(
  sources: ReportSources,
  question: Question & { readonly step?: Step | undefined; readonly stackBy: StackBy },
): Promise<Overview> {
  const frame = await frameOf(sources, question);
  const { figure, stackBy } = question;
  const { days, compared, head } = frame;
  const step = question.step ?? stepFor(days);
  const ask = (sql: string, of: Days): Promise<SqlRow[]> => sources.facts.query(sql, linesParameters(frame, of));
  const now = await ask(overviewSql.cards(frame, figure), days);
  const curves = await ask(overviewSql.curves(frame, figure, step), days);
  const stacks = await ask(overviewSql.stacks(frame, figure, step, stackBy), days);
  const before = compared === null ? [] : await ask(overviewSql.cards(frame, figure), compared);
  const curvesBefore = compared === null ? [] : await ask(overviewSql.curves(frame, figure, step), compared);
  const buckets = bucketsOf(days, step, head.today);
  const bucketsBefore = compared === null ? null : bucketsOf(compared, step, head.today);
  const currencies = [...new Set([...now, ...before].map((row) => String(row['currency'])))].sort();
  return {
    head,
    figure,
    step,
    stackedBy: stackBy,
    buckets,
    bucketsBefore,
    currencies: currencies.map((currency) => {
      const of = (rows: readonly SqlRow[]): SqlRow[] => rows.filter((row) => row['currency'] === currency);
      const [nowRow] = of(now);
      const [beforeRow] = of(before);
      return {
        currency,
        now: cardsOf(nowRow),
        before: compared === null ? null : cardsOf(beforeRow),
        changes: compared === null ? null : cardChanges(nowRow, beforeRow),
        curves: curvesOf(of(curves), buckets, step),
        curvesBefore: bucketsBefore === null ? null : curvesOf(of(curvesBefore), bucketsBefore, step),
        stacks: stacksOf(of(stacks), buckets, step, (key, label) => labelOf(sources.names, stackBy, key, label)),
      };
    }),
  };
}

function reversalOf(row: SqlRow | undefined): string | null {
  return shareText(exact(row?.['back_commission']), exact(row?.['gross_commission']));
}

function apartOf(row: SqlRow | undefined, state: (typeof APART)[number]): Apart {
  const { sales, commission, items, lines } = sumsOf(row, state);
  return { sales: amountText(sales), commission: amountText(commission), items, lines };
}

function cardsOf(row: SqlRow | undefined): Cards {
  return {
    ...metricsOf(sumsOf(row, 'shown')),
    reversalRate: reversalOf(row),
    lost: apartOf(row, 'lost'),
    withdrawn: apartOf(row, 'withdrawn'),
    conflicts: apartOf(row, 'conflict'),
  };
}

function cardChanges(now: SqlRow | undefined, before: SqlRow | undefined): NonNullable<CurrencyOverview['changes']> {
  const back = (row: SqlRow | undefined): bigint => exact(row?.['back_commission']);
  const gross = (row: SqlRow | undefined): bigint => exact(row?.['gross_commission']);
  return {
    ...changesOf(sumsOf(now, 'shown'), sumsOf(before, 'shown')),
    reversalRate:
      gross(now) === 0n || gross(before) === 0n
        ? null
        : changeText(back(now) * gross(before), back(before) * gross(now)),
    lostSales: changeText(sumsOf(now, 'lost').sales, sumsOf(before, 'lost').sales),
  };
}

function curvesOf(rows: readonly SqlRow[], buckets: readonly Bucket[], step: Step): Curves {
  const byBucket = new Map(rows.map((row) => [row['bucket'], row]));
  const points = buckets.map(({ from }) => byBucket.get(bucketStart(from, step)));
  const sums: readonly Sums[] = points.map((row) => sumsOf(row, 'shown'));
  const metrics = sums.map(metricsOf);
  return {
    sales: metrics.map((one) => one.sales),
    commission: metrics.map((one) => one.commission),
    orders: metrics.map((one) => one.orders),
    items: metrics.map((one) => one.items),
    rate: metrics.map((one) => one.rate),
    averageOrder: metrics.map((one) => one.averageOrder),
    reversalRate: points.map(reversalOf),
    lostSales: points.map((row) => amountText(sumsOf(row, 'lost').sales)),
  };
}

function stacksOf(
  rows: readonly SqlRow[],
  buckets: readonly Bucket[],
  step: Step,
  label: (key: string, label: string) => string,
): Stack[] {
  const placeOf = new Map(buckets.map(({ from }, place) => [bucketStart(from, step), place]));
  const parts = new Map<string, { label: string; sum: bigint; points: bigint[] }>();
  for (const row of rows) {
    const key = String(row['part']);
    const part = parts.get(key) ?? { label: String(row['label']), sum: 0n, points: buckets.map(() => 0n) };
    parts.set(key, part);
    const place = placeOf.get(String(row['bucket']));
    if (place === undefined) throw new Error(`the bucket ${String(row['bucket'])} is not in the period`);
    part.points[place] = (part.points[place] ?? 0n) + exact(row['commission']);
    part.sum += exact(row['commission']);
  }
  const sorted = [...parts].sort(([a, x], [b, y]) => (x.sum === y.sum ? (a < b ? -1 : 1) : x.sum > y.sum ? -1 : 1));
  const shownCount = sorted.length > MOST_STACKS ? MOST_STACKS - 1 : MOST_STACKS;
  const stack = (key: string | null, name: string, sum: bigint, points: readonly bigint[]): Stack => ({
    ...{ key, label: name, commission: amountText(sum), points: points.map(amountText) },
  });
  const shown = sorted
    .slice(0, shownCount)
    .map(([key, part]) => stack(key, label(key, part.label), part.sum, part.points));
  const rest = sorted.slice(shownCount).map(([, part]) => part);
  if (rest.length === 0) return shown;
  const sum = rest.reduce((all, part) => all + part.sum, 0n);
  const points = buckets.map((_, place) => rest.reduce((all, part) => all + (part.points[place] ?? 0n), 0n));
  return [...shown, stack(null, `${rest.length} others`, sum, points)];
}
