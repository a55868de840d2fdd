/** What lines can be filtered by: the contract's dimensions, in the order in which they are offered. */
import type { Dimension } from '../../../src/api/contract/report-values.ts';

export type { Dimension };

/** Of each, whether attribution tells it: of the click that earned a line. The compiler wants every one, and no other. */
const IS_ATTRIBUTED = {
  network: false,
  connection: false,
  country: false,
  advertiser: false,
  product: false,
  brand: false,
  sku: false,
  subId: false,
  status: false,
  orderId: false,
  currency: false,
  page: true,
  site: true,
  author: true,
  category: true,
  link: true,
  placement: true,
  sourceClass: true,
  source: true,
  medium: true,
  utmCampaign: true,
  device: true,
  readerCountry: true,
  readerCity: true,
  method: true,
} as const satisfies Readonly<Record<Dimension, boolean>>;

/** All of them. */
export const DIMENSIONS = Object.keys(IS_ATTRIBUTED) as readonly Dimension[]; // its keys are the dimensions, see above
export type Attributed = {
  [Name in Dimension]: (typeof IS_ATTRIBUTED)[Name] extends true ? Name : never;
}[Dimension];

/** Whether a dimension is one that attribution tells. */
export function isAttributed(dimension: string): dimension is Attributed {
  return Object.hasOwn(IS_ATTRIBUTED, dimension) && IS_ATTRIBUTED[dimension as Dimension]; // a key of it
}

/** The value of a line that says nothing, as the API writes it. */
export const NONE = '(none)';
