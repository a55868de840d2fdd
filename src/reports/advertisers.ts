/** What advertisers are called. */
import type { FactsSession, SqlRow } from '../facts/index.ts';

/** What the ledger calls advertisers, where something names them by their id alone. */
export const ADVERTISERS = `(select network_of(l.scope_id) as network, l.advertiser_id as advertiser_id, max(l.advertiser) as called
  from ledger_lines l where l.advertiser is not null group by network_of(l.scope_id), l.advertiser_id)`;

/** What the ledger calls advertisers, by `advertiserKey`: hundreds, where there are many. */
export async function readAdvertiserNames(facts: FactsSession): Promise<Map<string, string>> {
  const rows = await facts.query(
    `select n.network as network, n.advertiser_id as advertiser_id, n.called as called from ${ADVERTISERS} n`,
  );
  return new Map(rows.map((row) => [advertiserKey(row), String(row['called'])]));
}

/** The network and the advertiser's id there, of a row with these columns. */
export function advertiserKey(row: SqlRow): string {
  return `${row['network']} ${row['advertiser_id']}`;
}
