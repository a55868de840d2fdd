/** Routes about connections and their tests. */
import { z } from 'zod';
import type { Connection, ConnectionTest } from '../../imports/index.ts';
import { route } from './route.ts';
import { errorReport, instant, reference } from './values.ts';

const schedule = z.object({ everyHours: z.number(), settleDays: z.int(), lookBackDays: z.int() });

const connection = z
  .object({
    id: z.string(),
    network: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    scope: z.string(),
    website: z.string().nullable(),
    settings: z.record(z.string(), z.unknown()).meta({ description: 'Secrets show their last 4 characters only.' }),
    state: z.enum(['active', 'paused', 'stopped']),
    problem: errorReport.nullable(),
    reports: z.array(
      z.object({
        reportId: z.string(),
        name: z.string(),
        isRequired: z.boolean(),
        problem: errorReport.nullable(),
      }),
    ),
    schedule,
    createdAt: instant,
    nextPullAt: instant.nullable(),
    depthMonths: z.int().meta({ description: 'How many months back its account is read, this month included.' }),
  })
  .meta({ id: 'Connection' }) satisfies z.ZodType<Connection>;

const connectionTest = z
  .object({
    id: z.string(),
    connection: z.string(),
    state: z.enum(['running', 'passed', 'failed', 'cancelled']),
    startedAt: instant,
    elapsedMs: z.number(),
    reports: z.array(
      z.object({
        reportId: z.string(),
        name: z.string(),
        state: z.enum([
          'waiting',
          'asking',
          'found',
          'missing-columns',
          'not-found',
          'no-access',
          'throttled',
          'failed',
        ]),
        missing: z.array(z.string()),
        error: errorReport.nullable(),
        retryAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'ConnectionTest' }) satisfies z.ZodType<ConnectionTest>;

const settings = z
  .record(z.string().max(100), z.unknown())
  .meta({ description: 'The fields of the network’s form, as typed or pasted.' });
const name = z.string().trim().min(1).max(200);
const website = z.string().trim().min(1).max(2000);
const named = z.strictObject({ connection: reference.meta({ description: 'The id or the name.' }) });
const ofTest = z.strictObject({ test: reference });

/** What a person gets to mend in the settings of a connection. */
const SETTING_ERRORS = [
  'invalid-settings',
  'bad-token',
  'advertiser-token',
  'foreign-url',
  'unknown-country',
  'connection-name-taken',
  'adoption-undecided',
] as const;

export const connectionRoutes = {
  listConnections: route({
    method: 'GET',
    path: '/api/v1/connections',
    topic: 'Connections',
    summary: 'All connections.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: z.object({ connections: z.array(connection) }) },
    errors: [],
  }),
  addConnection: route({
    method: 'POST',
    path: '/api/v1/connections',
    topic: 'Connections',
    summary: 'Adds a connection; nothing is asked of the network yet.',
    needs: 'admin',
    writes: true,
    body: z.strictObject({
      network: reference,
      name: name.optional(),
      website: website.optional(),
      settings,
      like: reference.optional().meta({
        description: 'A connection of the same network whose settings and credential count where none are given.',
      }),
      adoptFiles: z
        .boolean()
        .optional()
        .meta({ description: 'Whether files imported without a connection are of this account.' }),
    }),
    answer: { kind: 'json', status: 201, schema: connection },
    errors: ['unknown-network', 'unknown-connection', ...SETTING_ERRORS],
  }),
  showConnection: route({
    method: 'GET',
    path: '/api/v1/connections/{connection}',
    topic: 'Connections',
    summary: 'One connection.',
    needs: 'view',
    params: named,
    answer: { kind: 'json', status: 200, schema: connection },
    errors: ['unknown-connection'],
  }),
  changeConnection: route({
    method: 'PATCH',
    path: '/api/v1/connections/{connection}',
    topic: 'Connections',
    summary: 'Changes a connection; what is left out stays, secrets too.',
    needs: 'admin',
    writes: true,
    params: named,
    body: z.strictObject({
      name: name.optional(),
      website: website.nullable().optional(),
      state: z.enum(['active', 'paused']).optional(),
      settings: settings.optional(),
      schedule: z
        .strictObject({
          everyHours: z.number().positive().max(744).optional(),
          settleDays: z.int().min(0).max(731).optional(),
          lookBackDays: z.int().min(1).max(731).optional(),
        })
        .optional(),
    }),
    answer: { kind: 'json', status: 200, schema: connection },
    errors: ['unknown-connection', ...SETTING_ERRORS],
  }),
  deleteConnection: route({
    method: 'DELETE',
    path: '/api/v1/connections/{connection}',
    topic: 'Connections',
    summary: 'Forgets the credential and ends the pulls; the ledger keeps what it has.',
    needs: 'admin',
    params: named,
    answer: { kind: 'json', status: 200, schema: z.object({ deleted: z.string() }) },
    errors: ['unknown-connection', 'run-underway'],
  }),
  startTest: route({
    method: 'POST',
    path: '/api/v1/connections/{connection}/tests',
    topic: 'Connections',
    summary: 'Starts a test: every report of the connection is asked for once. It goes on when nobody watches.',
    needs: 'edit',
    writes: true,
    params: named,
    answer: { kind: 'json', status: 202, schema: connectionTest },
    errors: ['unknown-connection', 'connection-without-api'],
  }),
  showTest: route({
    method: 'GET',
    path: '/api/v1/tests/{test}',
    topic: 'Connections',
    summary: 'A test, under way or ended.',
    needs: 'view',
    params: ofTest,
    answer: { kind: 'json', status: 200, schema: connectionTest },
    errors: ['unknown-test'],
  }),
  cancelTest: route({
    method: 'DELETE',
    path: '/api/v1/tests/{test}',
    topic: 'Connections',
    summary: 'Cancels a test.',
    needs: 'edit',
    params: ofTest,
    answer: { kind: 'json', status: 200, schema: connectionTest },
    errors: ['unknown-test'],
  }),
} as const;
