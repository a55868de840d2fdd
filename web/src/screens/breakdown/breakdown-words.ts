/** What the breakdown screens list, and the lines of their files. Pure. */
import type { Dimension } from '../../report/dimensions.ts';
import type { ListTab } from '../../report/list/list-tabs.tsx';

/** What can be listed; each is a dimension to filter by, too. */
export type BrokenBy = Extract<
  Dimension,
  'advertiser' | 'network' | 'country' | 'product' | 'brand' | 'sku' | 'subId' | 'connection'
>;

export const BREAKDOWN_TABS: readonly ListTab<BrokenBy>[] = [
  { id: 'advertiser', label: 'Advertisers' },
  { id: 'network', label: 'Networks' },
  { id: 'country', label: 'Countries' },
  { id: 'product', label: 'Products' },
  { id: 'brand', label: 'Brands' },
  { id: 'sku', label: 'SKUs' },
  { id: 'subId', label: 'Sub-ids' },
];

/** What one row is called: Advertiser, Country network. */
export const ROW_NAMES: Readonly<Record<BrokenBy, string>> = {
  advertiser: 'Advertiser',
  network: 'Network',
  country: 'Country',
  product: 'Product',
  brand: 'Brand',
  sku: 'SKU',
  subId: 'Sub-id',
  connection: 'Connection',
};

/** What a row is looked into by: the other sides of the same lines. */
export function otherSides(by: BrokenBy): readonly BrokenBy[] {
  const sides: readonly BrokenBy[] = ['advertiser', 'product', 'brand', 'network', 'subId'];
  return sides.filter((side) => side !== by && !(by === 'sku' && side === 'product')).slice(0, 4);
}

const SORTS: ReadonlySet<string> = new Set(['commission', 'sales', 'orders', 'items', 'lines', 'name', 'change']);
export const USUAL_SORT = '-commission';

/** The sorting of the URL where the server sorts so. */
export function breakdownSort(sort: string | undefined): string {
  return sort !== undefined && SORTS.has(sort.replace(/^-/, '')) ? sort : USUAL_SORT;
}
