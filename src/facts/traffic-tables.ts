/** Events counted by day for reports over long periods. All derived. */
import type { TableDefinition } from './table-definition.ts';

export const TRAFFIC_TABLES = {
  /**
   * How many events of a `kind` (the name of their table) were alike on a day of UTC, with how their visits began. Counts
   * where `traffic_makings` has the day, and as long as that row says of what it was made.
   */
  traffic_days: {
    life: 'derived',
    columns: {
      kind: 'text',
      day: 'date',
      site_id: 'text',
      page_host: 'text',
      page_path: 'text',
      country: 'text?',
      device: 'text',
      browser: 'text',
      link: 'text',
      network: 'text',
      advertiser_id: 'text',
      placement: 'text?',
      position: 'int32',
      source_class: 'text',
      source_name: 'text',
      medium: 'text',
      campaign: 'text',
      landing: 'text',
      events: 'int64',
    },
    sortedBy: ['kind', 'day', 'site_id', 'page_host', 'page_path'],
  },
  /** The days of `traffic_days` that are whole; a row comes last. `made_of`: how many events there were (`count-traffic.ts`). */
  traffic_makings: { life: 'derived', columns: { day: 'date', made_of: 'text' }, sortedBy: ['day'] },
} as const satisfies Record<string, TableDefinition>;
