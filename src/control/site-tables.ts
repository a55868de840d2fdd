/** Tables of sites. Instants are ISO 8601 UTC. */

/** A website of the workspace. Removed ones stay, as their events do. */
export interface SiteTable {
  site_id: string;
  /** As browsers write it: lower case, punycode, with the port where it is not the usual one. */
  host: string;
  name: string;
  /** JSON: hosts on which pages of the site are; `*.` stands for any name below. */
  allowed_hosts: string;
  /** What the browser script says; public. */
  site_key: string;
  privacy: 'none' | 'daily' | 'consent';
  respects_gpc: number;
  /** JSON: beginnings of addresses of links that are not followed. */
  excluded_links: string;
  /** JSON: facts about articles that are kept. */
  dimensions: string;
  retention_months: number;
  created_at: string;
  removed_at: string | null;
}

export interface SiteTables {
  sites: SiteTable;
}
