/** Values that several routes carry: amounts, days, instants, figures, errors. */
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../core/index.ts';
import { parseMoment } from '../as-of.ts';

/** An exact amount as decimal text: JSON numbers are floats, and no float ever holds money. */
export const amountText = z
  .string()
  .regex(/^-?\d+\.\d{4}$/)
  .meta({
    id: 'Amount',
    description: 'An exact decimal with 4 decimals; negative on a reversal. Null for whom money is hidden.',
    money: true, // see hide-money.ts
  });

/** A calendar day in the network's time zone. */
export const day = z.iso.date();

/** An instant, ISO 8601 UTC. */
export const instant = z.iso.datetime();

/** A name or an id of ours in a path or a body. */
export const reference = z.string().min(1).max(200);

/** SHA-256 in lower-case hex. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'wants 64 hexadecimal digits');

/** Days, both included. */
export const window = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, 'the first day is after the last')
  .meta({ id: 'Window', description: 'Days of process dates, both included, in the time zone of the network.' });

/** A question's past moment: a day (its end) or an instant. */
export const asOf = z
  .string()
  .transform((text, context) => {
    const moment = parseMoment(text);
    if (moment === null) context.addIssue('wants a day or an instant, like 2026-03-01 or 2026-03-01T12:00:00Z');
    return moment ?? z.NEVER;
  })
  .meta({ description: 'What the ledger said at this moment: a day (its end) or an instant, ISO 8601, UTC.' });

/** Every error of the program, in one shape. */
export const errorReport = z
  .object({
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]), // the keys of the catalogue are the codes
    message: z.string(),
    file: z.string().nullable(),
    line: z.int().nullable(),
    column: z.string().nullable().meta({ description: 'The column of a report, or the field of a request.' }),
    words: z.string().optional().meta({ description: 'What the network said, in its own words, without secrets.' }),
  })
  .meta({ id: 'ErrorReport', description: 'What is wrong, where, and what to do next.' });

/** The body of every answer that is an error. */
export const errorAnswer = z.object({ error: errorReport }).meta({ id: 'ErrorAnswer' });

const sums = {
  currency: z.string(),
  sales: amountText,
  commission: amountText,
  items: z.int(),
  lines: z.int(),
};

/** Sums over lines of one currency. */
export const figures = z.object(sums).meta({ id: 'Figures', description: 'Sums over lines of one currency.' });

/** Figures of one status, advertiser or month. */
export const statusFigures = z.object({ status: z.string(), ...sums }).meta({ id: 'StatusFigures' });
export const advertiserFigures = z
  .object({ advertiserId: z.string(), advertiser: z.string(), ...sums })
  .meta({ id: 'AdvertiserFigures' });
export const monthFigures = z.object({ month: z.string(), ...sums }).meta({ id: 'MonthFigures' });
