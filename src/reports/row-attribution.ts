/** What earned the lines of a list, beside them: as it was last made, so that no list waits for attribution. */
import { METHODS, type Method, newestGeneration, SHARES_OF_BASIS } from '../attribution/index.ts';
import { ratioText } from '../core/index.ts';
import type { ReportSources } from './question.ts';
import type { TransactionRow } from './transaction-rows.ts';

/** The largest share of a line. */
export interface RowAttribution {
  readonly method: Method;
  readonly confidence: string | null;
  readonly pageHost: string | null;
  readonly pagePath: string | null;
  readonly site: string | null;
  /** How many pages share it. */
  readonly pages: number;
}

type Attributed = TransactionRow & { readonly attribution: RowAttribution | null };

/** The lines with their attribution; it is brought up to date in the background. */
export async function attributedRows(sources: ReportSources, rows: readonly TransactionRow[]): Promise<Attributed[]> {
  const { facts, attribution } = sources;
  attribution?.ensureSoon();
  const made = rows.length === 0 || attribution === undefined ? null : await newestGeneration(facts);
  if (made === null) return rows.map((row) => ({ ...row, attribution: null }));
  const found = await facts.query(
    `
select a.entry_id as entry_id, a.share_no as share_no, a.method as method, a.confidence as confidence, a.site_id as site_id,
  a.page_host as page_host, a.page_path as page_path
from ${SHARES_OF_BASIS} a where a.entry_id in (${rows.map(({ id }) => id).join(', ')}) order by a.entry_id, a.share_no`,
    { attribution: made.basis, attributionFloor: made.floor, credit: '' },
  );
  const known = new Map<string, RowAttribution>();
  for (const row of found) {
    const id = String(row['entry_id']);
    const before = known.get(id);
    const hasPage = row['page_host'] !== '';
    if (before !== undefined && before.method !== 'none') {
      known.set(id, { ...before, pages: before.pages + (hasPage ? 1 : 0) });
      continue;
    }
    const said = (column: string): string | null => (row[column] === '' ? null : String(row[column]));
    const method = METHODS.find((one) => one === row['method']) ?? 'none';
    known.set(id, {
      method,
      confidence: method === 'none' ? null : ratioText(BigInt(Number(row['confidence'])), 10_000n, 4),
      ...{ pageHost: said('page_host'), pagePath: said('page_path'), site: said('site_id'), pages: hasPage ? 1 : 0 },
    });
  }
  return rows.map((row) => ({ ...row, attribution: known.get(row.id) ?? null }));
}
