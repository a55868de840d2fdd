/** All rows of a report that answers a part of them at a time. */
import { contract, type ReportRouteName, type Route } from '../api/index.ts';
import { type FlatRow, reportRows } from './report-rows.ts';

type Query = Readonly<Record<string, unknown>>;

/** Asks the report for a part. */
export type AskReport = (query: Query) => Promise<unknown>;

/** What the API gives at once: of lists by place, and of those by cursor. */
const MOST_BY_PLACE = 1000;
const MOST_BY_CURSOR = 200;
/** So often a list is begun anew when it has changed while it was read. */
const MOST_READINGS = 5;

/** Members of lists, as the contract has them. */
interface Part {
  readonly head?: { readonly asOf?: string | null };
  readonly attribution?: unknown;
  readonly total?: unknown;
  readonly totals?: readonly { readonly rowCount?: number }[] | null;
  readonly rowCount?: number;
  readonly nextCursor?: string | null;
}

/**
 * All rows in batches; rows of one batch may have columns that those of another have not only where the list goes by place,
 * which comes as one batch.
 */
export async function* allRows(
  route: ReportRouteName,
  query: Query,
  ask: AskReport,
): AsyncGenerator<readonly FlatRow[]> {
  const { query: schema }: Route = contract[route];
  const has = (name: string): boolean => schema !== undefined && name in schema.shape;
  if (!has('limit')) yield reportRows(route, await ask(query));
  else if (has('offset')) yield await rowsByPlace(route, query, ask);
  else yield* rowsByCursor(route, query, ask);
}

/**
 * Places are those of one list: when a run was posted, attribution made or a page read meanwhile, rows have moved, and a row
 * could come twice or not at all. A list that changes faster than it is read comes as it was read last.
 */
async function rowsByPlace(route: ReportRouteName, query: Query, ask: AskReport): Promise<FlatRow[]> {
  for (let reading = 1; ; reading += 1) {
    const rows: FlatRow[] = [];
    let first: string | null = null;
    for (let offset = 0; ; offset += MOST_BY_PLACE) {
      const reply = await ask({ ...query, limit: MOST_BY_PLACE, offset });
      const { head, attribution, total, totals, rowCount = 0 } = reply as Part;
      const state = JSON.stringify([head?.asOf, attribution, total, totals, rowCount]);
      first ??= state;
      if (state !== first && reading < MOST_READINGS) break;
      rows.push(...reportRows(route, reply));
      const count = Math.max(rowCount, ...(totals ?? []).map((one) => one.rowCount ?? 0));
      if (offset + MOST_BY_PLACE >= count) return rows;
    }
  }
}

async function* rowsByCursor(route: ReportRouteName, query: Query, ask: AskReport): AsyncGenerator<readonly FlatRow[]> {
  let place: Query = {};
  for (;;) {
    const reply = await ask({ ...query, limit: MOST_BY_CURSOR, ...place });
    yield reportRows(route, reply);
    const { nextCursor } = reply as Part;
    if (nextCursor == null) return;
    place = { cursor: nextCursor };
  }
}
