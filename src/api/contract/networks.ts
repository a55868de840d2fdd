/** Routes about the networks that this program speaks. */
import { z } from 'zod';
import type { Block, Guide, Inline, SettingsReading } from '../../networks/index.ts';
import { route } from './route.ts';
import { day, reference } from './values.ts';

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

const inline = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['text', 'code', 'strong', 'em']), text: z.string() }),
  z.object({ kind: z.literal('link'), text: z.string(), href: z.string() }),
]) satisfies z.ZodType<Inline>;

const block = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('heading'),
      level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      content: z.array(inline),
      text: z.string(),
    }),
    z.object({ kind: z.literal('paragraph'), content: z.array(inline) }),
    z.object({ kind: z.literal('list'), isOrdered: z.boolean(), items: z.array(z.array(inline)) }),
    z.object({ kind: z.literal('table'), head: z.array(z.array(inline)), rows: z.array(z.array(z.array(inline))) }),
    z.object({ kind: z.literal('code'), text: z.string() }),
    z.object({ kind: z.literal('picture'), alt: z.string(), file: z.string() }),
  ])
  .meta({ id: 'GuideBlock' }) satisfies z.ZodType<Block>;

const guide = z
  .object({
    updated: day.meta({ description: 'The day of its last change.' }),
    markdown: z.string(),
    blocks: z.array(block).meta({
      description: 'The same text, taken apart. A picture is at `/guides/{network}/{file}`.',
    }),
  })
  .meta({ id: 'Guide' }) satisfies z.ZodType<Guide>;

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
    summary: 'How to connect the network: its help page.',
    needs: 'view',
    params: ofNetwork,
    answer: { kind: 'json', status: 200, schema: guide },
    errors: ['unknown-network'],
  }),
} as const;
