/** Routes about what brings commissions in: files, pulls, replays, and the runs they become. */
import { z } from 'zod';
import type { FileReading } from '../../imports/index.ts';
import { route } from './route.ts';
import { answer, preview, run } from './run-values.ts';
import { reference, sha256, window } from './values.ts';

/** No report comes near this; a ZIP's entries have the same limit. */
const LARGEST_UPLOAD = 4 * 1024 ** 3;

/** Enough for any header with a few lines below it. */
const LARGEST_HEAD = 256 * 1024;

const fileReading = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('report'),
      network: z.string(),
      report: z.string(),
      label: z.string(),
      connection: z.string().nullable().meta({ description: 'The connection whose mapping reads it.' }),
    }),
    z.object({
      kind: z.literal('table'),
      delimiter: z.enum([',', ';', '\t']),
      columns: z.array(z.string()),
      rows: z.array(z.array(z.string())),
    }),
    z.object({ kind: z.enum(['zip', 'unreadable']) }),
  ])
  .meta({ id: 'FileReading' }) satisfies z.ZodType<FileReading>;

const ofRun = z.strictObject({ run: reference });
const oneRun = { kind: 'json', status: 200, schema: run } as const;
const startedRun = { kind: 'json', status: 202, schema: run } as const;
const takenFile = z.object({ name: z.string(), sha256: z.string() }).meta({ id: 'TakenFile' });

