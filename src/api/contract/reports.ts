/** Routes of the reports. All of them only read. */
import { z } from 'zod';
import { METHODS } from '../../attribution/index.ts';
import {
  BREAKDOWN_SORTS,
  BREAKDOWNS,
  type Breakdown,
  CHANGE_KINDS,
  FIGURES,
  type Freshness,
  type LedgerChanges,
  LINE_FORMATS,
  type LineFormat,
  ORDER_SORTS,
  type Orders,
  type Overview,
  STACKED,
  STACKS,
  STEPS,
  STREAM_STATES,
  TRANSACTION_SORTS,
  type TransactionDetail,
  type Transactions,
} from '../../reports/index.ts';
import { money } from '../hide-money.ts';
import { city } from './attribution-values.ts';
import {
  answerHead,
  apart,
  cardChanges,
  cards,
  changes,
  chosenLines,
  compared,
  lineSums,
  metrics,
  ratio,
  searched,
  transactionRow,
} from './report-values.ts';
import { route } from './route.ts';
import { amountText, asOf, day, errorReport, instant, reference } from './values.ts';

/** The longest page of a list. */
const LONGEST_PAGE = 200;

/** `name`, or `-name` for the other way round. */
export function sortBy<const Name extends string>(names: readonly Name[], usual: Name | `-${Name}`) {
  return z
    .enum(names.flatMap((name): string[] => [name, `-${name}`]))
    .default(usual)
    .meta({ description: 'A leading - sorts descending.' })
    .transform((text) => ({
      sort: text.replace(/^-/, '') as Name, // what is left is one of the names
      isDescending: text.startsWith('-'),
    }));
}

export const page = {
  limit: z.int().min(1).max(LONGEST_PAGE).default(50),
  cursor: z.string().max(4000).optional().meta({ description: 'nextCursor of the page before.' }),
};

const points = z.array(amountText);
const curves = z
  .object({
    sales: points,
    commission: points,
    orders: z.array(z.int()),
    items: z.array(z.int()),
    rate: z.array(ratio),
    averageOrder: z.array(amountText.nullable()),
    reversalRate: z.array(ratio),
    lostSales: points,
  })
  .meta({ id: 'Curves', description: 'One value a bucket, in their order.' });
const buckets = z.array(
  z.object({ from: day, to: day, hour: z.int().min(0).max(23).nullable(), isIncomplete: z.boolean() }),
);

const overview = z
  .object({
    head: answerHead,
    figure: z.enum(FIGURES),
    step: z.enum(STEPS),
    stackedBy: z.enum(STACKS),
    stackedOf: z.enum(STACKED),
    buckets,
    bucketsBefore: buckets.nullable(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        now: cards,
        before: cards.nullable(),
        changes: cardChanges.nullable(),
        curves,
        curvesBefore: curves.nullable(),
        withoutTime: apart.nullable(),
        stacks: z.array(z.object({ key: z.string().nullable(), label: z.string(), commission: amountText, points })),
      }),
    ),
  })
  .meta({ id: 'Overview' }) satisfies z.ZodType<Overview>;

const comparedMetrics = { now: metrics, before: metrics.nullable(), changes: changes.nullable() };
const breakdown = z
  .object({
    head: answerHead,
    figure: z.enum(FIGURES),
    by: z.enum(BREAKDOWNS),
    rows: z.array(
      z.object({ key: z.string(), label: z.string(), currency: z.string(), share: ratio, ...comparedMetrics }),
    ),
    totals: z.array(z.object({ currency: z.string(), rowCount: z.int(), ...comparedMetrics })),
  })
  .meta({ id: 'Breakdown' }) satisfies z.ZodType<Breakdown>;

const rowAttribution = z
  .object({
    method: z.enum(METHODS),
    confidence: ratio,
    pageHost: z.string().nullable(),
    pagePath: z.string().nullable(),
    site: z.string().nullable(),
    pages: z.int().meta({ description: 'How many pages share it; the one that is named has the most.' }),
    link: z.string().nullable(),
    placement: z.string().nullable(),
    position: z.int().nullable().meta({ description: 'Which link of the page it is, from 1.' }),
    readerCountry: z.string().nullable(),
    readerCity: city,
    clickId: z.enum(['intact', 'folded', 'truncated', 'damaged', 'none']).meta({
      description:
        'What the sub-id holds of the id of a click. Of one that is cut or damaged no rule can say what it means.',
    }),
  })
  .nullable()
  .meta({ description: 'null: not attributed yet.' });

