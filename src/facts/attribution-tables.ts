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
} as const satisfies Record<string, TableDefinition>;
