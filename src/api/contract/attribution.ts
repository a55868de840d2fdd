/** Routes of attribution: what pages, links and sources earned, why, how sure that is, and the rules of people. */
import { z } from 'zod';
import { CREDIT_MODELS, RULE_MATCHES } from '../../attribution/index.ts';
import {
  type AttributionQuality,
  type ClickList,
  EARNING,
  CREDITED,
  EARNER_SORTS,
  type Earners,
  EARNERS,
  type Evidence,
  FIGURES,
  type PageReport,
  STEPS,
  SUB_ID_KINDS,
  SUB_ID_ROWS,
  type SubIds,
} from '../../reports/index.ts';
import { city, confidence, earned, method, pageFacts, pageKey, source, traffic } from './attribution-values.ts';
import { answerHead, chosenLines, compared, ratio, searched, transactionRow } from './report-values.ts';
import { page, sortBy } from './reports.ts';
import { route } from './route.ts';
import { amountText, day, instant, reference } from './values.ts';

const credit = z.enum(CREDIT_MODELS).default('last').meta({
  description:
    'How a commission whose click is known is shared by the pages (sources) of the visit before it. last: the page of the click. markov: in proportion to the commissions that would be lost if every walk ended at the page, walks being chains of the steps of all visits.',
});
const creditOf = z.enum(CREDITED).default('page').meta({
  description: 'What the credit is shared among: the pages of the visit, or the sources of the day’s visits.',
});

const freshness = z.object({ madeAt: instant.nullable(), clicks: z.int(), eventsFrom: day.nullable() }).meta({
  id: 'AttributionFreshness',
  description:
    'When attribution was last made, and of how many clicks. eventsFrom: the day of the first pageview or click; EPC and RPM of a period that begins before are too large.',
});

const tracked = z
  .array(z.string())
  .meta({ description: 'Filters that pageviews and clicks cannot tell: those of the ledger.' });

const earners = z
  .object({
    head: answerHead,
    attribution: freshness,
    figure: z.enum(FIGURES),
    by: z.enum(EARNERS),
    credit: z.enum(CREDIT_MODELS),
    rowCount: z.int(),
    rows: z.array(
      z.object({
        key: z.string().meta({ description: '(none): not attributed, or not known.' }),
        label: z.string(),
        page: pageFacts.nullable(),
        link: z
          .object({
            network: z.string(),
            networkLabel: z.string(),
            advertiserId: z.string().nullable(),
            advertiser: z.string().nullable(),
          })
          .nullable(),
        day: z
          .object({ isOver: z.boolean(), comparedWith: day.nullable() })
          .nullable()
          .meta({ description: 'Of rows of days. A day that is not over is compared with none.' }),
        traffic,
        trafficBefore: traffic.nullable(),
        earned: z.array(earned),
      }),
    ),
    total: z.object({ traffic, trafficBefore: traffic.nullable(), earned: z.array(earned) }),
    trafficIgnores: tracked,
  })
  .meta({ id: 'Earners' }) satisfies z.ZodType<Earners>;

const pageReport = z
  .object({
    head: answerHead,
    attribution: freshness,
    figure: z.enum(FIGURES),
    page: pageFacts,
    total: z.object({ traffic, trafficBefore: traffic.nullable(), earned: z.array(earned) }),
    step: z.enum(STEPS),
    buckets: z.array(z.object({ from: day, to: day, isIncomplete: z.boolean() })),
    pageviews: z
      .array(z.int())
      .nullable()
      .meta({ description: 'By bucket; null: with these filters they cannot be told.' }),
    clicks: z.array(z.int()).nullable(),
    curves: z.array(
      z.object({
        currency: z.string(),
        commission: z.array(amountText),
        sales: z.array(amountText),
        epc: z.array(amountText.nullable()).meta({ description: 'Commission ÷ clicks; null where there were none.' }),
        rpm: z.array(amountText.nullable()).meta({ description: 'Commission of a thousand pageviews.' }),
      }),
    ),
    methods: z.array(z.object({ method, currency: z.string(), commission: amountText, lines: z.int() })),
    trafficIgnores: tracked,
  })
  .meta({ id: 'PageReport' }) satisfies z.ZodType<PageReport>;

const money = z.object({ currency: z.string(), commission: amountText });

