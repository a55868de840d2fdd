/** The overview: the cards of each currency with their change and their curve, and the commission by bucket, stacked. */
import { TributaryError } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import {
  type Apart,
  apartOf,
  type CardSums,
  cardChangesOf,
  cardsOf,
  type CardChanges,
  type Cards,
  foldCards,
} from './cards.ts';
import { amountText, type Figure, figureSql, metricsOf, type Sums } from './figures.ts';
import { dimensionSql } from './filter-sql.ts';
import { groupRows } from './group-rows.ts';
import { labelOf } from './labels.ts';
import {
  type Bucket,
  bucketName,
  bucketSql,
  bucketsOf,
  type Days,
  isWithoutTime,
  lengthOf,
  type Step,
  stepFor,
} from './period.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  linesParameters,
  linesSql,
  type Question,
  type ReportSources,
} from './question.ts';
import { type Stack, stacksOf } from './stacks.ts';

/** What the bars of the chart are stacked by. */
export const STACKS = ['network', 'advertiser', 'status'] as const;
export type StackBy = (typeof STACKS)[number];
/** What the bars are of: figures that add up over their parts. */
export const STACKED = ['commission', 'sales', 'items'] as const;
export type Stacked = (typeof STACKED)[number];

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

/** Everything the overview shows of one currency. */
export interface CurrencyOverview {
  readonly currency: string;
  readonly now: Cards;
  readonly before: Cards | null;
  /** null: nothing is compared, or what changed cannot be said yet (`head.compared.hasChanges`). */
  readonly changes: CardChanges | null;
  readonly curves: Curves;
  readonly curvesBefore: Curves | null;
  /** Of the figure that is shown, lines without a time of day: in a series by hour they are in no bucket; else null. */
  readonly withoutTime: Apart | null;
  /** The largest first. In every bucket their sum is the figure that they are of. */
  readonly stacks: readonly Stack[];
}

export interface Overview {
  readonly head: AnswerHead;
  readonly figure: Figure;
  readonly step: Step;
  readonly stackedBy: StackBy;
  readonly stackedOf: Stacked;
  readonly buckets: readonly Bucket[];
  readonly bucketsBefore: readonly Bucket[] | null;
  readonly currencies: readonly CurrencyOverview[];
}

/** The texts of the overview; both engines must answer them alike. */
export const overviewSql = {
  /** Plain sums by all that decides which card a line belongs to: a third of the time of a sum with a filter for each. */
  sums: (frame: Frame, step: Step): string => {
    const bucket = bucketSql(frame.moment, step, frame.view.weekStart);
    return `
select ${bucket} as bucket, l.currency as currency, l.order_status as order_status, l.sign as sign,
  case when l.status = 'reversed' then 1 else 0 end as taken_back, sum(l.sales) as sales, sum(l.commission) as commission,
  sum(l.items) as items, count(*) as line_count
${linesSql(frame)}
group by ${bucket}, l.currency, l.order_status, l.sign, case when l.status = 'reversed' then 1 else 0 end
order by bucket, currency, order_status, sign, taken_back`;
  },
  /** Orders do not add up: one may have lines in several buckets. */
  orders: (frame: Frame, figure: Figure): string => `
select l.currency as currency, count(distinct l.order_key) as orders ${linesSql(frame)} and ${figureSql(figure)}
group by l.currency order by currency`,
  ordersByBucket: (frame: Frame, figure: Figure, step: Step): string => `
select ${bucketSql(frame.moment, step, frame.view.weekStart)} as bucket, l.currency as currency, count(distinct l.order_key) as orders
${linesSql(frame)} and ${figureSql(figure)} group by ${bucketSql(frame.moment, step, frame.view.weekStart)}, l.currency order by bucket, currency`,
  stacks: (frame: Frame, figure: Figure, step: Step, by: StackBy, of: Stacked): string => {
    const [bucket, part] = [bucketSql(frame.moment, step, frame.view.weekStart), dimensionSql(by)];
    return `
select ${bucket} as bucket, ${part} as part, coalesce(max(l.advertiser), '') as label, l.currency as currency,
  sum(l.commission) as commission, sum(l.${of}) as amount
${linesSql(frame)} and ${figureSql(figure)} group by ${bucket}, ${part}, l.currency order by bucket, part, currency`;
  },
};

/** A curve of more points is no curve: ten years of days have 3 653. */
const MOST_POINTS = 4000;
const DAYS_OF: Readonly<Record<Step, number>> = { hour: 1 / 24, day: 1, week: 7, month: 28 };

