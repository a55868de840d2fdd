/** Values of the routes about attribution: what was earned by a page, a link, a source, and what happened there. */
import { z } from 'zod';
import { METHODS } from '../../attribution/index.ts';
import type { Earned, EarnedFigures, PageFacts, Traffic } from '../../reports/index.ts';
import { changes, lineSums, ratio } from './report-values.ts';
import { amountText, day } from './values.ts';

/** A page by its host and path, `kitchen.example/knives`. */
export const pageKey = z.string().min(1).max(1200);

export const method = z.enum(METHODS).meta({
  description:
    'The strongest first: click-id (certain), label-rule (certain for what the rule names), referrer, model (its confidence is calibrated), none = not attributed.',
});

/** 0–1 with 4 decimals. */
export const confidence = z
  .string()
  .regex(/^[01]\.\d{4}$/)
  .nullable()
  .meta({ description: '0.0000–1.0000, weighted by commission; null = nothing is attributed.' });

export const traffic = z
  .object({
    pageviews: z.int().nullable(),
    impressions: z.int().nullable(),
    clicks: z.int().nullable(),
    ctr: ratio.meta({ description: 'Clicks ÷ pageviews.' }),
    seenRate: ratio.meta({ description: 'Clicks ÷ impressions of links.' }),
  })
  .meta({
    id: 'Traffic',
    description: 'null: it cannot be told by this dimension, or with these filters.',
  }) satisfies z.ZodType<Traffic>;

const earnedMembers = {
  ...lineSums,
  orders: z.int(),
  rate: ratio,
  averageOrder: amountText.nullable(),
  approvedShare: ratio.meta({ description: 'Approved commission ÷ commission.' }),
  confidence,
  epc: amountText.nullable().meta({ description: 'Commission ÷ clicks.' }),
  rpm: amountText.nullable().meta({ description: 'Commission of a thousand pageviews.' }),
};
export const earnedFigures = z.object(earnedMembers).meta({
  id: 'EarnedFigures',
  description:
    'Amounts add up over the rows to the total, to the last digit. Lines and orders do not where one was shared among pages.',
}) satisfies z.ZodType<EarnedFigures>;

export const earned = z
  .object({
    currency: z.string(),
    now: earnedFigures,
    before: earnedFigures.nullable(),
    changes: changes.nullable(),
    share: ratio.meta({ description: 'Of the commission of everything that was asked for.' }),
  })
  .meta({ id: 'Earned' }) satisfies z.ZodType<Earned>;

export const pageFacts = z
  .object({
    key: z.string(),
    host: z.string(),
    path: z.string(),
    site: z.string().nullable(),
    title: z.string().nullable(),
    author: z.string().nullable(),
    category: z.string().nullable(),
    tags: z.string().nullable(),
    publishedOn: day.nullable(),
  })
  .meta({ id: 'PageFacts', description: 'As the page last said of itself.' }) satisfies z.ZodType<PageFacts>;

/** A city of a reader, as rows, filters and files have it. */
export const city = z.string().nullable().meta({
  description:
    'Town, region and code of the country: `Springfield, Illinois, US`; without a region: `Berlin, DE`. null: not known.',
});

/** Where a reader came from at the start of the visit. */
export const source = {
  sourceClass: z.string().nullable(),
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  landing: z.string().nullable().meta({ description: 'The first page of the visit.' }),
};