const transactions = z
  .object({
    head: answerHead,
    rows: z.array(transactionRow.extend({ attribution: rowAttribution })),
    isAttributionOld: z.boolean().meta({
      description: 'What earned the lines is being found out anew: attribution is that of a moment ago. Ask again.',
    }),
    nextCursor: z.string().nullable(),
    totals: z.array(z.object({ currency: z.string(), status: z.string(), ...lineSums })).nullable(),
  })
  .meta({ id: 'Transactions' }) satisfies z.ZodType<Transactions>;

const orders = z
  .object({
    head: answerHead,
    rows: z.array(
      z.object({
        id: z.string(),
        network: z.string(),
        networkLabel: z.string(),
        country: z.string(),
        countryLabel: z.string(),
        advertiserId: z.string(),
        advertiser: z.string().nullable(),
        orderId: z.string(),
        occurredOn: day,
        currency: z.string(),
        ...lineSums,
        statuses: z.array(z.string()),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Orders' }) satisfies z.ZodType<Orders>;

const postedRun = z.object({ run: z.string(), postedAt: instant });
const rawRow = z
  .object({ file: z.string(), sha256: z.string(), text: money(z.string().nullable()), isCut: z.boolean() })
  .meta({ id: 'RawRow', description: 'A row of a raw report as it came, at most 4 kB of it.' });

const transactionDetail = z
  .object({
    line: transactionRow,
    history: z.array(
      z.object({
        run: z.string(),
        postedAt: instant,
        replacedAt: instant.nullable(),
        state: z.string(),
        currency: z.string(),
        sales: amountText,
        commission: amountText,
        items: z.int(),
        networkStatus: z.string().nullable(),
        changes: z.array(
          z.object({ field: z.string(), before: money(z.string().nullable()), after: money(z.string().nullable()) }),
        ),
      }),
    ),
    order: z.object({
      lines: z.array(transactionRow),
      net: z.array(z.object({ currency: z.string(), ...lineSums })),
    }),
    reported: z.array(
      z.object({
        id: z.string(),
        report: z.string(),
        isMoney: z.boolean(),
        isCurrent: z.boolean(),
        run: z.string(),
        postedAt: instant,
        line: z.int(),
        occurredOn: day,
        processedOn: day.nullable(),
        currency: z.string(),
        sales: amountText,
        commission: amountText,
        items: z.int(),
        source: rawRow.nullable(),
      }),
    ),
    runs: z.array(postedRun),
  })
  .meta({ id: 'TransactionDetail' }) satisfies z.ZodType<TransactionDetail>;

const ledgerChanges = z
  .object({
    since: instant.nullable(),
    asOf: instant.nullable(),
    runs: z.array(postedRun),
    sums: z.array(
      z.object({
        kind: z.enum(CHANGE_KINDS),
        currency: z.string(),
        lines: z.int(),
        commission: amountText,
        sales: amountText,
        change: amountText,
      }),
    ),
    lines: z.array(
      z.object({
        kind: z.enum(CHANGE_KINDS),
        line: transactionRow,
        statusBefore: z.string().nullable(),
        commissionBefore: amountText.nullable(),
      }),
    ),
  })
  .meta({ id: 'LedgerChanges' }) satisfies z.ZodType<LedgerChanges>;

const freshness = z
  .object({
    asOf: instant.nullable(),
    streams: z.array(
      z.object({
        scope: z.string(),
        network: z.string(),
        networkLabel: z.string(),
        countryLabel: z.string(),
        connections: z.array(z.object({ id: z.string(), name: z.string() })),
        state: z.enum(STREAM_STATES),
        lastRun: postedRun.nullable(),
        lastDay: day.nullable(),
        nextPullAt: instant.nullable(),
        problem: errorReport.nullable(),
      }),
    ),
  })
  .meta({ id: 'Freshness' }) satisfies z.ZodType<Freshness>;

/** The forms in which lines are exported, with their media types. */
export const LINE_TYPES: Readonly<Record<LineFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const reportRoutes = {
  showOverview: route({
    method: 'GET',
    path: '/api/v1/reports/overview',
    needs: 'view',
    topic: 'Reports',
    summary: 'The figures of a period for each currency, compared, with their curves and the bars of the chart.',
    query: z.strictObject({
      ...chosenLines,
      ...compared,
      by: z.enum(STEPS).optional().meta({
        description: 'Default: day, for more than a year month. By hour, lines without a time of day stand apart.',
      }),
      stack: z.enum(STACKS).default('network'),
      stackOf: z.enum(STACKED).default('commission').meta({ description: 'The figure whose bars are parted.' }),
    }),
    answer: { kind: 'json', status: 200, schema: overview },
    errors: [],
  }),
  showBreakdown: route({
    method: 'GET',
    path: '/api/v1/reports/breakdown',
    needs: 'view',
    topic: 'Reports',
    summary: 'One row for each advertiser, network, product …, with share and change, and the totals of all rows.',
    query: z.strictObject({
      ...chosenLines,
      ...compared,
      by: z.enum(BREAKDOWNS),
      find: searched.optional().meta({ description: 'A part of the name of a row.' }),
      sort: sortBy(BREAKDOWN_SORTS, '-commission'),
      limit: z.int().min(1).max(1000).default(50).meta({ description: 'Rows of each currency.' }),
      offset: z.int().min(0).default(0),
    }),
    answer: { kind: 'json', status: 200, schema: breakdown },
    errors: [],
  }),
  listTransactions: route({
    method: 'GET',
    path: '/api/v1/reports/transactions',
    needs: 'view',
    topic: 'Reports',
    summary: 'The lines of the ledger, one page of them, and with the first page the sums of all.',
    query: z.strictObject({
      ...chosenLines,
      q: searched.optional(),
      sort: sortBy(TRANSACTION_SORTS, '-date'),
      ...page,
    }),
    answer: { kind: 'json', status: 200, schema: transactions },
    errors: [],
  }),
  exportTransactions: route({
    method: 'GET',
    path: '/api/v1/reports/transactions/export',
    needs: 'view',
    topic: 'Reports',
    summary: 'All lines of such a list as a file, in its order.',
    query: z.strictObject({
      ...chosenLines,
      q: searched.optional(),
      sort: sortBy(TRANSACTION_SORTS, '-date'),
      format: z.enum(LINE_FORMATS).default('csv'),
    }),
    answer: { kind: 'stream', status: 200, mediaTypes: Object.values(LINE_TYPES) },
    errors: [],
  }),
  showTransaction: route({
    method: 'GET',
    path: '/api/v1/reports/transactions/{id}',
    needs: 'view',
    topic: 'Reports',
    summary: 'One line: what was believed of it when, its order, the report rows it came from, its runs.',
    params: z.strictObject({ id: reference.regex(/^\d{1,18}$/, 'wants the id of a transaction') }),
    answer: { kind: 'json', status: 200, schema: transactionDetail },
    errors: ['unknown-transaction'],
  }),
  listOrders: route({
    method: 'GET',
    path: '/api/v1/reports/orders',
    needs: 'view',
    topic: 'Reports',
    summary: 'The lines of the ledger grouped by order, one page of them.',
    query: z.strictObject({ ...chosenLines, q: searched.optional(), sort: sortBy(ORDER_SORTS, '-date'), ...page }),
    answer: { kind: 'json', status: 200, schema: orders },
    errors: [],
  }),
  showChanges: route({
    method: 'GET',
    path: '/api/v1/reports/changes',
    needs: 'view',
    topic: 'Reports',
    summary: 'What changed in the ledger since a moment, or in the newest posted runs, by kind, and the newest lines.',
    query: z.strictObject({
      since: asOf.optional(),
      runs: z.int().min(1).max(100).default(1).meta({ description: 'So many posted runs, without since.' }),
      limit: z.int().min(0).max(LONGEST_PAGE).default(20),
      kind: z.enum(CHANGE_KINDS).optional().meta({ description: 'The lines of this kind alone.' }),
    }),
    answer: { kind: 'json', status: 200, schema: ledgerChanges },
    errors: [],
  }),
  showFreshness: route({
    method: 'GET',
    path: '/api/v1/reports/freshness',
    needs: 'view',
    topic: 'Reports',
    summary: 'For each stream the last posted run, the last day with data, and the next pull.',
    answer: { kind: 'json', status: 200, schema: freshness },
    errors: [],
  }),
} as const;
