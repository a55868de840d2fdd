/** What earned each entry, as columns beside the export of the whole ledger. */
import type { BesideEntries } from '../ledger/index.ts';
import type { ReportSources } from './question.ts';
import { largestShares } from './row-attribution.ts';

/** The columns of `attributionOfEntries` in their order; docs/data-model.md says what each means. */
export const ATTRIBUTION_COLUMNS = ['method', 'confidence', 'page', 'pages', 'link', 'placement', 'position'] as const;

const said = (name: string): string => `case when s.${name} = '' then null else s.${name} end as ${name}`;

/** Brings attribution up to date and gives its columns. */
export async function attributionOfEntries({ attribution }: ReportSources): Promise<BesideEntries> {
  if (attribution === undefined) throw new Error('these sources have no attribution');
  const { basis, floor } = await attribution.ensure();
  return {
    columns: ATTRIBUTION_COLUMNS,
    decimals: ['confidence'],
    sql: `(select s.entry_id as entry_id, s.method as method,
  case when s.method = 'none' then null else amount_of_units(s.confidence) end as confidence,
  case when s.page_host = '' then null else concat(s.page_host, s.page_path) end as page, s.pages as pages,
  ${said('link')}, ${said('placement')}, case when s.position = 0 then null else s.position end as position
from ${largestShares('1 = 1')} s)`,
    parameters: { attribution: basis, attributionFloor: floor, credit: '' },
  };
}
