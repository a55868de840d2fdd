/** Routes about the networks that this program speaks. */
import { z } from 'zod';
import type { SettingsReading } from '../../networks/index.ts';
import { route } from './route.ts';
import { reference } from './values.ts';

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

const settingsReading = z
  .object({
    fields: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What was understood, defaults included; no secrets.' }),
    secrets: z.array(z.string()).meta({ description: 'The secret fields that were given and are well-formed.' }),
    found: z.array(z.string()).meta({ description: 'Fields that were not typed but taken out of something pasted.' }),
    problems: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'SettingsReading' }) satisfies z.ZodType<SettingsReading>;

const ofNetwork = z.strictObject({ network: reference });

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
  readSettings: route({
    method: 'POST',
    path: '/api/v1/networks/{network}/settings/read',
    topic: 'Networks',
    summary: 'Says what a form that may be half filled in would become, and what a pasted text gives; stores nothing.',
    needs: 'admin',
    params: ofNetwork,
    body: z.strictObject({ settings: z.record(z.string().max(100), z.unknown()) }),
    answer: { kind: 'json', status: 200, schema: settingsReading },
    errors: ['unknown-network', 'bad-token', 'advertiser-token', 'foreign-url', 'unknown-country'],
  }),
  showGuide: route({
    method: 'GET',
    path: '/api/v1/networks/{network}/guide',
    topic: 'Networks',
    summary: 'How to connect the network, as Markdown.',
    needs: 'view',
    params: ofNetwork,
    answer: { kind: 'json', status: 200, schema: z.object({ markdown: z.string() }) },
    errors: ['unknown-network'],
  }),
} as const;
