/** What earned the lines of a list or a file, beside them: of an entry with several shares the one with the most of it. */
import { METHODS, type Method, newestGeneration, SHARES_OF_BASIS } from '../attribution/index.ts';
import { type ClickIdReading, parseClickId, ratioText } from '../core/index.ts';
import type { SqlRow } from '../facts/index.ts';
import { shareConditionOf } from './filter-sql.ts';
import type { Filter } from './filters.ts';
import type { ReportSources } from './question.ts';
import type { TransactionRow } from './transaction-rows.ts';

/** The largest share of a line. */
export interface RowAttribution {
  readonly method: Method;
  /** 0–1 with 4 decimals. */
  readonly confidence: string | null;
  readonly pageHost: string | null;
  readonly pagePath: string | null;
  readonly site: string | null;
  /** How many pages share it. */
  readonly pages: number;
  readonly link: string | null;
  readonly placement: string | null;
  readonly position: number | null;
  readonly readerCountry: string | null;
  readonly readerCity: string | null;
}

/** What a list says of a line. */
export interface ListedAttribution extends RowAttribution {
  /** What its sub-id says of the id of a click. Where that is cut or damaged, no rule can say what it means. */
  readonly clickId: ClickIdReading['kind'];
}

type Attributed = TransactionRow & { readonly attribution: ListedAttribution | null };

const MEMBERS = [
  ...(['method', 'confidence', 'site_id', 'page_host', 'page_path', 'link', 'placement', 'position'] as const),
  ...(['reader_country', 'reader_city'] as const),
];

/** Select list of a row g of `largestShares`, for `rowAttributionOf`. */
export const SHARE_OF_ROW = [...MEMBERS, 'pages'].map((name) => `g.${name} as by_${name}`).join(', ');

/**
 * One row for each entry: its largest share that names something, else that of nobody, and how many pages share the entry.
 * `condition` is of shares a: where a filter asks for some pages, only these count, as only their amounts do.
 */
export function largestShares(condition: string): string {
  return `(select a.entry_id as entry_id, ${MEMBERS.map((name) => `a.${name} as ${name}`).join(', ')}, m.pages as pages
  from ${SHARES_OF_BASIS} a join (
    select a.entry_id as entry_id, coalesce(min(case when a.method <> 'none' then a.share_no end), min(a.share_no)) as share_no,
      sum(case when a.page_host <> '' then 1 else 0 end) as pages
    from ${SHARES_OF_BASIS} a where ${condition} group by a.entry_id) m on m.entry_id = a.entry_id and m.share_no = a.share_no
  where ${condition})`;
}

/** Reads `SHARE_OF_ROW`; null: the line is not attributed yet. */
export function rowAttributionOf(row: SqlRow): RowAttribution | null {
  if (row['by_method'] == null || row['by_method'] === '') return null;
  const method = METHODS.find((one) => one === row['by_method']) ?? 'none';
  const said = (name: string): string | null => (row[name] == null || row[name] === '' ? null : String(row[name]));
  return {
    method,
    confidence: method === 'none' ? null : ratioText(BigInt(Number(row['by_confidence'])), 10_000n, 4),
    ...{ pageHost: said('by_page_host'), pagePath: said('by_page_path'), site: said('by_site_id') },
    pages: Number(row['by_pages']),
    ...{ link: said('by_link'), placement: said('by_placement') },
    position: Number(row['by_position']) === 0 ? null : Number(row['by_position']),
    ...{ readerCountry: said('by_reader_country'), readerCity: said('by_reader_city') },
  };
}

/** So long a list waits for attribution: nothing is to do, or little, most of the time. */
const LONGEST_WAIT_MS = 300;

/** The lines with their attribution. */
export interface AttributedRows {
  readonly rows: readonly Attributed[];
  /** Attribution is being made anew: it is that of a moment ago, or missing. */
  readonly isAttributionOld: boolean;
}

export async function attributedRows(
  sources: ReportSources,
  rows: readonly TransactionRow[],
  filters: readonly Filter[],
): Promise<AttributedRows> {
  const { attribution } = sources;
  if (attribution === undefined) return { rows: rows.map(unattributed), isAttributionOld: false };
  const isAttributionOld = !(await attribution.ensureWithin(LONGEST_WAIT_MS));
  return { rows: await withShares(sources, rows, filters), isAttributionOld };
}

const unattributed = (row: TransactionRow): Attributed => ({ ...row, attribution: null });

async function withShares(
  { facts }: ReportSources,
  rows: readonly TransactionRow[],
  filters: readonly Filter[],
): Promise<readonly Attributed[]> {
  const made = rows.length === 0 ? null : await newestGeneration(facts);
  if (made === null) return rows.map(unattributed);
  const asked = shareConditionOf(filters);
  const ofRows = `a.entry_id in (${rows.map(({ id }) => id).join(', ')})`;
  const found = await facts.query(
    `select g.entry_id as entry_id, ${SHARE_OF_ROW} from ${largestShares(asked === null ? ofRows : `${ofRows} and ${asked.sql}`)} g`,
    { attribution: made.basis, attributionFloor: made.floor, credit: '', ...asked?.parameters },
  );
  const known = new Map(found.map((row) => [String(row['entry_id']), rowAttributionOf(row)]));
  return rows.map((row) => {
    const own = known.get(row.id) ?? null;
    return { ...row, attribution: own === null ? null : { ...own, clickId: readingOf(row) } };
  });
}

/** No id is made after its line: what looks like a later one is a word. */
function readingOf({ subId, processedOn, occurredOn }: TransactionRow): ClickIdReading['kind'] {
  return subId === null ? 'none' : parseClickId(subId, Date.parse(`${processedOn ?? occurredOn}T23:59:59.999Z`)).kind;
}
