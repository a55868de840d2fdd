/** Routes that read the ledger. */
import { z } from 'zod';
import { ENTRY_FORMATS, type EntryFormat, type LedgerFigures } from '../../ledger/index.ts';
import { route } from './route.ts';
import { advertiserFigures, asOf, figures, statusFigures } from './values.ts';

const ledgerFigures = z
  .object({
    totals: z.array(figures),
    byStatus: z.array(statusFigures),
    byAdvertiser: z.array(advertiserFigures),
    lost: z.array(figures),
    withdrawn: z.array(figures),
  })
  .meta({
    id: 'LedgerFigures',
    description: 'Total = pending + approved + reversed; lost and withdrawn stand apart.',
  }) satisfies z.ZodType<LedgerFigures>;

/** The forms in which entries are exported, with their media types. */
export const EXPORT_TYPES: Readonly<Record<EntryFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
};

export const ledgerRoutes = {
  showFigures: route({
    method: 'GET',
    path: '/api/v1/ledger/figures',
    topic: 'Ledger',
    summary: 'The figures of the ledger, now or as they were believed at a past moment.',
    needs: 'view',
    query: z.strictObject({ asOf: asOf.optional() }),
    answer: { kind: 'json', status: 200, schema: ledgerFigures },
    errors: [],
  }),
  exportEntries: route({
    method: 'GET',
    path: '/api/v1/ledger/entries',
    topic: 'Ledger',
    summary: 'Every line with all its fields, in canonical order.',
    needs: 'view',
    isForGuests: false,
    query: z.strictObject({
      format: z.enum(ENTRY_FORMATS).default('json'),
      asOf: asOf.optional(),
      attribution: z.boolean().default(false).meta({
        description: 'With what earned each line, as far as it is known now; not with asOf.',
      }),
    }),
    answer: { kind: 'stream', status: 200, mediaTypes: Object.values(EXPORT_TYPES) },
    errors: [],
  }),
} as const;
