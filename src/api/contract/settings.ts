/** Routes of the settings of the workspace, and of its exchange rates. */
import { z } from 'zod';
import { isTimeZone, type RateCoverage, type RateLoad } from '../../ledger/index.ts';
import { type ReportingSettings, WEEK_STARTS } from '../../settings/index.ts';
import { shownCurrency } from './report-values.ts';
import { route } from './route.ts';
import { day, errorReport, instant } from './values.ts';

/** The bank's whole history is 2.5 MB. */
const LARGEST_RATES = 50 * 1024 * 1024;

const members = {
  timeZone: z
    .string()
    .refine(isTimeZone, 'wants the name of a time zone, like Europe/Berlin')
    .nullable()
    .meta({ description: 'The zone whose days lines are grouped by; null = the days that each network reports.' }),
  currency: shownCurrency.meta({ description: 'What reports show unless they are asked for another.' }),
  weekStart: z.enum(WEEK_STARTS),
  reversalDays: z
    .int()
    .min(0)
    .max(3650)
    .meta({ description: 'After so many days sales without a reversal count as approved.' }),
  fetchesRates: z
    .boolean()
    .meta({ description: 'Exchange rates are asked of www.ecb.europa.eu every day; nothing is sent there.' }),
};

const settings = z.object(members).meta({ id: 'ReportingSettings' }) satisfies z.ZodType<ReportingSettings>;

const rateLoad = z
  .object({
    read: z.int(),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    firstDay: day,
    lastDay: day,
  })
  .meta({ id: 'RateLoad' }) satisfies z.ZodType<RateLoad>;

const rateCoverage = z
  .object({
    source: z.string().nullable(),
    firstDay: day.nullable(),
    lastDay: day.nullable(),
    rates: z.int(),
    loadedAt: instant.nullable(),
    currencies: z.array(z.object({ currency: z.string(), firstDay: day, lastDay: day })),
    problem: errorReport.nullable().meta({ description: 'Why the newest fetch failed.' }),
  })
  .meta({ id: 'RateCoverage' }) satisfies z.ZodType<RateCoverage>;

export const settingsRoutes = {
  showSettings: route({
    method: 'GET',
    path: '/api/v1/settings',
    needs: 'view',
    topic: 'Settings',
    summary: 'How the reports of the workspace are shown.',
    answer: { kind: 'json', status: 200, schema: settings },
    errors: [],
  }),
  changeSettings: route({
    method: 'PATCH',
    path: '/api/v1/settings',
    needs: 'admin',
    topic: 'Settings',
    summary: 'Changes what is named; reports are computed anew, no fact changes.',
    body: z.strictObject(members).partial(),
    answer: { kind: 'json', status: 200, schema: settings },
    errors: [],
  }),
  showExchangeRates: route({
    method: 'GET',
    path: '/api/v1/exchange-rates',
    needs: 'view',
    topic: 'Settings',
    summary: 'Of which days and currencies there are exchange rates, and from whom.',
    answer: { kind: 'json', status: 200, schema: rateCoverage },
    errors: [],
  }),
  loadExchangeRates: route({
    method: 'POST',
    path: '/api/v1/exchange-rates',
    needs: 'admin',
    writes: true,
    topic: 'Settings',
    summary: 'Takes a file of the European Central Bank: eurofxref-hist.zip or .csv, or one of its XML files.',
    query: z.strictObject({ name: z.string().min(1).max(255).default('the file') }),
    body: { kind: 'bytes', maxBytes: LARGEST_RATES },
    answer: { kind: 'json', status: 200, schema: rateLoad },
    errors: ['unreadable-rates', 'bad-zip', 'empty-zip'],
  }),
} as const;
