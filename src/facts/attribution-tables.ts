/** The tables of attribution: what texts of the ledger say, and which page, link and click earned each entry. All derived. */
import type { TableDefinition } from './table-definition.ts';

export const ATTRIBUTION_TABLES = {
  /**
   * What a sub-id says about a click id, or the `beginning` of one (`core/click-id`). It says so for lines that were processed
   * on `made_on` or later: an id cannot be of a click that came after the line. So a row never changes, whenever it was read.
   */
  sub_id_readings: {
    life: 'derived',
    columns: { sub_id: 'text', kind: 'text', click_id: 'text?', beginning: 'text?', made_on: 'date?' },
    sortedBy: ['sub_id'],
  },
  /**
   * What a text of a network's lines says about a page under one version of the rules and sites: a sub-id by a label rule,
   * a referrer by its address. `''` = it says nothing about that.
   */
  told_texts: {
    life: 'derived',
    columns: {
      version: 'text',
      kind: 'text',
      network: 'text',
      told: 'text',
      rule_id: 'text',
      site_id: 'text',
      page_host: 'text',
      page_path: 'text',
      campaign: 'text',
    },
    sortedBy: ['version', 'kind', 'network', 'told'],
  },
  /**
   * Which page earned an entry: one row, or several whose amounts add up to the entry's, to the last digit. `confidence`
   * is in 1/10 000; items are whole. `page_host` '' = no page, `click_event` '' = no click, `source_class` '' = not known.
   * `sales_before` and `commission_before` are the sums of the shares before this one: a running sum can be converted, and
   * its steps add up. `credit` '' is what is found of the entry itself; others share it among the pages or sources of the
   * visit (`credit.ts`).
   */
  attributions: {
    life: 'derived',
    columns: {
      basis: 'int64',
      credit: 'text',
      entry_id: 'int64',
      share_no: 'int32',
      order_key: 'key',
      method: 'text',
      confidence: 'int32',
      site_id: 'text',
      page_host: 'text',
      page_path: 'text',
      link: 'text',
      placement: 'text',
      position: 'int32',
      click_event: 'text',
      view_id: 'text',
      device: 'text',
      browser: 'text',
      reader_country: 'text',
      reader_city: 'text',
      source_class: 'text',
      source_name: 'text',
      medium: 'text',
      campaign: 'text',
      landing: 'text',
      rule_id: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      sales_before: 'amount',
      commission_before: 'amount',
    },
    sortedBy: ['basis', 'credit', 'entry_id', 'share_no'],
  },
  /** Entries whose rows of the generation `row_basis` a later generation `basis` replaced. */
  attribution_ends: {
    life: 'derived',
    columns: { entry_id: 'int64', row_basis: 'int64', basis: 'int64' },
    sortedBy: ['basis', 'entry_id'],
  },
  /**
   * The generations of `attributions` that are whole, and what each was made of; a row comes last. A generation is the rows
   * written from `floor_basis` to `basis` that none of them replaced. `click_segment` and `click_at` are where the newest
   * click that it knows lay in the collector's log, `fit` is what the model had learned.
   */
  attribution_bases: {
    life: 'derived',
    columns: {
      basis: 'int64',
      floor_basis: 'int64',
      ledger_basis: 'int64',
      ledger_floor: 'int64',
      clicks: 'int64',
      click_segment: 'int64',
      click_at: 'int64',
      version: 'text',
      fit: 'int64',
      made_at: 'instant',
      entry_count: 'int64',
      end_count: 'int64',
    },
    sortedBy: ['basis'],
  },
  /** Divisions of a generation by a credit that are whole. */
  attribution_credits: {
    life: 'derived',
    columns: { basis: 'int64', credit: 'text' },
    sortedBy: ['basis', 'credit'],
  },
  /** What came before attributed clicks: `weight` of each touch, `is_last` = it has the click's link. */
  work_touches: {
    life: 'work',
    columns: {
      click_event: 'text',
      place: 'int32',
      weight: 'int64',
      is_last: 'int32',
      site_id: 'text',
      page_host: 'text',
      page_path: 'text',
      source_class: 'text',
      source_name: 'text',
      medium: 'text',
      campaign: 'text',
      landing: 'text',
    },
    sortedBy: ['click_event', 'place'],
  },
  /** The attributed clicks of readers that can be followed. */
  work_credit_clicks: {
    life: 'work',
    columns: {
      event_id: 'text',
      site_id: 'text',
      view_id: 'text',
      visitor: 'text',
      day: 'date',
      happened_at: 'instant',
    },
    sortedBy: ['site_id', 'view_id'],
  },
  /** What can earn a credit, numbered from 1: a page or a source, its columns in one text. */
  work_credit_channels: { life: 'work', columns: { channel_no: 'int64', channel: 'text' }, sortedBy: ['channel_no'] },
  /**
   * Views of some days on the way of their reader. `before_no` is the channel before (0 = none), `is_touch`: it is another
   * touch than the view before, `is_end`: the way ends here.
   */
  work_credit_views: {
    life: 'work',
    columns: {
      site_id: 'text',
      view_id: 'text',
      reader: 'text',
      day: 'date',
      visit_no: 'int64',
      happened_at: 'instant',
      event_id: 'text',
      channel_no: 'int64',
      before_no: 'int64',
      is_touch: 'int32',
      is_end: 'int32',
    },
    sortedBy: ['site_id', 'reader', 'day', 'happened_at', 'event_id'],
  },
  /** Steps between channels in ways that led to an attributed click, and in others; 0 = the start or the end. */
  work_credit_steps: {
    life: 'work',
    columns: { from_no: 'int64', to_no: 'int64', won: 'int64', lost: 'int64' },
    sortedBy: ['from_no', 'to_no'],
  },
  /** Orders that are attributed anew. */
  work_attribution_orders: { life: 'work', columns: { order_key: 'key' }, sortedBy: ['order_key'] },
  /** Entries that are attributed anew with what is known of each. */
  work_found: {
    life: 'work',
    columns: {
      entry_id: 'int64',
      order_key: 'key',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      click_event: 'text',
      rule_id: 'text',
      referrer_site: 'text',
      referrer_host: 'text',
      referrer_path: 'text',
    },
    sortedBy: ['entry_id'],
  },
  /** The views in which attributed clicks were, with the beginning of their visit. */
  work_visits: {
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
