/** Routes about the installation itself. */
import { z } from 'zod';
import { route } from './route.ts';

export const installationRoutes = {
  showPulse: route({
    method: 'GET',
    path: '/api/v1/pulse',
    topic: 'Installation',
    summary: 'That this installation answers, for whoever watches over it; nothing else.',
    needs: 'none',
    answer: { kind: 'json', status: 200, schema: z.object({ status: z.literal('up') }).meta({ id: 'Pulse' }) },
    errors: [],
  }),
  showHealth: route({
    method: 'GET',
    path: '/api/v1/health',
    topic: 'Installation',
    summary: 'What this installation is, and how much waits in it.',
    needs: 'view',
    isForGuests: false,
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({
          version: z.string(),
          folder: z.string().nullable().meta({ description: 'null: only who runs the installation is told.' }),
          engine: z.enum(['duckdb', 'clickhouse']),
          connections: z.object({ active: z.int(), paused: z.int(), stopped: z.int() }),
          runs: z
            .object({ underWay: z.int(), waiting: z.int(), failed: z.int() })
            .meta({ description: 'Of the newest 1000 runs.' }),
        })
        .meta({ id: 'Health' }),
    },
    errors: [],
  }),
  rotateKeys: route({
    method: 'POST',
    path: '/api/v1/keys/rotation',
    topic: 'Installation',
    summary: 'Makes a new master key and wraps every stored secret with it.',
    needs: 'owner',
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({
          keyId: z.string(),
          total: z.int(),
          rewrapped: z.int(),
          retiredKeyIds: z.array(z.string()),
          source: z.enum(['file', 'environment']),
        })
        .meta({ id: 'KeyRotation' }),
    },
    errors: ['master-key-missing', 'damaged-secret'],
  }),
} as const;
