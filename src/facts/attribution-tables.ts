/** The tables of attribution: what texts of the ledger say, and which page, link and click earned each entry. All derived. */
import type { TableDefinition } from './table-definition.ts';

export const ATTRIBUTION_TABLES = {
  /** What a sub-id says about a click id (`core/click-id`). A function of the text alone: a row never changes. */
  sub_id_readings: {
    life: 'derived',
    columns: { sub_id: 'text', kind: 'text', click_id: 'text?' },
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
   * is in 1/10 000; items are counted with the first row. `page_host` '' = unattributed, `click_event` '' = no click.
   */
  attributions: {
    life: 'derived',
    columns: {
      basis: 'int64',
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
      reader_country: 'text',
      campaign: 'text',
      rule_id: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
    },
    sortedBy: ['basis', 'entry_id', 'share_no'],
  },
  /** The generations of `attributions` that are whole, and what each was made of; a row comes last. */
  attribution_bases: {
    life: 'derived',
    columns: { basis: 'int64', ledger_basis: 'int64', clicks: 'int64', version: 'text', made_at: 'instant' },
    sortedBy: ['basis'],
  },
  /** Orders that the model looks at, each once; `known_page` is the page of their click where that is known, else 0. */
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
      known_page: 'int64',
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
  /** How much a click weighs `back` buckets before its order: orders a minute, in 1/1 000 000 000. */
  work_model_kernel: {
    life: 'work',
    columns: { network: 'text', advertiser_id: 'text', span: 'int32', back: 'int64', weight: 'int64' },
    sortedBy: ['network', 'advertiser_id', 'span', 'back'],
  },
  /** The pages that an order may have come from, the likeliest of them; `total` is over all pages. */
  work_model_exposures: {
    life: 'work',
    columns: { order_no: 'int64', page_no: 'int64', exposure: 'int64', total: 'int64' },
    sortedBy: ['order_no', 'page_no'],
  },
  /** An advertiser's two streams of orders, in the kernel's unit: `rate` orders a click, `background` orders a minute. */
  work_model_streams: {
    life: 'work',
    columns: { network: 'text', advertiser_id: 'text', rate: 'int64', background: 'int64' },
    sortedBy: ['network', 'advertiser_id'],
  },
} as const satisfies Record<string, TableDefinition>;
