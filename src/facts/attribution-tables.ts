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
  /** What the model has learned, and from how many known orders; a row comes last. `verdict`: see `model/judge.ts`. */
  model_fits: {
    life: 'derived',
    columns: { fit: 'int64', orders: 'int64', verdict: 'text', made_at: 'instant' },
    sortedBy: ['fit'],
  },
  /** How much a click weighs `back` buckets before its order: orders a minute, in 1/1 000 000 000. */
  model_kernels: {
    life: 'derived',
    columns: { fit: 'int64', network: 'text', advertiser_id: 'text', span: 'int32', back: 'int64', weight: 'int64' },
    sortedBy: ['fit', 'network', 'advertiser_id', 'span', 'back'],
  },
  /**
   * An advertiser's two streams of orders of which nothing is known, in the kernel's unit: `rate` orders a click,
   * `background` orders a minute.
   */
  model_streams: {
    life: 'derived',
    columns: { fit: 'int64', network: 'text', advertiser_id: 'text', rate: 'int64', background: 'int64' },
    sortedBy: ['fit', 'network', 'advertiser_id'],
  },
  /** How many more orders than others a page brings of its clicks on an advertiser, in 1/1 000; pages without a row: as many. */
  model_page_factors: {
    life: 'derived',
    columns: { fit: 'int64', fold: 'int32', page_host: 'text', page_path: 'text', factor: 'int64' },
    sortedBy: ['fit', 'fold', 'page_host', 'page_path'],
  },
  /** What a weight (0–10 000) that the model gives is worth by its check: no row where nothing has to be corrected. */
  model_corrections: {
    life: 'derived',
    columns: { fit: 'int64', stated: 'int64', corrected: 'int64' },
    sortedBy: ['fit', 'stated'],
  },
  /**
   * How true the model was of orders whose click is known, their ids hidden, and how true simpler ways were: `method` is
   * `model`, `last-click` or `share-of-clicks`; claims by tenths of confidence (`bin` 0–9). `amount` in 1/10 000 of
   * whatever currency, without its sign; `stated` and `is_right` are parts of it, decimal texts, null without any.
   */
  model_bins: {
    life: 'derived',
    columns: {
      fit: 'int64',
      method: 'text',
      bin: 'int32',
      claims: 'int64',
      amount: 'text',
      stated: 'text?',
      is_right: 'text?',
    },
    sortedBy: ['fit', 'method', 'bin'],
  },
  /** The same check in one row a method; quotients as decimal texts. */
  model_checks: {
    life: 'derived',
    columns: {
      fit: 'int64',
      method: 'text',
      orders: 'int64',
      top_rate: 'text?',
      log_loss: 'text?',
      page_error: 'text?',
      calibration_points: 'text?',
    },
    sortedBy: ['fit', 'method'],
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
      source_class: 'text',
      source_name: 'text',
      medium: 'text',
      campaign: 'text',
      landing: 'text',
    },
    sortedBy: ['site_id', 'view_id'],
  },
  /**
   * Orders that the model looks at, each once; `known_page` is the page of their click where that is known, else 0. `amount`:
   * their commission without its sign in 1/10 000. `fold` (1, 2) parts them for checks.
   */
  work_model_orders: {
    life: 'work',
    columns: {
      order_no: 'int64',
      order_key: 'key',
      network: 'text',
      advertiser_id: 'text',
      slot: 'int64',
      hour: 'int64',
      day: 'int64',
      fold: 'int32',
      known_page: 'int64',
      amount: 'int64',
    },
    sortedBy: ['order_no'],
  },
  work_model_pages: {
    life: 'work',
    columns: { page_no: 'int64', site_id: 'text', page_host: 'text', page_path: 'text' },
    sortedBy: ['page_no'],
  },
  /** Clicks of an advertiser on a page in a bucket of time: `span` 0 = 10 minutes, 1 = hours, 2 = days. */
  work_model_clicks: {
    life: 'work',
    columns: {
      network: 'text',
      advertiser_id: 'text',
      span: 'int32',
      bucket: 'int64',
      hour: 'int64',
      day: 'int64',
      page_no: 'int64',
      clicks: 'int64',
    },
    sortedBy: ['network', 'advertiser_id', 'span', 'bucket'],
  },
  /**
   * The pages that an order may have come from, the likeliest of them; `total` and `all_clicks` are over all pages. `newest`
   * is the minute in which the bucket of the page's newest click begins.
   */
  work_model_exposures: {
    life: 'work',
    columns: {
      order_no: 'int64',
      page_no: 'int64',
      exposure: 'int64',
      total: 'int64',
      clicks: 'int64',
      all_clicks: 'int64',
      newest: 'int64',
    },
    sortedBy: ['order_no', 'page_no'],
  },
} as const satisfies Record<string, TableDefinition>;
