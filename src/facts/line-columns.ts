/** The columns of a line. */
import type { ColumnType } from './table-definition.ts';

/** What a reported line and a commission entry both state, in the order in which they are written everywhere. */
export const LINE_COLUMNS = {
  advertiser_id: 'text',
  advertiser: 'text?',
  order_id: 'text',
  sku: 'text',
  product: 'text?',
  brand: 'text?',
  sub_id: 'text?',
  transaction_id: 'text?',
  occurred_on: 'date',
  occurred_time: 'text',
  processed_on: 'date?',
  processed_time: 'text?',
  currency: 'text',
  sales: 'amount',
  commission: 'amount',
  items: 'int64',
  status: 'text?',
  network_status: 'text?',
  reason: 'text?',
  referrer: 'text?',
} as const satisfies Record<string, ColumnType>;

/** The range of process dates a row can have: its own process date, or the window its report was asked for. */
export const RANGE_COLUMNS = { range_from: 'date', range_to: 'date' } as const;
