/** Routes about the websites of the workspace and what comes of them. */
import { z } from 'zod';
import type { SiteCounts } from '../../collect/index.ts';
import { type ExplainedLink, LINK_OUTCOMES } from '../../networks/index.ts';
import type { LiveReport } from '../../reports/index.ts';
import { DIMENSIONS, PRIVACY_MODES, type Site } from '../../sites/index.ts';
import { route } from './route.ts';
import { city } from './attribution-values.ts';
import { instant, reference } from './values.ts';

const site = z
  .object({
    id: z.string(),
    host: z.string(),
    name: z.string(),
    allowedHosts: z.array(z.string()),
    key: z.string().meta({ description: 'The site key, as the browser script says it; public.' }),
    privacy: z.enum(PRIVACY_MODES).meta({
      description: 'none: no id of a reader · daily: one that ends with the day · consent: nothing without consent.',
    }),
    respectsGpc: z.boolean(),
    excludedLinks: z.array(z.string()),
    dimensions: z.array(z.enum(DIMENSIONS)),
    retentionMonths: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'Site' }) satisfies z.ZodType<Site>;

const outcomes = z
  .object({
    received: z.int(),
    accepted: z.int(),
    dropped: z.int(),
    byKind: z.record(z.string(), z.int()),
    byReason: z.record(z.string(), z.int()),
  })
  .meta({ id: 'OutcomeCounts', description: 'received = accepted + dropped.' });

const counts = {
  firstEventAt: instant.nullable(),
  lastEventAt: instant.nullable(),
  today: outcomes.meta({ description: 'Of the present day, UTC.' }),
  total: outcomes,
};

const siteStatus = z.object({ site: z.string(), ...counts }).meta({ id: 'SiteStatus' }) satisfies z.ZodType<
  SiteCounts & { site: string }
>;

const pulse = z.object({
  accepted: z.int(),
  dropped: z.record(z.string(), z.int()),
  refused: z.int().meta({ description: 'Requests that the disk did not take: lost unless who sent them asks again.' }),
  connections: z.int(),
  waiting: z.int().meta({ description: 'Events that wait for the disk.' }),
  faults: z.int(),
  fault: z.string().nullable(),
  places: z
    .object({
      database: z.string().nullable().meta({ description: 'What it calls itself.' }),
      builtOn: z.iso.date().nullable().meta({ description: 'The day it was made.' }),
      hasCities: z.boolean().meta({ description: 'Whether it tells cities, too.' }),
      fault: z
        .string()
        .nullable()
        .meta({ description: 'Why the file cannot be read now; what was read before is used.' }),
    })
    .nullable()
    .meta({ description: 'The database that tells countries and cities from addresses; null: there is none.' }),
});

const collectorStatus = z
  .object({
    collector: z
      .object({
        url: z.string(),
        scriptUrl: z.string(),
        isRunning: z.boolean(),
        pulse: pulse.nullable().meta({ description: 'What it says of itself, since its start.' }),
        lagBytes: z.int().meta({ description: 'Bytes of the log that are not in the facts yet.' }),
        oldestUnappliedMs: z.int().nullable(),
        fault: z.string().nullable(),
        damages: z.int(),
        deadLetters: z.int(),
      })
      .nullable()
      .meta({ description: 'null: no server runs.' }),
    unknownSites: z.object(counts).meta({ description: 'Of events that name no site of this installation.' }),
  })
  .meta({ id: 'CollectorStatus' });

const named = z.object({ id: z.string(), label: z.string() });
const explainedLink = z
  .object({
    link: z.string().meta({ description: 'As browsers write it.' }),
    outcome: z.enum(LINK_OUTCOMES).meta({
      description:
        'tagged: the click id is written · kept: the sub-id that is there stays alone, as no parameter is free · signed: a change would break the link · untouched: such links are never changed · unknown: no network is known for it.',
    }),
    network: named.nullable(),
    advertiserId: z.string().nullable(),
    parameter: z.string().nullable().meta({ description: 'Where the id of a click goes, or would.' }),
    subId: z.string().meta({ description: 'The sub-id that the link has, the first of several; empty: none.' }),
    written: z.string().nullable().meta({ description: 'The link with the example in it; null: left as it is.' }),
    inside: z.array(named).meta({ description: 'Networks whose links are inside this one, and get the id too.' }),
    example: z.string().meta({ description: 'A click id, as every click gets another.' }),
    excludedBy: z.array(z.string()).meta({ description: 'Sites that do not count clicks on this link.' }),
  })
  .meta({ id: 'ExplainedLink' }) satisfies z.ZodType<
  ExplainedLink & { example: string; excludedBy: readonly string[] }
>;

