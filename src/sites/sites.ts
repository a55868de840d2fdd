/** The sites of a workspace: kept in its control store. */
import { randomUUID } from 'node:crypto';
import type { ControlStore, SiteRow } from '../control/index.ts';
import { type Clock, TributaryError } from '../core/index.ts';
import { DIMENSIONS, type DimensionName, newSiteKey, type PrivacyMode, type Site } from './site.ts';
import { normalHost } from './site-host.ts';

/** What a person says of a new site; what is left out has its usual value. */
export interface NewSite {
  readonly host: string;
  readonly name?: string | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
  readonly privacy?: PrivacyMode | undefined;
  readonly respectsGpc?: boolean | undefined;
  readonly excludedLinks?: readonly string[] | undefined;
  readonly dimensions?: readonly DimensionName[] | undefined;
  readonly retentionMonths?: number | undefined;
}

/** What of a site can change; its host is its identity. `newKey` ends the present key at once. */
export type SiteChange = Omit<Partial<NewSite>, 'host'> & { readonly newKey?: boolean | undefined };

/** What French law allows for measuring an audience without consent. */
const USUAL_RETENTION_MONTHS = 25;

/** Reads and writes sites; tells who listens when the collector has to know something new. */
export class Sites {
  readonly #control: ControlStore;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => Promise<void>>();

  constructor(control: ControlStore, clock: Clock) {
    this.#control = control;
    this.#clock = clock;
  }

  /** Calls `listener` after every change, and waits for it: a change counts when it is answered. */
  onChange(listener: () => Promise<void>): void {
    this.#listeners.add(listener);
  }

  async list(): Promise<readonly Site[]> {
    const rows = this.#control.selectFrom('sites').selectAll().where('removed_at', 'is', null).orderBy('host');
    return (await rows.execute()).map(siteOf);
  }

  /** Throws `unknown-site`. */
  async find(siteId: string): Promise<Site> {
    const row = await this.#control
      .selectFrom('sites')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (row !== undefined) return siteOf(row);
    throw new TributaryError('unknown-site', `There is no site "${siteId}".`);
  }

  /** How long every site, removed ones too, lets its events be kept. */
  async retentions(): Promise<readonly { readonly siteId: string; readonly months: number }[]> {
    const rows = await this.#control.selectFrom('sites').select(['site_id', 'retention_months']).execute();
    return rows.map((row) => ({ siteId: row.site_id, months: row.retention_months }));
  }

  /** Throws `invalid-settings`, `site-host-taken`. */
  async add(wanted: NewSite): Promise<Site> {
    const host = normalHost(wanted.host);
    const id = randomUUID();
    const values = {
      site_id: id,
      host,
      name: wanted.name ?? host,
      allowed_hosts: hostsText(wanted.allowedHosts ?? [host]),
      site_key: newSiteKey(),
      privacy: wanted.privacy ?? 'daily',
      respects_gpc: Number(wanted.respectsGpc ?? true),
      excluded_links: linksText(wanted.excludedLinks ?? []),
      dimensions: JSON.stringify(wanted.dimensions ?? DIMENSIONS),
      retention_months: wanted.retentionMonths ?? USUAL_RETENTION_MONTHS,
      created_at: this.#clock().toISOString(),
      removed_at: null,
    };
    try {
      await this.#control.insertInto('sites').values(values).execute();
    } catch (error) {
      if (!(error instanceof Error) || !/unique/i.test(error.message)) throw error;
      throw new TributaryError('site-host-taken', `There is a site "${host}" already.`, { column: 'host' }, error);
    }
    await this.#tell();
    return siteOf(values);
  }

  /** Throws `unknown-site`, `invalid-settings`. */
  async change(siteId: string, change: SiteChange): Promise<Site> {
    await this.find(siteId);
    const { name, allowedHosts, privacy, respectsGpc, excludedLinks, dimensions, retentionMonths, newKey } = change;
    const values = {
      name,
      allowed_hosts: allowedHosts === undefined ? undefined : hostsText(allowedHosts),
      privacy,
      respects_gpc: respectsGpc === undefined ? undefined : Number(respectsGpc),
      excluded_links: excludedLinks === undefined ? undefined : linksText(excludedLinks),
      dimensions: dimensions === undefined ? undefined : JSON.stringify(dimensions),
      retention_months: retentionMonths,
      site_key: newKey === true ? newSiteKey() : undefined,
    };
    const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    if (Object.keys(set).length > 0) {
      await this.#control.updateTable('sites').set(set).where('site_id', '=', siteId).execute();
      await this.#tell();
    }
    return this.find(siteId);
  }

  /** Takes no more events of a site; what it has is kept. Throws `unknown-site`. */
  async remove(siteId: string): Promise<void> {
    await this.find(siteId);
    const removed_at = this.#clock().toISOString();
    await this.#control.updateTable('sites').set({ removed_at }).where('site_id', '=', siteId).execute();
    await this.#tell();
  }

  async #tell(): Promise<void> {
    for (const listener of this.#listeners) await listener();
  }
}

function hostsText(hosts: readonly string[]): string {
  return JSON.stringify([...new Set(hosts.map((host) => normalHost(host, 'allowedHosts')))]);
}

function linksText(links: readonly string[]): string {
  return JSON.stringify(links.map((link) => link.trim().replace(/^https?:\/\//i, '')).filter((link) => link !== ''));
}

/** JSON columns hold what this file wrote there. */
function siteOf(row: SiteRow): Site {
  return {
    id: row.site_id,
    host: row.host,
    name: row.name,
    allowedHosts: JSON.parse(row.allowed_hosts) as string[],
    key: row.site_key,
    privacy: row.privacy,
    respectsGpc: row.respects_gpc === 1,
    excludedLinks: JSON.parse(row.excluded_links) as string[],
    dimensions: JSON.parse(row.dimensions) as DimensionName[],
    retentionMonths: row.retention_months,
    createdAt: row.created_at,
  };
}
