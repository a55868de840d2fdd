/** What lines can be filtered by. */

/** A dimension as the API and the URL name it. */
export const DIMENSIONS = [
  'network',
  'connection',
  'country',
  'advertiser',
  'product',
  'brand',
  'sku',
  'subId',
  'status',
  'orderId',
  'currency',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The value of a line that says nothing, as the API writes it. */
export const NONE = '(none)';