const seen = { pageviews: z.int(), clicks: z.int() };
const live = z
  .object({
    at: instant,
    minutes: z
      .array(z.object({ at: instant, ...seen }))
      .meta({ description: 'The oldest first; the last one is under way.' }),
    total: z.object({
      ...seen,
      readers: z.int().meta({ description: 'Different ids of readers among those views that have one.' }),
      viewsWithoutReader: z.int(),
    }),
    pages: z.array(z.object({ host: z.string(), path: z.string(), title: z.string().nullable(), ...seen })),
    sources: z.array(z.object({ sourceClass: z.string().nullable(), name: z.string().nullable(), pageviews: z.int() })),
    networks: z.array(z.object({ network: z.string(), label: z.string(), clicks: z.int() })),
    devices: z.array(z.object({ device: z.string(), pageviews: z.int() })),
    countries: z.array(z.object({ country: z.string().nullable(), pageviews: z.int() })),
    clicks: z.array(
      z.object({
        event: z.string(),
        at: instant,
        site: z.string(),
        host: z.string(),
        path: z.string(),
        link: z.string(),
        network: z.string(),
        networkLabel: z.string(),
        placement: z.string().nullable(),
        position: z.int().nullable(),
        linkText: z.string().nullable(),
        device: z.string(),
        country: z.string().nullable(),
        city,
        hasClickId: z.boolean(),
      }),
    ),
  })
  .meta({
    id: 'LiveReport',
    description: 'What the browser script saw in the last minutes.',
  }) satisfies z.ZodType<LiveReport>;

const ofSite = z.strictObject({ site: reference });
const name = z.string().trim().min(1).max(200);
const hosts = z.array(z.string().trim().min(1).max(253)).min(1).max(50);
const options = {
  allowedHosts: hosts.optional(),
  privacy: z.enum(PRIVACY_MODES).optional(),
  respectsGpc: z.boolean().optional(),
  excludedLinks: z.array(z.string().trim().min(1).max(500)).max(200).optional(),
  dimensions: z.array(z.enum(DIMENSIONS)).optional(),
  retentionMonths: z.int().min(1).max(120).optional(),
};

export const siteRoutes = {
  listSites: route({
    method: 'GET',
    path: '/api/v1/sites',
    topic: 'Sites',
    summary: 'The websites of the workspace.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: z.object({ sites: z.array(site) }) },
    errors: [],
  }),
  addSite: route({
    method: 'POST',
    path: '/api/v1/sites',
    topic: 'Sites',
    summary: 'Adds a website; its key goes into the browser script.',
    needs: 'admin',
    writes: true,
    body: z.strictObject({ host: z.string().trim().min(1).max(300), name: name.optional(), ...options }),
    answer: { kind: 'json', status: 201, schema: site },
    errors: ['invalid-settings', 'site-host-taken'],
  }),
  changeSite: route({
    method: 'PATCH',
    path: '/api/v1/sites/{site}',
    topic: 'Sites',
    summary: 'Changes a website; what is left out stays.',
    needs: 'admin',
    params: ofSite,
    body: z.strictObject({
      name: name.optional(),
      ...options,
      newKey: z.boolean().optional().meta({ description: 'Makes a new site key; the present one ends at once.' }),
    }),
    answer: { kind: 'json', status: 200, schema: site },
    errors: ['unknown-site', 'invalid-settings'],
  }),
  removeSite: route({
    method: 'DELETE',
    path: '/api/v1/sites/{site}',
    topic: 'Sites',
    summary: 'Takes no more events of a website; those that came are kept.',
    needs: 'admin',
    params: ofSite,
    answer: { kind: 'json', status: 200, schema: z.object({ removed: z.string() }) },
    errors: ['unknown-site'],
  }),
  showSiteStatus: route({
    method: 'GET',
    path: '/api/v1/sites/{site}/status',
    topic: 'Sites',
    summary: 'What came of a website: kept by kind, dropped by reason, today and in all.',
    needs: 'view',
    params: ofSite,
    answer: { kind: 'json', status: 200, schema: siteStatus },
    errors: ['unknown-site'],
  }),
  recogniseLink: route({
    method: 'POST',
    path: '/api/v1/links/recognise',
    topic: 'Sites',
    summary: 'Says what the browser script makes of a link: its network, the sub-id, and what is written into it.',
    needs: 'view',
    isForGuests: true,
    body: z.strictObject({ link: z.string().trim().min(1).max(8000) }),
    answer: { kind: 'json', status: 200, schema: explainedLink },
    errors: ['invalid-request'],
  }),
  showLive: route({
    method: 'GET',
    path: '/api/v1/reports/live',
    topic: 'Reports',
    summary:
      'The last minutes (of a demo: those before it was made): views and clicks by minute, pages, sources, and the newest clicks.',
    needs: 'view',
    query: z.strictObject({
      site: reference.optional().meta({ description: 'Of this site alone.' }),
      minutes: z.int().min(5).max(60).default(30),
    }),
    answer: { kind: 'json', status: 200, schema: live },
    errors: [],
  }),
  showCollector: route({
    method: 'GET',
    path: '/api/v1/collector',
    topic: 'Sites',
    summary: 'How the collector is, and what it got for no known site.',
    needs: 'view',
    isForGuests: false,
    answer: { kind: 'json', status: 200, schema: collectorStatus },
    errors: [],
  }),
} as const;