export const runRoutes = {
  takeFile: route({
    method: 'POST',
    path: '/api/v1/uploads',
    topic: 'Imports',
    summary: 'Takes a CSV or a ZIP of CSVs in, raw; what it answers goes into `files` of an import.',
    needs: 'edit',
    writes: true,
    query: z.strictObject({
      network: reference,
      name: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[^/\\\p{Cc}]+$/u, 'wants a file name without folders'),
    }),
    body: { kind: 'bytes', maxBytes: LARGEST_UPLOAD },
    answer: { kind: 'json', status: 201, schema: z.object({ files: z.array(takenFile) }) },
    errors: ['unknown-network', 'empty-file', 'bad-zip', 'empty-zip', 'open-quote', 'bad-quote', 'wrong-encoding'],
  }),
  recogniseFile: route({
    method: 'POST',
    path: '/api/v1/uploads/recognise',
    topic: 'Imports',
    summary: 'Says what a file is by its first kilobytes: whose report, or which columns it has. Nothing is kept.',
    needs: 'edit',
    body: { kind: 'bytes', maxBytes: LARGEST_HEAD },
    answer: { kind: 'json', status: 200, schema: fileReading },
    errors: [],
  }),
  startImport: route({
    method: 'POST',
    path: '/api/v1/imports',
    topic: 'Imports',
    summary: 'Imports files that were taken in before, as one run.',
    needs: 'edit',
    writes: true,
    body: z.strictObject({
      network: reference,
      country: reference.optional(),
      connection: reference.optional(),
      report: reference.optional(),
      window: window.optional(),
      complete: z.boolean().optional().meta({ description: 'Withdraw the lines that the files no longer show.' }),
      preview: z.boolean().optional().meta({ description: 'Wait for a person’s word before posting.' }),
      files: z
        .array(z.strictObject({ name: z.string().min(1).max(1000), sha256 }))
        .min(1)
        .max(1000),
    }),
    answer: startedRun,
    errors: [
      'unknown-network',
      'unknown-country',
      'missing-country',
      'unknown-report',
      'unknown-connection',
      'ambiguous-connection',
      'unknown-raw-report',
      'run-underway',
    ],
  }),
  startPull: route({
    method: 'POST',
    path: '/api/v1/connections/{connection}/pulls',
    topic: 'Imports',
    summary: 'Pulls the reports of a connection now.',
    needs: 'edit',
    writes: true,
    params: z.strictObject({ connection: reference }),
    body: z.strictObject({
      months: z.int().min(1).max(24).optional().meta({ description: 'Depth, this month included; default 12.' }),
      preview: z
        .boolean()
        .optional()
        .meta({ description: 'Wait for a person’s word; default: until the first import of the account was posted.' }),
    }),
    answer: startedRun,
    errors: ['unknown-connection', 'connection-without-api', 'connection-stopped', 'run-underway'],
  }),
  startReplay: route({
    method: 'POST',
    path: '/api/v1/replays',
    topic: 'Imports',
    summary: 'Compares the ledger with what today’s translation makes of the raw reports; one run a scope, waiting.',
    needs: 'edit',
    writes: true,
    answer: { kind: 'json', status: 202, schema: z.object({ runs: z.array(run) }) },
    errors: ['nothing-to-replay', 'run-underway'],
  }),
  listRuns: route({
    method: 'GET',
    path: '/api/v1/runs',
    topic: 'Runs',
    summary: 'The newest runs, newest first.',
    needs: 'view',
    query: z.strictObject({ limit: z.int().min(1).max(1000).default(100) }),
    answer: { kind: 'json', status: 200, schema: z.object({ runs: z.array(run) }) },
    errors: [],
  }),
  showRun: route({
    method: 'GET',
    path: '/api/v1/runs/{run}',
    topic: 'Runs',
    summary: 'One run; with `waitMs` answered as soon as it waits for a person or has ended, at the latest after that.',
    needs: 'view',
    params: ofRun,
    query: z.strictObject({ waitMs: z.int().min(0).max(30_000).default(0) }),
    answer: oneRun,
    errors: ['unknown-run'],
  }),
  showPreview: route({
    method: 'GET',
    path: '/api/v1/runs/{run}/preview',
    topic: 'Runs',
    summary: 'What a waiting run would do, in enough detail to decide.',
    needs: 'view',
    params: ofRun,
    answer: { kind: 'json', status: 200, schema: preview },
    errors: ['unknown-run', 'run-not-waiting'],
  }),
  listAnswers: route({
    method: 'GET',
    path: '/api/v1/runs/{run}/answers',
    topic: 'Runs',
    summary: 'The raw reports of a run.',
    needs: 'view',
    params: ofRun,
    answer: { kind: 'json', status: 200, schema: z.object({ answers: z.array(answer) }) },
    errors: ['unknown-run'],
  }),
  uploadRun: route({
    method: 'POST',
    path: '/api/v1/runs/{run}/upload',
    topic: 'Runs',
    summary: 'Posts a run that waits as preview or held.',
    needs: 'edit',
    writes: true,
    params: ofRun,
    answer: oneRun,
    errors: ['unknown-run', 'run-not-waiting'],
  }),
  discardRun: route({
    method: 'POST',
    path: '/api/v1/runs/{run}/discard',
    topic: 'Runs',
    summary: 'Ends a run that waits, fetches or is queued; its raw reports are kept.',
    needs: 'edit',
    params: ofRun,
    answer: oneRun,
    errors: ['unknown-run', 'run-not-waiting'],
  }),
  resumeRun: route({
    method: 'POST',
    path: '/api/v1/runs/{run}/resume',
    topic: 'Runs',
    summary: 'Goes on with a failed pull where it was.',
    needs: 'edit',
    writes: true,
    params: ofRun,
    answer: startedRun,
    errors: ['unknown-run', 'run-not-waiting', 'run-underway', 'unknown-connection'],
  }),
  downloadRawReport: route({
    method: 'GET',
    path: '/api/v1/runs/{run}/answers/{answer}',
    topic: 'Runs',
    summary: 'A raw report of a run as it is kept: byte for byte, but for personal columns, which were never kept.',
    needs: 'edit',
    params: z.strictObject({
      run: reference,
      answer: z.string().regex(/^[1-9]\d{0,14}$/, 'wants the number of a raw report'),
    }),
    answer: { kind: 'file', status: 200, mediaTypes: ['application/octet-stream'] },
    errors: ['unknown-run', 'unknown-raw-report'],
  }),
} as const;
