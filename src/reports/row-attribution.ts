/** What earned the lines of a list, beside them: where it takes longer to make than a moment, as it was last made. */
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

/** So long a list waits for attribution: nothing is to do, or little, most of the time. */
const LONGEST_WAIT_MS = 300;

/** The lines with their attribution. */
export interface AttributedRows {
  readonly rows: readonly Attributed[];
  /** Attribution is being made anew: it is that of a moment ago, or missing. */
  readonly isAttributionOld: boolean;
}

export async function attributedRows(sources: ReportSources, rows: readonly TransactionRow[]): Promise<AttributedRows> {
  const { attribution } = sources;
  if (attribution === undefined) return { rows: rows.map(unattributed), isAttributionOld: false };
  const isAttributionOld = !(await attribution.ensureWithin(LONGEST_WAIT_MS));
  return { rows: await withShares(sources, rows), isAttributionOld };
}

const unattributed = (row: TransactionRow): Attributed => ({ ...row, attribution: null });

async function withShares({ facts }: ReportSources, rows: readonly TransactionRow[]): Promise<readonly Attributed[]> {
  const made = rows.length === 0 ? null : await newestGeneration(facts);
  if (made === null) return rows.map(unattributed);
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
