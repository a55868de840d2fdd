/** What lines can be filtered and ranked by, in words. */

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

/** One of something, as a pill or a column names it. */
export const DIMENSION_LABELS: Readonly<Record<Dimension, string>> = {
  network: 'Network',
  connection: 'Connection',
  country: 'Country',
  advertiser: 'Advertiser',
  product: 'Product',
  brand: 'Brand',
  sku: 'SKU',
  subId: 'Sub-id',
  status: 'Status',
  orderId: 'Order',
  currency: 'Currency',
};

/** The value of a line that says nothing, as the API writes it. */
export const NONE = '(none)';

/** Whether a text of the URL is a dimension. */
export function isDimension(text: string): text is Dimension {
  return DIMENSIONS.some((one) => one === text);
}
