/** Routes about the networks that this program speaks. */
import { z } from 'zod';
import { route } from './route.ts';

const network = z
  .object({
    id: z.string(),
    label: z.string(),
    home: z.string(),
    timeZone: z.string(),
    countries: z.array(
      z.object({ id: z.string(), code: z.string(), label: z.string(), currency: z.string().nullable() }),
    ),
    settings: z.record(z.string(), z.unknown()).meta({
      description: 'The form of a connection as JSON schema; fields with `secret: true` are never shown again.',
    }),
    reports: z.array(z.object({ id: z.string(), label: z.string() })),
    hasApi: z.boolean().meta({ description: 'false: files only.' }),
  })
  .meta({ id: 'Network' });

export const networkRoutes = {
  listNetworks: route({
    method: 'GET',
    path: '/api/v1/networks',
    topic: 'Networks',
    summary: 'The networks, each with its countries, its reports and the form of a connection.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: z.object({ networks: z.array(network) }) },
    errors: [],
  }),
} as const;
