/** The derived tables, which reports read, and the work tables of their making. */
import { LINE_COLUMNS } from './line-columns.ts';
import type { TableDefinition } from './table-definition.ts';

export const READABLE_TABLES = {
  /**
   * Current entries with the status of their order line and their day in the workspace's zone: what reports read (ADR 0011,
   * 0015). `basis` is the making that wrote the row; see `ledger_bases`. `order_key` tells orders apart, `sign` is -1 for a
   * line that takes money back, `search_text` is what a search looks at, times are '' where only a day is known.
   */
  ledger_lines: {
    life: 'derived',
    columns: {
      basis: 'int64',
      entry_id: 'int64',
      run_seq: 'int64',
      order_key: 'key',
      scope_id: 'text',
      state: 'text',
      order_status: 'text',
      flag: 'text',
      sign: 'int32',
      money_report: 'text',
      money_id: 'int64',
      local_day: 'date',
      local_time: 'text',
      process_day: 'date',
      process_time: 'text',
      ...LINE_COLUMNS,
      search_text: 'text',
    },
    sortedBy: ['basis', 'local_day', 'entry_id'],
  },
  /** Rows of `ledger_lines` (`line_basis` wrote them) that the making `basis` replaced. */
  ledger_ends: {
    life: 'derived',
    columns: { entry_id: 'int64', line_basis: 'int64', basis: 'int64' },
    sortedBy: ['basis', 'entry_id'],
  },
  /**
   * The makings of `ledger_lines` that are whole; a row comes last. A making is the rows written from `floor_basis` to `basis`
   * that none of them replaced, as of the posting `posting`; `made_of` says by which settings.
   */
  ledger_bases: {
    life: 'derived',
    columns: {
      basis: 'int64',
      floor_basis: 'int64',
      posting: 'int64',
      posting_count: 'int64',
      made_of: 'text',
      approved_before: 'date',
      line_count: 'int64',
      end_count: 'int64',
    },
    sortedBy: ['basis'],
  },
  /** Conversions into a currency that can be read: their `conversion_rates` are whole. */
  conversions: {
    life: 'derived',
    columns: { conversion: 'int64', target: 'text', made_of: 'text' },
    sortedBy: ['conversion'],
  },
  /** An amount of `currency` of the day is `numerator / denominator` as much in the target; `rate_day` is the day of the older rate. */
  conversion_rates: {
    life: 'derived',
    columns: {
      conversion: 'int64',
      currency: 'text',
      day: 'date',
      numerator: 'int64',
      denominator: 'int64',
      rate_day: 'date',
    },
    sortedBy: ['conversion', 'currency', 'day'],
  },
  /** Orders whose lines are made anew. */
  work_touched: {
    life: 'work',
    columns: { scope_id: 'text', advertiser_id: 'text', order_id: 'text' },
    sortedBy: ['scope_id', 'advertiser_id', 'order_id'],
  },
  /**
   * How far the clocks of the workspace are ahead of a stream's on one of its days, in seconds: `shift_0` until the second
   * `change_1` of the day, `shift_1` until `change_2`, then `shift_2`.
   */
  work_zone_days: {
    life: 'work',
    columns: {
      scope_id: 'text',
      day: 'date',
      shift_0: 'int32',
      change_1: 'int32',
      shift_1: 'int32',
      change_2: 'int32',
      shift_2: 'int32',
    },
    sortedBy: ['scope_id', 'day'],
  },
} as const satisfies Record<string, TableDefinition>;
