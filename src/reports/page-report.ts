/** One page: what it says of itself, its figures, and its days. */
import { METHODS, type Method } from '../attribution/index.ts';
import { type AttributionFreshness, type EarnedTotal, readEarners } from './earners.ts';
import { eventsOf } from './events.ts';
import { amountText, exact, type Figure, figureSql } from './figures.ts';
import { shareConditionOf } from './filter-sql.ts';
import type { Filter } from './filters.ts';
import { type PageFacts, readPageFacts } from './page-facts.ts';
import { type Bucket, bucketName, bucketSql, bucketsOf, type Step, stepFor } from './period.ts';
import { type AnswerHead, frameOf, linesParameters, type Question, type ReportSources } from './question.ts';

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
  readonly pageviews: readonly number[];
  readonly clicks: readonly number[];
  /** The amounts of each currency by bucket. */
  readonly curves: readonly {
    readonly currency: string;
    readonly commission: readonly string[];
    readonly sales: readonly string[];
  }[];
  readonly methods: readonly {
    readonly method: Method;
    readonly currency: string;
    readonly commission: string;
    readonly lines: number;
  }[];
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
  const { total, attribution } = await readEarners(sources, { ...common, by: 'page' });
  const byMethod = await readEarners(sources, { ...common, by: 'method' });
  const frame = await frameOf(sources, asked, { model: 'last', of: 'page' });
  const step = question.step ?? stepFor(frame.days);
  const { weekStart } = frame.view;
  const buckets = bucketsOf(frame.days, step, today, weekStart);
  const names = buckets.map((bucket) => bucketName(bucket, step, weekStart));
  const bucket = bucketSql(frame.moment, step, weekStart);
  const { day } = frame.moment;
  const rows = await facts.query(
    `
select ${bucket} as bucket, l.currency as currency, sum(l.commission) as commission, sum(l.sales) as sales
from ${frame.lines.shares} l where ${day} >= {from:Date32} and ${day} <= {to:Date32} and ${frame.condition.sql}
  and ${shareConditionOf(filters, 'l')?.sql ?? '1 = 1'} and ${figureSql(figure)} group by ${bucket}, l.currency`,
    linesParameters(frame, frame.days),
  );
  const sums = new Map(rows.map((row) => [`${row['bucket']} ${row['currency']}`, row]));
  const currencies = total.earned.map(({ currency }) => currency);
  const amounts = (currency: string, of: 'commission' | 'sales'): string[] =>
    names.map((name) => amountText(exact(sums.get(`${name} ${currency}`)?.[of])));
  const known = await readPageFacts(facts, [page]);
  return {
    head: frame.head,
    attribution,
    figure,
    page: known.get(page) ?? {
      key: page,
      host: page,
      path: '',
      site: null,
      title: null,
      author: null,
      category: null,
      tags: null,
      publishedOn: null,
    },
    total,
    step,
    buckets: buckets.map(({ from, to, isIncomplete }) => ({ from, to, isIncomplete })),
    pageviews: await countsOf(sources, asked, 'pageviews', frame.days, names, step, frame.view),
    clicks: await countsOf(sources, asked, 'clicks', frame.days, names, step, frame.view),
    curves: currencies.map((currency) => ({
      currency,
      commission: amounts(currency, 'commission'),
      sales: amounts(currency, 'sales'),
    })),
    methods: byMethod.rows.flatMap(({ key, earned }) =>
      earned.map(({ currency, now }) => ({
        method: METHODS.find((one) => one === key) ?? 'none',
        currency,
        commission: now.commission,
        lines: now.lines,
      })),
    ),
  };
}

/** Zones are whole quarters of an hour apart: so finely events are counted, and put into the days of the zone here. */
const QUARTER_MIN = 15;

async function countsOf(
  { facts, names: called }: ReportSources,
  { filters }: PageQuestion,
  kind: 'pageviews' | 'clicks',
  days: { readonly from: string; readonly to: string },
  names: readonly string[],
  step: Step,
  {
    making,
    weekStart,
  }: { readonly making: { readonly timeZone: string | null }; readonly weekStart: 'monday' | 'sunday' },
): Promise<number[]> {
  const { timeZone } = making;
  const events = eventsOf({ kind, days, timeZone, filters, names: called, column: 'page' });
  const counts = new Map<string, number>();
  const rows =
    events === null
      ? []
      : await facts.query(
          `select whole_part(minute_of(e.happened_at), ${QUARTER_MIN}) as quarter, count(*) as events ${events.sql}
group by whole_part(minute_of(e.happened_at), ${QUARTER_MIN})`,
          events.parameters,
        );
  const dayIn = new Intl.DateTimeFormat('en-CA', { timeZone: timeZone ?? 'UTC', dateStyle: 'short' });
  const bucketOf = new Map<string, string>();
  for (const row of rows) {
    const day = dayIn.format(new Date(Number(row['quarter']) * QUARTER_MIN * 60_000));
    const name = bucketOf.get(day) ?? bucketName({ from: day, hour: null }, step, weekStart);
    bucketOf.set(day, name);
    counts.set(name, (counts.get(name) ?? 0) + Number(row['events']));
  }
  return names.map((name) => counts.get(name) ?? 0);
}
