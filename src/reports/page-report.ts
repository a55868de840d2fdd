/** One page: what it says of itself, its figures, and its days. */
import { METHODS, type Method } from '../attribution/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { type AttributionFreshness, type EarnedTotal, readEarners } from './earners.ts';
import { earnedPer } from './earned.ts';
import { countsByDay, findCounted } from './event-days.ts';
import { amountText, exact, type Figure, figureSql } from './figures.ts';
import { shareConditionOf } from './filter-sql.ts';
import type { Filter } from './filters.ts';
import { type PageFacts, readPageFacts } from './page-facts.ts';
import { type Bucket, bucketName, bucketSql, bucketsOf, type Step, stepFor } from './period.ts';
import {
  type AnswerHead,
  type Frame,
  frameOf,
  linesParameters,
  type Question,
  type ReportSources,
} from './question.ts';

export interface PageQuestion extends Question {
  /** Host and path. */
  readonly page: string;
  readonly step?: Exclude<Step, 'hour'> | undefined;
}

export interface PageReport {
  readonly head: AnswerHead;
  readonly attribution: AttributionFreshness;
  readonly figure: Figure;
  readonly page: PageFacts;
  readonly total: EarnedTotal;
  readonly step: Step;
  readonly buckets: readonly Pick<Bucket, 'from' | 'to' | 'isIncomplete'>[];
  /** By bucket; null: with these filters they cannot be told. */
  readonly pageviews: readonly number[] | null;
  readonly clicks: readonly number[] | null;
  /** The amounts of each currency by bucket. */
  readonly curves: readonly {
    readonly currency: string;
    readonly commission: readonly string[];
    readonly sales: readonly string[];
    /** Commission ÷ clicks, and of 1 000 pageviews; null where there were none. */
    readonly epc: readonly (string | null)[];
    readonly rpm: readonly (string | null)[];
  }[];
  readonly methods: readonly {
    readonly method: Method;
    readonly currency: string;
    readonly commission: string;
    readonly lines: number;
  }[];
  readonly trafficIgnores: readonly string[];
}

/** Answers the report. A page that nobody knows has no figures. */
export async function readPage(sources: ReportSources, question: PageQuestion): Promise<PageReport> {
  const { facts, today } = sources;
  const { page, figure } = question;
  const filters: readonly Filter[] = [...question.filters, { dimension: 'page', operator: 'is', values: [page] }];
  const asked = { ...question, filters };
  const common = {
    ...asked,
    credit: 'last',
    creditOf: 'page',
    sort: 'commission',
    isDescending: true,
    limit: 1000,
    offset: 0,
  } as const;
  const { total, attribution, trafficIgnores } = await readEarners(sources, { ...common, by: 'page' });
  const byMethod = await readEarners(sources, { ...common, by: 'method' });
  const frame = await frameOf(sources, asked, { model: 'last', of: 'page', hasEvents: true });
  const step = question.step ?? stepFor(frame.days);
  const { weekStart } = frame.view;
  const buckets = bucketsOf(frame.days, step, today, weekStart);
  const names = buckets.map((bucket) => bucketName(bucket, step, weekStart));
  const sums = await sumsByBucket(frame, filters, figure, bucketSql(frame.moment, step, weekStart));
  const found = findCounted(facts);
  const countsOf = async (kind: 'pageviews' | 'clicks'): Promise<number[] | null> => {
    const counted = await countsByDay(sources, { kind, days: frame.days, filters, column: 'page' }, found);
    if (counted === null) return null;
    const sum = new Map<string, number>();
    for (const [on, count] of counted) {
      const name = bucketName({ from: on, hour: null }, step, weekStart);
      sum.set(name, (sum.get(name) ?? 0) + count);
    }
    return names.map((name) => sum.get(name) ?? 0);
  };
  const counts = { pageviews: await countsOf('pageviews'), clicks: await countsOf('clicks') };
  const known = await readPageFacts(facts, [page]);
  return {
    head: frame.head,
    attribution,
    figure,
    page: known.get(page) ?? { ...UNKNOWN, key: page, host: page },
    total,
    step,
    buckets: buckets.map(({ from, to, isIncomplete }) => ({ from, to, isIncomplete })),
    ...counts,
    curves: total.earned.map(({ currency }) => curvesOf(currency, sums, names, counts)),
    methods: byMethod.rows.flatMap(({ key, earned }) =>
      earned.map(({ currency, now }) => ({
        method: METHODS.find((one) => one === key) ?? 'none',
        currency,
        commission: now.commission,
        lines: now.lines,
      })),
    ),
    trafficIgnores,
  };
}

const UNKNOWN = {
  ...{ path: '', site: null, title: null, author: null, category: null, tags: null, publishedOn: null },
};

/** Sums by the name of the bucket and the currency. */
async function sumsByBucket(
  frame: Frame,
  filters: readonly Filter[],
  figure: Figure,
  bucket: string,
): Promise<ReadonlyMap<string, SqlRow>> {
  const { day } = frame.moment;
  const rows = await frame.sources.facts.query(
    `
select ${bucket} as bucket, l.currency as currency, sum(l.commission) as commission, sum(l.sales) as sales
from ${frame.lines.shares} l where ${day} >= {from:Date32} and ${day} <= {to:Date32} and ${frame.condition.sql}
  and ${shareConditionOf(filters, 'l')?.sql ?? '1 = 1'} and ${figureSql(figure)} group by ${bucket}, l.currency`,
    linesParameters(frame, frame.days),
  );
  return new Map(rows.map((row) => [`${row['bucket']} ${row['currency']}`, row]));
}

function curvesOf(
  currency: string,
  sums: ReadonlyMap<string, SqlRow>,
  names: readonly string[],
  { pageviews, clicks }: Pick<PageReport, 'pageviews' | 'clicks'>,
): PageReport['curves'][number] {
  const countIn = (counts: readonly number[] | null, place: number): number | null =>
    counts === null ? null : (counts[place] ?? 0);
  const of = (column: string): bigint[] => names.map((name) => exact(sums.get(`${name} ${currency}`)?.[column]));
  const earned = of('commission');
  return {
    currency,
    commission: earned.map(amountText),
    sales: of('sales').map(amountText),
    epc: earned.map((sum, place) => earnedPer(sum, countIn(clicks, place), 1n)),
    rpm: earned.map((sum, place) => earnedPer(sum, countIn(pageviews, place), 1000n)),
  };
}
