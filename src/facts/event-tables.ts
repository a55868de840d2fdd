/** The tables of what the browser script saw: pageviews, impressions, clicks, and what the collector counted. */
import type { ColumnType, TableDefinition } from './table-definition.ts';

/** What the collector keeps of every event. Where it lies in the collector's log tells one attempt to apply it from another. */
const EVENT_COLUMNS = {
  log_segment: 'int64',
  log_at: 'int64',
  site_id: 'text',
  day: 'date',
  happened_at: 'instant',
  event_id: 'text',
  view_id: 'text',
  visitor: 'text?',
  page_host: 'text',
  page_path: 'text',
  page_query: 'text',
  since_ms: 'int64',
  country: 'text?',
  country_is_guess: 'int32',
  city: 'text?',
  device: 'text',
  browser: 'text',
  system: 'text',
} as const satisfies Record<string, ColumnType>;

/** What only a pageview says. */
const PAGEVIEW_COLUMNS = {
  referrer: 'text?',
  title: 'text?',
  language: 'text?',
  author: 'text?',
  category: 'text?',
  published_on: 'date?',
  tags: 'text?',
  utm_source: 'text?',
  utm_medium: 'text?',
  utm_campaign: 'text?',
  utm_term: 'text?',
  utm_content: 'text?',
  source_class: 'text?',
  source_name: 'text?',
} as const satisfies Record<string, ColumnType>;

/** The affiliate link that was seen or followed. `position` 0, `advertiser_id` '': not known. */
const LINK_ON_PAGE_COLUMNS = {
  link: 'text',
  link_host: 'text',
  network: 'text',
  advertiser_id: 'text',
  placement: 'text?',
  position: 'int32',
} as const satisfies Record<string, ColumnType>;

/** What only a click says. */
const CLICK_COLUMNS = {
  click_id: 'text?',
  way: 'text',
  link_text: 'text?',
  heading: 'text?',
  is_cancelled: 'int32',
} as const satisfies Record<string, ColumnType>;

export const EVENT_TABLES = {
  /** Pages that were read. */
  pageviews: {
    life: 'stored',
    columns: { ...EVENT_COLUMNS, ...PAGEVIEW_COLUMNS },
    sortedBy: ['site_id', 'happened_at', 'event_id'],
  },
  /** Affiliate links that came into view: one row a link of a list (`item_no` from 0), `seen` of the same kind together. */
  impressions: {
    life: 'stored',
    columns: { ...EVENT_COLUMNS, item_no: 'int32', ...LINK_ON_PAGE_COLUMNS, seen: 'int64' },
    sortedBy: ['site_id', 'happened_at', 'event_id', 'item_no'],
  },
  /** Affiliate links that were followed. */
  clicks: {
    life: 'stored',
    columns: { ...EVENT_COLUMNS, ...LINK_ON_PAGE_COLUMNS, ...CLICK_COLUMNS },
    sortedBy: ['site_id', 'happened_at', 'event_id'],
  },
  /**
   * How many events of a site were kept (`outcome` is their kind) or dropped (the reason) in a piece of the collector's
   * log. Counts where `collector_positions` has that piece; `site_id` '' = no site known.
   */
  collector_counts: {
    life: 'stored',
    columns: {
      log_segment: 'int64',
      log_from: 'int64',
      log_to: 'int64',
      site_id: 'text',
      day: 'date',
      outcome: 'text',
      events: 'int64',
      first_at: 'instant',
      last_at: 'instant',
    },
    sortedBy: ['site_id', 'day', 'outcome'],
  },
  /** The pieces of the collector's log that are in the facts: the commit point of each. */
  collector_positions: {
    life: 'stored',
    columns: { log_segment: 'int64', log_from: 'int64', log_to: 'int64', applied_at: 'instant' },
    sortedBy: ['log_segment', 'log_from'],
  },
  /** Events that are being put into the facts; `kind` says into which table. */
  staged_events: {
    life: 'work',
    columns: {
      kind: 'text',
      ...EVENT_COLUMNS,
      ...PAGEVIEW_COLUMNS,
      item_no: 'int32',
      ...LINK_ON_PAGE_COLUMNS,
      seen: 'int64',
      ...CLICK_COLUMNS,
    },
    sortedBy: ['kind', 'log_at'],
  },
} as const satisfies Record<string, TableDefinition>;
