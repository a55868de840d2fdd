/** The plans of a hosted Tributary, from the operator's file. No limit follows from them: they are shown, and counted against. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { TributaryError } from '../core/index.ts';
import { USUAL_TRIAL_DAYS } from './hosting.ts';

/** Decimal text, as every amount: no float ever holds a price. */
const price = z.strictObject({
  amount: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'wants a decimal text like "19" or "19.50"'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'wants a code like EUR'),
  per: z.enum(['month', 'year']),
});

const plan = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'wants small letters, digits and -'),
  name: z.string().trim().min(1).max(60),
  /** Pageviews a month that the plan includes; null: no limit. */
  pageviews: z.int().positive().nullable(),
  /** One price, or one a month and one a year. None: by agreement. */
  prices: z.array(price).max(2),
  /** Sentences that stand below the price. */
  features: z.array(z.string().trim().min(1).max(200)).max(20),
});

const plansFile = z.strictObject({
  /** Days that a new workspace may be tried out; 0: none, it is read-only until it has a plan. */
  trialDays: z.int().min(0).max(365).default(USUAL_TRIAL_DAYS),
  plans: z
    .array(plan)
    .min(1)
    .max(12)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two plans have the same id'),
});

export type Price = z.output<typeof price>;
export type Plan = z.output<typeof plan>;
export type Plans = z.output<typeof plansFile>;

/** Reads the plans. Throws `invalid-settings`, with the file and the place in it. */
export async function readPlans(file: string): Promise<Plans> {
  const refuse = (why: string, cause?: unknown): TributaryError =>
    new TributaryError('invalid-settings', `TRIBUTARY_PLANS names ${file}, ${why}`, {}, cause);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw refuse('which cannot be read.', error);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse('which is not JSON.', error);
  }
  const read = plansFile.safeParse(value);
  if (read.success) return read.data;
  const said = read.error.issues.map(({ path, message }) => `${path.length > 0 ? path.join('.') : 'it'}: ${message}`);
  throw refuse(`which is not a list of plans: ${said.join('; ')}.`);
}
