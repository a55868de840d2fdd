/** The tables of the attribution model: what it has learned, and what it works with. All derived. */
import type { TableDefinition } from './table-definition.ts';

export const MODEL_TABLES = {
  /**
   * What the model has learned, from how many known orders, with how many products that links name; a row comes last.
   * `verdict`: see `model/judge.ts`.
   */
  model_fits: {
    life: 'derived',
    columns: { fit: 'int64', orders: 'int64', products: 'int64', verdict: 'text', made_at: 'instant' },
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
   * `background` orders a minute. `blocked`: which part of the second, in 1/1 000, is of readers of the recorded pages whose
   * browser keeps the script away; the rest came from elsewhere.
   */
  model_streams: {
    life: 'derived',
    columns: {
      fit: 'int64',
      network: 'text',
      advertiser_id: 'text',
      rate: 'int64',
      background: 'int64',
      blocked: 'int64',
    },
    sortedBy: ['fit', 'network', 'advertiser_id'],
  },
  /** How many more orders than others a page brings of its clicks on an advertiser, in 1/1 000; pages without a row: as many. */
  model_page_factors: {
    life: 'derived',
    columns: { fit: 'int64', fold: 'int32', page_host: 'text', page_path: 'text', factor: 'int64' },
    sortedBy: ['fit', 'fold', 'page_host', 'page_path'],
  },
  /**
   * How many more orders than others a click of such readers brings, in 1/1 000: `kind` is `device` or `country` of the
   * reader, `named` which one.
   */
  model_click_factors: {
    life: 'derived',
    columns: { fit: 'int64', network: 'text', kind: 'text', named: 'text', factor: 'int64' },
    sortedBy: ['fit', 'network', 'kind', 'named'],
  },
  /** The words of a clicked link that can name a product (`model/link-words.ts`). A function of the link alone: a row never changes. */
  link_words: { life: 'derived', columns: { link: 'text', word: 'text' }, sortedBy: ['link', 'word'] },
  /** Products that links name: in how many of their advertiser's orders they were. */
  model_products: {
    life: 'derived',
    columns: {
      fit: 'int64',
      product_no: 'int64',
      network: 'text',
      advertiser_id: 'text',
      sku: 'text',
      orders: 'int64',
      all_orders: 'int64',
    },
    sortedBy: ['fit', 'network', 'advertiser_id', 'sku'],
  },
  /** How many of a network's orders hold the product of their link because it was linked, in 1/1 000. */
  model_followed: {
    life: 'derived',
    columns: { fit: 'int64', network: 'text', followed: 'int64' },
    sortedBy: ['fit', 'network'],
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
  /**
   * Orders that the model looks at, each once; `known_page` is the page of their click where that is known, else 0. `amount`:
   * their commission without its sign in 1/10 000. `fold` (1–5) parts them for checks.
   */
  work_model_orders: {
    life: 'work',
    columns: {
      order_no: 'int64',
      order_key: 'key',
      network: 'text',
      advertiser_id: 'text',
      minute: 'int64',
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
  /**
   * Clicks of an advertiser on a page in a bucket of time: `span` 0 = minutes, 1 = 10 minutes, 2 = hours, 3 = days.
   * `product_no`: the product of their link, 0 = none is known. `weight`: what they are worth together, in 1/1 000 of a click.
   */
  work_model_clicks: {
    life: 'work',
    columns: {
      network: 'text',
      advertiser_id: 'text',
      span: 'int32',
      bucket: 'int64',
      slot: 'int64',
      hour: 'int64',
      day: 'int64',
      page_no: 'int64',
      product_no: 'int64',
      clicks: 'int64',
      weight: 'int64',
    },
    sortedBy: ['network', 'advertiser_id', 'span', 'bucket'],
  },
  /** The product that a clicked link names. */
  work_model_links: {
    life: 'work',
    columns: { network: 'text', advertiser_id: 'text', link: 'text', product_no: 'int64' },
    sortedBy: ['network', 'advertiser_id', 'link'],
  },
  /** Which of the products that links name are in an order. */
  work_model_baskets: {
    life: 'work',
    columns: { order_no: 'int64', product_no: 'int64' },
    sortedBy: ['order_no', 'product_no'],
  },
  /**
   * The pages that an order may have come from, the likeliest of them; `total`, `whole_popularity` and `all_clicks` are over
   * all pages. `popularity`: the same as `exposure` without asking when the clicks were, in 1/1 000 of a click. `newest`
   * is the minute in which the bucket of the page's newest click begins.
   */
  work_model_exposures: {
    life: 'work',
    columns: {
      order_no: 'int64',
      page_no: 'int64',
      exposure: 'int64',
      total: 'int64',
      popularity: 'int64',
      whole_popularity: 'int64',
      clicks: 'int64',
      all_clicks: 'int64',
      newest: 'int64',
    },
    sortedBy: ['order_no', 'page_no'],
  },
} as const satisfies Record<string, TableDefinition>;