const clickList = z
  .object({
    period: z.object({ from: day, to: day }),
    rows: z.array(
      z.object({
        id: z.string(),
        at: instant,
        site: z.string(),
        pageHost: z.string(),
        pagePath: z.string(),
        title: z.string().nullable(),
        link: z.string(),
        linkHost: z.string(),
        network: z.string(),
        networkLabel: z.string(),
        advertiserId: z.string().nullable(),
        advertiser: z.string().nullable(),
        placement: z.string().nullable(),
        position: z.int().nullable(),
        heading: z.string().nullable(),
        linkText: z.string().nullable(),
        device: z.string(),
        browser: z.string(),
        system: z.string(),
        readerCountry: z.string().nullable(),
        readerCity: city,
        clickId: z.string().nullable(),
        ...source,
        earned: z.array(money).meta({ description: 'What lines with this click’s id earned; empty = nothing yet.' }),
      }),
    ),
    nextCursor: z.string().nullable(),
    count: z.int().nullable().meta({ description: 'Of all clicks that were asked for; with the first page only.' }),
  })
  .meta({ id: 'ClickList' }) satisfies z.ZodType<ClickList>;

const subIdKinds = z.record(z.enum(SUB_ID_KINDS), z.object({ lines: z.int(), commission: amountText }));
const subIds = z
  .object({
    head: answerHead,
    by: z.enum(SUB_ID_ROWS),
    rowCount: z.int(),
    rows: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        network: z.string(),
        networkLabel: z.string(),
        currency: z.string(),
        lines: z.int(),
        commission: amountText,
        kinds: subIdKinds,
        coverage: ratio.meta({ description: 'Lines whose click or rule is known ÷ lines.' }),
        coverageBefore: ratio,
        coveredCommission: amountText,
      }),
    ),
    drops: z
      .array(
        z.object({
          network: z.string(),
          networkLabel: z.string(),
          advertiserId: z.string(),
          advertiser: z.string().nullable(),
          lines: z.int(),
          coverage: ratio,
          coverageBefore: ratio,
        }),
      )
      .meta({ description: 'Advertisers of whose lines clearly fewer are covered than in the compared period.' }),
  })
  .meta({ id: 'SubIds' }) satisfies z.ZodType<SubIds>;

const check = z.object({
  method: z.enum(['model', 'last-click', 'share-of-clicks']),
  orders: z.int(),
  topRate: ratio.meta({ description: 'How often the page with the largest share was the right one.' }),
  logLoss: ratio,
  pageError: ratio.meta({ description: 'Σ |given − true| ÷ Σ true, over pages.' }),
  calibrationPoints: ratio.meta({ description: 'Mean distance of stated and right, in percentage points.' }),
  bins: z.array(z.object({ from: z.number(), claims: z.int(), weight: ratio, stated: ratio, right: ratio })),
});
const quality = z
  .object({
    head: answerHead,
    attribution: freshness,
    methods: z.array(
      z.object({ method, currency: z.string(), lines: z.int(), commission: amountText, share: ratio, confidence }),
    ),
    checks: z.array(check).meta({ description: 'Known orders, their ids hidden: the model and two simpler ways.' }),
    verdict: z.enum(['too-few', 'passes', 'corrected', 'off']).meta({
      description:
        'passes: better than both and calibrated · corrected: confidences are mapped to what they proved worth · off: the model names no page · too-few: not enough known orders to judge.',
    }),
    orders: z.int().meta({ description: 'Known orders that it was checked with.' }),
    ordersNeeded: z.int().meta({ description: 'With fewer of them nothing is judged.' }),
    advice: z
      .array(
        z.object({
          code: z.enum([
            'no-site',
            'no-clicks',
            'no-sub-ids',
            'cut-ids',
            'unknown-ids',
            'unmatched-sub-ids',
            'no-times',
            'unknown-advertisers',
          ]),
          network: z.string().nullable(),
          networkLabel: z.string().nullable(),
          lines: z.int(),
        }),
      )
      .meta({ description: 'What is missing, the most lines first.' }),
  })
  .meta({ id: 'AttributionQuality' }) satisfies z.ZodType<AttributionQuality>;

