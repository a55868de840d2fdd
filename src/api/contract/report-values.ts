/** Values that the routes of reports share: what is asked, and the figures that are answered. */
import { z } from 'zod';
import {
  COMPARISONS,
  DATE_KINDS,
  DIMENSIONS,
  FIGURES,
  type Filter,
  MATCHES,
  OPERATORS,
  parseFilter,
} from '../../reports/index.ts';
import { CURRENCY_CODE, REPORTED } from '../../settings/index.ts';
import { money } from '../hide-money.ts';
import { amountText, day, instant } from './values.ts';

const MOST_FILTERS = 30;

/** What lines can be filtered by. */
export type Dimension = (typeof DIMENSIONS)[number];

const filter = z
  .string()
  .max(20_000)
  .transform((text, context): Filter => {
    const read = parseFilter(text);
    if (typeof read !== 'string') return read;
    context.addIssue(read);
    return z.NEVER;
  });

/** Days that both stores hold, with room for a comparison before them. */
const askedDay = day.refine((text) => text >= '1970-01-01' && text <= '2199-12-31', 'wants a day from 1970 to 2199');

/** `reported`, or an ISO code. */
export const shownCurrency = z
  .string()
  .refine((text) => text === REPORTED || CURRENCY_CODE.test(text), 'wants "reported" or a code like EUR');

/** Which lines. */
export const chosenLines = {
  from: askedDay.optional().meta({ description: 'The first day; default: the first of the ledger.' }),
  to: askedDay.optional().meta({ description: 'The last day; default: today, or the last of the ledger.' }),
  date: z
    .enum(DATE_KINDS)
    .default('transaction')
    .meta({ description: 'By which day lines are counted: days of the workspace’s zone, or the network’s own.' }),
  currency: shownCurrency.optional().meta({
    description:
      'reported: as the networks report · a code like EUR: each line converted by the rate of its day. Default: the workspace’s.',
  }),
  f: z
    .array(filter)
    .max(MOST_FILTERS)
    .default([])
    .meta({
      description: `Filters, all of which hold: DIMENSION:OPERATOR:VALUE. Dimensions: ${DIMENSIONS.join(', ')}. Operators: ${OPERATORS.join(', ')}. Several values are parted by |; in a value \\| is a bar and \\\\ a backslash; (none) is a line that says nothing.`,
    }),
};

/** Which figure, and what it is compared with. */
export const compared = {
  figure: z.enum(FIGURES).default('total').meta({
    description: 'total = pending + approved + reversed; gross = the positive entries; net = approved only.',
  }),
  compare: z.enum(COMPARISONS).optional(),
  match: z
    .enum(MATCHES)
    .default('date')
    .meta({ description: 'dow shifts by whole weeks, so that weekdays meet. A custom comparison stays as given.' }),
  compareFrom: askedDay.optional(),
  compareTo: askedDay.optional(),
};

/** A word to look for. */
export const searched = z.string().trim().max(200);

/** An exact quotient as decimal text, or null where there is none. */
export const ratio = z
  .string()
  .regex(/^-?\d+\.\d+$/)
  .nullable();

/** How an amount changed tells of it, so it is hidden with it. */
const moneyRatio = money(ratio);

const days = { from: day, to: day };

export const answerHead = z
  .object({
    asOf: instant.nullable(),
    today: day,
    date: z.enum(DATE_KINDS),
    period: z.object({ ...days, isIncomplete: z.boolean() }),
    compared: z.object({ ...days, hasChanges: z.boolean() }).nullable(),
    timeZone: z.string().nullable(),
    linesWithoutTime: z.int().nullable(),
    conversion: z
      .object({
        currency: z.string(),
        source: z.string(),
        rates: z.object(days).nullable(),
        withoutRate: z.array(
          z.object({ currency: z.string(), lines: z.int(), sales: amountText, commission: amountText }),
        ),
      })
      .nullable(),
    zones: z.array(z.object({ network: z.string(), label: z.string(), timeZone: z.string() })),
  })
  .meta({
    id: 'ReportHead',
    description:
      'asOf: the newest posting, whose moment statuses are of. timeZone: the zone of the days; null = of each network, see zones. linesWithoutTime: of these only the day is known, they keep the network’s. conversion: null = amounts are as reported. compared.hasChanges: false = no day of the period is over, so changes are null.',
  });

const sums = { sales: amountText, commission: amountText, items: z.int(), lines: z.int() };

/** Sums without what follows from them. */
export const lineSums = sums;

const metricMembers = { ...sums, orders: z.int(), rate: ratio, averageOrder: amountText.nullable() };

/** Figures of one currency. */
export const metrics = z.object(metricMembers).meta({
  id: 'Metrics',
  description: 'rate = commission ÷ sales, averageOrder = sales ÷ orders; exact, rounded half away from zero.',
});

/** Sums beside a figure. */
export const apart = z.object(sums).meta({ id: 'FiguresApart' });

export const cards = z
  .object({ ...metricMembers, reversalRate: ratio, lost: apart, withdrawn: apart, conflicts: apart })
  .meta({ id: 'Cards', description: 'reversalRate = commission taken back ÷ gross commission.' });

const changeMembers = {
  sales: moneyRatio,
  commission: moneyRatio,
  orders: ratio,
  items: ratio,
  lines: ratio,
  rate: ratio,
  averageOrder: moneyRatio,
};

/** How much more than in the compared period, as a part of it. */
export const changes = z
  .object(changeMembers)
  .meta({ id: 'Changes', description: '0.082000 = 8.2 % more than in the compared period; null where that was 0.' });
export const cardChanges = z
  .object({ ...changeMembers, reversalRate: ratio, lostSales: moneyRatio })
  .meta({ id: 'CardChanges' });

/** One ledger line. */
export const transactionRow = z
  .object({
    id: z.string(),
    status: z.string(),
    flag: z.string(),
    network: z.string(),
    networkLabel: z.string(),
    country: z.string(),
    countryLabel: z.string(),
    scope: z.string(),
    advertiserId: z.string(),
    advertiser: z.string().nullable(),
    orderId: z.string(),
    sku: z.string(),
    product: z.string().nullable(),
    brand: z.string().nullable(),
    subId: z.string().nullable(),
    transactionId: z.string().nullable(),
    occurredOn: day,
    occurredTime: z.string(),
    processedOn: day.nullable(),
    processedTime: z.string().nullable(),
    localDay: day,
    localTime: z.string(),
    currency: z.string(),
    sales: amountText,
    commission: amountText,
    reportedCurrency: z.string(),
    reportedSales: amountText,
    reportedCommission: amountText,
    rate: ratio,
    items: z.int(),
    networkStatus: z.string().nullable(),
    reason: z.string().nullable(),
    referrer: z.string().nullable(),
    moneyReport: z.string(),
  })
  .meta({ id: 'Transaction' });
