/** Runs, their receipts and previews as the API gives them. */
import { z } from 'zod';
import type { Preview, Receipt, Run, RunAnswer } from '../../imports/index.ts';
import type { RejectCode } from '../../networks/index.ts';
import { money } from '../hide-money.ts';
import {
  advertiserFigures,
  amountText,
  day,
  errorReport,
  figures,
  instant,
  monthFigures,
  statusFigures,
  window,
} from './values.ts';

const REJECT_CODES = [
  'missing-value',
  'unreadable-amount',
  'too-many-decimals',
  'amount-too-large',
  'unreadable-count',
  'unreadable-date',
  'unreadable-time',
  'unknown-status',
  'wrong-currency',
  'missing-currency',
  'wrong-width',
  'wrong-network',
] as const satisfies readonly RejectCode[];

/** It quotes the cell, which may be an amount. */
const quoting = money(z.string());
const reject = { code: z.enum(REJECT_CODES), column: z.string().nullable(), message: quoting, line: z.int() };

const receipt = z
  .object({
    run: z.string(),
    status: z.enum(['posted', 'preview', 'held', 'failed', 'discarded']),
    error: errorReport.nullable(),
    files: z.array(
      z.object({
        name: z.string(),
        sha256: z.string(),
        report: z.string().nullable(),
        rowsRead: z.int(),
        rejected: z.array(z.object(reject)),
      }),
    ),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    vanished: z.int(),
    withdrawn: z.int(),
    conflicts: z.int(),
    unpaired: z.record(z.string(), z.int()),
    totals: z.array(figures),
    lost: z.array(figures),
  })
  .meta({ id: 'Receipt', description: 'What a run did or would do.' }) satisfies z.ZodType<Receipt>;

/** An import run. */
export const run = z
  .object({
    id: z.string(),
    kind: z.enum(['files', 'pull', 'replay']),
    network: z.string(),
    scope: z.string(),
    connection: z.string().nullable(),
    startedBy: z.enum(['person', 'schedule']),
    state: z.enum(['queued', 'fetching', 'waiting', 'staging', 'preview', 'held', 'posted', 'discarded', 'failed']),
    createdAt: instant,
    decidedAt: instant.nullable(),
    progress: z
      .object({
        stage: z.string(),
        done: z.int(),
        total: z.int(),
        current: z.string().nullable(),
        retryAt: instant.nullable(),
      })
      .nullable(),
    problems: z.array(errorReport),
    error: errorReport.nullable(),
    receipt: receipt.nullable(),
  })
  .meta({ id: 'Run' }) satisfies z.ZodType<Run>;

const previewLine = z
  .object({
    change: z.enum(['added', 'changed', 'unchanged', 'withdrawn', 'conflict']),
    status: z.string(),
    advertiserId: z.string(),
    advertiser: z.string().nullable(),
    orderId: z.string(),
    sku: z.string(),
    product: z.string().nullable(),
    brand: z.string().nullable(),
    subId: z.string().nullable(),
    occurredOn: day,
    processedOn: day.nullable(),
    currency: z.string(),
    sales: amountText,
    commission: amountText,
    items: z.int(),
  })
  .meta({ id: 'PreviewLine' });

/** What a planned run would do. */
export const preview = z
  .object({
    byStatus: z.array(statusFigures),
    byMonth: z.array(monthFigures),
    byAdvertiser: z.array(advertiserFigures),
    lines: z.array(previewLine),
    conflicts: z.array(previewLine),
    differences: z.array(
      z.object({
        orderId: z.string(),
        sku: z.string(),
        currency: z.string(),
        moneyReport: z.string(),
        moneyCommission: amountText,
        otherReport: z.string(),
        otherCommission: amountText,
      }),
    ),
    rejected: z.array(z.object({ ...reject, file: z.string() })),
  })
  .meta({ id: 'Preview', description: 'Lists are cut at 100.' }) satisfies z.ZodType<Preview>;

/** One raw report of a run. */
export const answer = z
  .object({
    no: z.int().meta({ description: 'Its number in the run, which names its download.' }),
    name: z.string(),
    report: z.string().nullable(),
    sha256: z.string(),
    size: z.int(),
    window: window.nullable(),
    request: z.string().nullable(),
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'RunAnswer' }) satisfies z.ZodType<RunAnswer>;
