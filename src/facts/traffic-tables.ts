/** Events counted by day for reports over long periods, and what pages said. All derived. */
import type { ColumnType, TableDefinition } from './table-definition.ts';

/** Where an event was: its page, and the link that was seen or followed there. */
const PLACE_COLUMNS = {
  site_id: 'text',
  page_host: 'text',
  page_path: 'text',
  link: 'text',
  network: 'text',
  advertiser_id: 'text',
  placement: 'text?',
  position: 'int32',
} as const satisfies Record<string, ColumnType>;

/** Who read there, and how the visit began. */
const READER_COLUMNS = {
  country: 'text?',
  city: 'text?',
  device: 'text',
  browser: 'text',
  source_class: 'text',
  source_name: 'text',
  medium: 'text',
  campaign: 'text',
  landing: 'text',
} as const satisfies Record<string, ColumnType>;

export const TRAFFIC_TABLES = {
  /**
   * How many events of a `kind` (the name of their table) were alike on a day of UTC, with how their visits began. Counts
   * where the newest row of the day in `traffic_makings` has the same `making`, and as long as it says of what it was made.
   */
  traffic_days: {
    life: 'derived',
    columns: { making: 'int64', kind: 'text', day: 'date', ...PLACE_COLUMNS, ...READER_COLUMNS, events: 'int64' },
    sortedBy: ['kind', 'day', 'making', 'site_id', 'page_host', 'page_path'],
  },
  /** The sums of `traffic_days` over all readers: a hundredth of its rows, which is what most reports ask. */
  traffic_places: {
    life: 'derived',
    columns: { making: 'int64', kind: 'text', day: 'date', ...PLACE_COLUMNS, events: 'int64' },
    sortedBy: ['kind', 'day', 'making', 'site_id', 'page_host', 'page_path'],
  },
  /** How many events of a kind a site had in each quarter of an hour (from 1970): days of any zone are made of them. */
  traffic_quarters: {
    life: 'derived',
    columns: { making: 'int64', kind: 'text', day: 'date', quarter: 'int64', site_id: 'text', events: 'int64' },
    sortedBy: ['kind', 'day', 'making', 'quarter'],
  },
  /** What a page said of itself last on a day, and when; '' where it said nothing. */
  said_days: {
    life: 'derived',
    columns: {
      making: 'int64',
      day: 'date',
      page_host: 'text',
      page_path: 'text',
      said_at: 'instant',
      site_id: 'text',
      title: 'text',
      author: 'text',
      category: 'text',
      tags: 'text',
      published_on: 'text',
    },
    sortedBy: ['day', 'making', 'page_host', 'page_path'],
  },
  /**
   * Each time that a day was counted; a row comes after all others of its `making`. `made_of`: how many events there were
   * (`count-traffic.ts`), of which `views` were views.
   */
  traffic_makings: {
    life: 'derived',
    columns: { making: 'int64', day: 'date', made_of: 'text', views: 'int64' },
    sortedBy: ['day', 'making'],
  },
  /** How the visits of the views of some days began, while these days are counted. */
  work_visit_beginnings: {
    life: 'work',
    columns: {
      site_id: 'text',
      view_id: 'text',
      day: 'date',
      source_class: 'text',
      source_name: 'text',
      medium: 'text',
      campaign: 'text',
      landing: 'text',
    },
    sortedBy: ['site_id', 'view_id'],
  },
} as const satisfies Record<string, TableDefinition>;
