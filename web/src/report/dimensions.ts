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
  'page',
  'site',
  'author',
  'category',
  'link',
  'placement',
  'sourceClass',
  'source',
  'medium',
  'utmCampaign',
  'device',
  'readerCountry',
  'method',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Dimensions that attribution tells: of the click that earned a line. */
export const ATTRIBUTED = [
  'page',
  'site',
  'author',
  'category',
  'link',
  'placement',
  'sourceClass',
  'source',
  'medium',
  'utmCampaign',
  'device',
  'readerCountry',
  'method',
] as const satisfies readonly Dimension[];
export type Attributed = (typeof ATTRIBUTED)[number];

/** Whether a dimension is one that attribution tells. */
export function isAttributed(dimension: string): dimension is Attributed {
  return ATTRIBUTED.some((one) => one === dimension);
}

/** The value of a line that says nothing, as the API writes it. */
export const NONE = '(none)';
