/**
 * Every table of the facts store, once, for both engines, and the small shared list of column types. Stored tables are
 * append-only; work tables live for one run and are emptied before it.
 */
import { ATTRIBUTION_TABLES } from './attribution-tables.ts';
import { MODEL_TABLES } from './model-tables.ts';
import { EVENT_TABLES } from './event-tables.ts';
import { LINE_COLUMNS, RANGE_COLUMNS } from './line-columns.ts';
import { READABLE_TABLES } from './readable-tables.ts';
import type { TableDefinition } from './table-definition.ts';
import { TRAFFIC_TABLES } from './traffic-tables.ts';

export const TABLES = {
  /** The commit point: entries and lines of a run exist once its row is here. */
  posted_runs: {
    life: 'stored',
    columns: { run_seq: 'int64', run_id: 'text', posted_at: 'instant' },
    sortedBy: ['run_seq'],
  },
  /** What each report said, line by line; current = not closed. `report_rank` is the report's place in the unify declaration. */
  reported_lines: {
    life: 'stored',
    columns: {
      reported_id: 'int64',
      run_seq: 'int64',
      scope_id: 'text',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
    },
    sortedBy: ['scope_id', 'advertiser_id', 'order_id', 'sku'],
  },
  /** Revisions of reported lines that a later run replaced or withdrew. */
  closed_lines: {
    life: 'stored',
    columns: { reported_id: 'int64', line_run_seq: 'int64', run_seq: 'int64' },
    sortedBy: ['reported_id'],
  },
  /** The ledger: one revision of one commission entry. `state`: counted, lost, conflict or withdrawn. */
  entries: {
    life: 'stored',
    columns: {
      entry_id: 'int64',
      run_seq: 'int64',
      scope_id: 'text',
      state: 'text',
      money_report: 'text',
      money_id: 'int64',
      ...LINE_COLUMNS,
    },
    sortedBy: ['scope_id', 'advertiser_id', 'order_id', 'sku'],
  },
  /** Revisions of entries that a later run replaced, or that turned out to be the same money as another entry. */
  closed_entries: {
    life: 'stored',
    columns: { entry_id: 'int64', entry_run_seq: 'int64', run_seq: 'int64' },
    sortedBy: ['entry_id'],
  },
  /** What a euro was worth, as its source published it (`rate` is its decimal text). The newest load of a day and currency counts. */
  exchange_rates: {
    life: 'stored',
    columns: { load_id: 'int64', day: 'date', currency: 'text', rate: 'text', source: 'text', loaded_at: 'instant' },
    sortedBy: ['currency', 'day', 'load_id'],
  },
  ...READABLE_TABLES,
  ...EVENT_TABLES,
  ...ATTRIBUTION_TABLES,
  ...MODEL_TABLES,
  ...TRAFFIC_TABLES,
  /** The rows of the run, translated, as its files stated them. `step` is the n-th file of one report. */
  staged_lines: {
    life: 'work',
    columns: {
      staged_no: 'int64',
      step: 'int32',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
    },
    sortedBy: ['staged_no'],
  },
  /**
   * One row a file: its report, the window it was asked for (the widest range where nobody knows), whether it is
   * everything in it, and the range that it covers together with the complete files of the same report beside it.
   */
  staged_files: {
    life: 'work',
    columns: {
      file_no: 'int32',
      step: 'int32',
      report: 'text',
      report_rank: 'int32',
      range_from: 'date',
      range_to: 'date',
      complete: 'int32',
      cover_from: 'date',
      cover_to: 'date',
    },
    sortedBy: ['file_no'],
  },
  /** Keys of the staged rows: which line a row can be, and a fingerprint of all it states. */
  work_keys: {
    life: 'work',
    columns: {
      staged_no: 'int64',
      step: 'int32',
      report: 'text',
      match_key: 'key',
      content: 'key',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      sub_id: 'text',
      ...RANGE_COLUMNS,
    },
    sortedBy: ['staged_no'],
  },
  /** Versions of reported lines that are open while the files of a run are read in turn. */
  work_open: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      version: 'int64',
      step: 'int32',
      report: 'text',
      match_key: 'key',
      content: 'key',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      sub_id: 'text',
      ...RANGE_COLUMNS,
    },
    sortedBy: ['reported_id'],
  },
  /** Which staged row is which reported line: `same` (equal in all fields), `paired`, `new`. */
  work_match: {
    life: 'work',
    columns: { staged_no: 'int64', reported_id: 'int64', step: 'int32', how: 'text' },
    sortedBy: ['staged_no'],
  },
  work_vanished: {
    life: 'work',
    columns: { reported_id: 'int64', run_seq: 'int64', advertiser_id: 'text', order_id: 'text', withdrawn: 'int32' },
    sortedBy: ['reported_id'],
  },
  /** The running plan's own numbers: ids of new lines are `base + staged_no`. One row. */
  work_run: { life: 'work', columns: { base: 'int64' }, sortedBy: ['base'] },
  /** Staged rows that are new lines as they stand. */
  work_new: { life: 'work', columns: { staged_no: 'int64' }, sortedBy: ['staged_no'] },
  /** The stored lines of every order the run touches. `replaced`: the run withdraws it or has another version of it. */
  work_stored_lines: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      old_run_seq: 'int64',
      revised: 'int32',
      was_read: 'int32',
      vanished: 'int32',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
      replaced: 'int32',
    },
    sortedBy: ['reported_id'],
  },
  /** Lines of which the run has several versions, merged; and the new ones where they are few. */
  work_merged_lines: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      old_run_seq: 'int64',
      revised: 'int32',
      was_read: 'int32',
      vanished: 'int32',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
    },
    sortedBy: ['reported_id'],
  },
  work_orders: {
    life: 'work',
    columns: { advertiser_id: 'text', order_id: 'text' },
    sortedBy: ['advertiser_id', 'order_id'],
  },
  /**
   * Figures of the lines that the run read as they were, in orders that it does not touch (`work_orders` lacks them).
   * Their entries stay as they are; the lines are the `reported_id`s that `work_match` has for rows of such orders.
   */
  work_untouched: {
    life: 'work',
    columns: {
      report: 'text',
      report_rank: 'int32',
      currency: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      line_count: 'int64',
    },
    sortedBy: ['report', 'currency'],
  },
  /** For a preview only: the entries of the orders that the run read but does not touch, and which of them it read. */
  work_untouched_entries: {
    life: 'work',
    columns: {
      money_id: 'int64',
      scope_id: 'text',
      state: 'text',
      money_report: 'text',
      was_read: 'int32',
      ...LINE_COLUMNS,
    },
    sortedBy: ['money_id'],
  },
  work_brands: {
    life: 'work',
    columns: { sku: 'text', product: 'text', brand: 'text?', brands: 'int64' },
    sortedBy: ['sku', 'product'],
  },
  /** Lines of orders that more than one money report knows. `money_rank` is the report that carries the order's money. */
  work_shared: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      report_rank: 'int32',
      money_rank: 'int32',
      line_group: 'key',
      sign: 'int32',
      occurred_on: 'date',
      occurred_time: 'text',
      transaction_id: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      processed: 'text',
    },
    sortedBy: ['reported_id'],
  },
  /** Which secondary line states the same money as which money line: `id`, `exact`, `sum` or `date`. */
  work_pairs: {
    life: 'work',
    columns: { secondary_id: 'int64', secondary_rank: 'int32', money_id: 'int64', how: 'text' },
    sortedBy: ['secondary_id'],
  },
  /** Fields that the secondary reports add to a money line. */
  work_added_fields: {
    life: 'work',
    columns: {
      money_id: 'int64',
      advertiser: 'text?',
      product: 'text?',
      brand: 'text?',
      sub_id: 'text?',
      transaction_id: 'text?',
      processed_on: 'date?',
      processed_time: 'text?',
      status: 'text?',
      network_status: 'text?',
      referrer: 'text?',
      was_read: 'int32',
      vanished: 'int32',
    },
    sortedBy: ['money_id'],
  },
  /** The unified lines of the touched orders, as the ledger will hold them, with the entry each one revises. */
  work_unified: {
    life: 'work',
    columns: {
      money_id: 'int64',
      state: 'text',
      was_read: 'int32',
      vanished: 'int32',
      occurred_on: 'date',
      currency: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
    },
    sortedBy: ['money_id'],
  },
  /** Current entries of the touched orders. */
  work_entries: {
    life: 'work',
    columns: {
      entry_id: 'int64',
      run_seq: 'int64',
      money_id: 'int64',
      state: 'text',
      line_group: 'key',
      sign: 'int32',
      content: 'key',
      occurred_on: 'date',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
    },
    sortedBy: ['entry_id'],
  },
  /** A fingerprint of what a matched unified line states, to compare with its entry's. */
  work_contents: { life: 'work', columns: { money_id: 'int64', content: 'key' }, sortedBy: ['money_id'] },
  /** Entry revisions to write; `old_run_seq` is 0 for an entry that is new. */
  work_posting: {
    life: 'work',
    columns: { money_id: 'int64', entry_id: 'int64', state: 'text', old_run_seq: 'int64', was_read: 'int32' },
    sortedBy: ['money_id'],
  },
  work_entry_match: {
    life: 'work',
    columns: { money_id: 'int64', entry_id: 'int64' },
    sortedBy: ['money_id'],
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof TABLES;

/** Tables whose rows belong to the piece of work that fills them. */
export type WorkTable = {
  [Name in TableName]: (typeof TABLES)[Name]['life'] extends 'work' ? Name : never;
}[TableName];

/** Column names of a table in their stored order. */
export function columnsOf(name: TableName): readonly string[] {
  return Object.keys(TABLES[name].columns);
}