function checkPoints(days: Days, step: Step): void {
  if (lengthOf(days) / DAYS_OF[step] <= MOST_POINTS) return;
  throw new TributaryError(
    'invalid-request',
    `The period has more than ${MOST_POINTS} points: ask by ${step === 'hour' ? 'day' : 'week or month'}.`,
    {
      column: 'by',
    },
  );
}

/** One period, by currency. */
interface PeriodSums {
  readonly buckets: readonly Bucket[];
  /** Of the whole period, and of each bucket. */
  readonly of: (currency: string) => {
    readonly whole: CardSums;
    readonly points: readonly CardSums[];
    readonly withoutTime: Sums;
  };
  readonly currencies: readonly string[];
}

/** Answers the overview. */
export async function readOverview(
  sources: ReportSources,
  question: Question & {
    readonly step?: Step | undefined;
    readonly stackBy: StackBy;
    readonly stackOf?: Stacked | undefined;
  },
): Promise<Overview> {
  const frame = await frameOf(sources, question);
  const { figure, stackBy, stackOf = 'commission' } = question;
  const { days, compared, head } = frame;
  const step = question.step ?? stepFor(days);
  for (const period of [days, compared]) if (period !== null) checkPoints(period, step);
  const now = await readPeriod(frame, days, figure, step);
  const before = compared === null ? null : await readPeriod(frame, compared, figure, step);
  const stacks = await sources.facts.query(
    overviewSql.stacks(frame, figure, step, stackBy, stackOf),
    linesParameters(frame, days),
  );
  const currencies = [...new Set([...now.currencies, ...(before?.currencies ?? [])])].sort();
  return {
    head,
    figure,
    step,
    stackedBy: stackBy,
    stackedOf: stackOf,
    buckets: now.buckets,
    bucketsBefore: before?.buckets ?? null,
    currencies: currencies.map((currency): CurrencyOverview => {
      const [present, past] = [now.of(currency), before?.of(currency) ?? null];
      return {
        currency,
        now: cardsOf(present.whole),
        before: past === null ? null : cardsOf(past.whole),
        changes: past === null || head.compared?.hasChanges !== true ? null : cardChangesOf(present.whole, past.whole),
        curves: curvesOf(present.points),
        curvesBefore: past === null ? null : curvesOf(past.points),
        withoutTime: step === 'hour' ? apartOf(present.withoutTime) : null,
        stacks: stacksOf(
          stacks.filter((row) => row['currency'] === currency),
          now.buckets.map((bucket) => bucketName(bucket, step, frame.view.weekStart)),
          (key, label) => labelOf(sources.names, stackBy, key, label),
        ),
      };
    }),
  };
}

async function readPeriod(frame: Frame, days: Days, figure: Figure, step: Step): Promise<PeriodSums> {
  const { facts } = frame.sources;
  const parameters = linesParameters(frame, days);
  const sums = await facts.query(overviewSql.sums(frame, step), parameters);
  const orders = await facts.query(overviewSql.orders(frame, figure), parameters);
  const byBucket = await facts.query(overviewSql.ordersByBucket(frame, figure, step), parameters);
  const buckets = bucketsOf(days, step, frame.head.today, frame.view.weekStart);
  return {
    buckets,
    currencies: [...new Set(sums.map((row) => String(row['currency'])))],
    of: (currency) => {
      const ofCurrency = (rows: readonly SqlRow[]): SqlRow[] => rows.filter((row) => row['currency'] === currency);
      const [mine, ordersOf] = [ofCurrency(sums), new Map(ofCurrency(byBucket).map((row) => [row['bucket'], row]))];
      const inBucket = groupRows(mine, (row) => row['bucket']);
      return {
        whole: foldCards(mine, Number(ofCurrency(orders)[0]?.['orders'] ?? 0), figure),
        withoutTime: foldCards(
          mine.filter((row) => isWithoutTime(String(row['bucket']))),
          0,
          figure,
        ).shown,
        points: buckets.map((one) => {
          const bucket = bucketName(one, step, frame.view.weekStart);
          return foldCards(inBucket.get(bucket) ?? [], Number(ordersOf.get(bucket)?.['orders'] ?? 0), figure);
        }),
      };
    },
  };
}

function curvesOf(points: readonly CardSums[]): Curves {
  const metrics = points.map(({ shown }) => metricsOf(shown));
  const cards = points.map(cardsOf);
  return {
    sales: metrics.map((one) => one.sales),
    commission: metrics.map((one) => one.commission),
    orders: metrics.map((one) => one.orders),
    items: metrics.map((one) => one.items),
    rate: metrics.map((one) => one.rate),
    averageOrder: metrics.map((one) => one.averageOrder),
    reversalRate: cards.map((one) => one.reversalRate),
    lostSales: points.map(({ lost }) => amountText(lost.sales)),
  };
}
