/** Whether a table, or a part of it, has any row: what decides if a statement over it is worth its time. */
import type { FactsSession, SqlParameters } from './facts-store.ts';

/** `what` is what follows `from`. Counts: that is what both engines answer without reading more than a column. */
export async function isAny(session: FactsSession, what: string, parameters: SqlParameters = {}): Promise<boolean> {
  const [row] = await session.query(`select count(*) as n from ${what}`, parameters);
  return row?.['n'] !== '0';
}