const evidence = z
  .object({
    line: transactionRow,
    shares: z.array(
      z.object({
        method,
        confidence,
        page: pageFacts.nullable(),
        site: z.string().nullable(),
        link: z.string().nullable(),
        placement: z.string().nullable(),
        position: z.int().nullable(),
        device: z.string().nullable(),
        readerCountry: z.string().nullable(),
        readerCity: city,
        ...source,
        currency: z.string(),
        sales: amountText,
        commission: amountText,
      }),
    ),
    subId: z
      .object({
        text: z.string(),
        reading: z.enum(['intact', 'folded', 'truncated', 'damaged', 'none']),
        clickId: z.string().nullable(),
      })
      .nullable(),
    click: z
      .object({
        id: z.string(),
        at: instant,
        pageHost: z.string(),
        pagePath: z.string(),
        link: z.string(),
        minutesBefore: z
          .int()
          .nullable()
          .meta({ description: 'From the click to the order; null = the time of the order is not known.' }),
        isOfThisLine: z.boolean().meta({ description: 'false: another line of the order brought the id.' }),
        isCut: z.boolean().meta({ description: 'The network cut the id; one click alone begins so.' }),
      })
      .nullable(),
    visit: z
      .array(
        z.object({
          at: instant,
          pageHost: z.string(),
          pagePath: z.string(),
          sourceClass: z.string().nullable(),
          source: z.string().nullable(),
        }),
      )
      .meta({ description: 'The pages that the reader saw before, the first first.' }),
    rule: z.object({ id: z.string(), text: z.string(), match: z.enum(RULE_MATCHES) }).nullable(),
    referrer: z.string().nullable(),
    model: z
      .object({
        clicks: z.int().meta({ description: 'Clicks on this advertiser in the 30 days before.' }),
        pages: z.int(),
        unnamed: ratio.meta({ description: 'Share that fits no page well enough, and goes to nobody.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Evidence' }) satisfies z.ZodType<Evidence>;

const trackedQuery = { ...chosenLines, ...compared };
const chosenClicks = {
  from: chosenLines.from.meta({ description: 'The first day; default: 30 days together with the last.' }),
  to: chosenLines.to.meta({ description: 'The last day; default: today.' }),
  f: chosenLines.f,
  earning: z.enum(EARNING).default('all').meta({ description: 'Clicks that brought something, or nothing yet.' }),
};

export const attributionRoutes = {
  showEarners: route({
    method: 'GET',
    path: '/api/v1/reports/earners',
    topic: 'Attribution',
    summary:
      'What each page, author, link, source … earned, with its pageviews and clicks; what nobody earned is a row.',
    needs: 'view',
    query: z.strictObject({
      ...trackedQuery,
      by: z.enum(EARNERS),
      credit,
      creditOf,
      find: searched.optional().meta({ description: 'A part of the name of a row.' }),
      sort: sortBy(EARNER_SORTS, '-commission'),
      sortCurrency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional()
        .meta({ description: 'The currency whose amounts rows are sorted by; default: the first of the total.' }),
      limit: z.int().min(1).max(1000).default(50),
      offset: z.int().min(0).default(0),
    }),
    answer: { kind: 'json', status: 200, schema: earners },
    errors: [],
  }),
  showPage: route({
    method: 'GET',
    path: '/api/v1/reports/page',
    topic: 'Attribution',
    summary: 'One page: what it says of itself, its figures, and its days.',
    needs: 'view',
    query: z.strictObject({
      ...trackedQuery,
      page: pageKey.meta({ description: 'Host and path.' }),
      step: z.enum(['day', 'week', 'month']).optional(),
    }),
    answer: { kind: 'json', status: 200, schema: pageReport },
    errors: [],
  }),
  listClicks: route({
    method: 'GET',
    path: '/api/v1/reports/clicks',
    topic: 'Attribution',
    summary: 'The clicks, the newest first, with what each brought.',
    needs: 'view',
    query: z.strictObject({ ...chosenClicks, ...page }),
    answer: { kind: 'json', status: 200, schema: clickList },
    errors: [],
  }),
  exportClicks: route({
    method: 'GET',
    path: '/api/v1/reports/clicks/export',
    topic: 'Attribution',
    summary: 'All clicks of such a list as a CSV file, in its order.',
    needs: 'view',
    query: z.strictObject(chosenClicks),
    answer: { kind: 'stream', status: 200, mediaTypes: ['text/csv; charset=utf-8'] },
    errors: [],
  }),
  showSubIds: route({
    method: 'GET',
    path: '/api/v1/reports/sub-ids',
    topic: 'Attribution',
    summary: 'What sub-ids say, how much of the lines they cover, and those that nothing explains.',
    needs: 'view',
    query: z.strictObject({
      ...trackedQuery,
      by: z.enum(SUB_ID_ROWS),
      kind: z.enum(SUB_ID_KINDS).optional().meta({ description: 'Only lines of this kind.' }),
      find: searched.optional(),
      limit: z.int().min(1).max(1000).default(50),
      offset: z.int().min(0).default(0),
    }),
    answer: { kind: 'json', status: 200, schema: subIds },
    errors: [],
  }),
  showAttributionQuality: route({
    method: 'GET',
    path: '/api/v1/reports/attribution-quality',
    topic: 'Attribution',
    summary: 'By which method how much is attributed, how true the model’s confidence is, and what is missing.',
    needs: 'view',
    query: z.strictObject(chosenLines),
    answer: { kind: 'json', status: 200, schema: quality },
    errors: [],
  }),
  showEvidence: route({
    method: 'GET',
    path: '/api/v1/reports/transactions/{id}/attribution',
    topic: 'Attribution',
    summary: 'Why a line is attributed as it is.',
    needs: 'view',
    params: z.strictObject({ id: reference.regex(/^\d{1,18}$/, 'wants the id of a transaction') }),
    answer: { kind: 'json', status: 200, schema: evidence },
    errors: ['unknown-transaction'],
  }),
} as const;
