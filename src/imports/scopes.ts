/**
 * In which scope (network, account, country network) a file or a connection's lines live. The account is a fingerprint
 * of the credential's inner secret, never the connection, so that two connections of one account share one ledger.
 */
import { createHash } from 'node:crypto';
import { type Clock, TributaryError } from '../core/index.ts';
import type { ControlStore, ScopeRow } from '../control/index.ts';
import type { CountryNetwork, Network } from '../networks/index.ts';

/** What scopes are looked up in. */
export interface ScopeStores {
  readonly control: ControlStore;
  readonly clock: Clock;
}

/**
 * The fingerprint of an account: 64 bits of a hash of its inner secret. The secret has 256 random bits (Rakuten's), so
 * a plain hash gives nothing away; it says only whether two credentials are of one account.
 */
export function fingerprintOf(network: Network, account: string): string {
  return createHash('sha256').update(`account\0${network.id}\0${account}`).digest('hex').slice(0, 16);
}

/** The scope of files that belong to no connection: one per network and country network. */
export function fileScope(network: Network, country: CountryNetwork | null): string {
  return `${network.id}:files:${country?.id ?? ''}`;
}

async function addScope(
  stores: ScopeStores,
  scope: Pick<ScopeRow, 'scope_id' | 'network' | 'country_id' | 'fingerprint'>,
): Promise<string> {
  await stores.control
    .insertInto('scopes')
    .values({ ...scope, created_at: stores.clock().toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return scope.scope_id;
}

async function scopesOf(
  { control }: ScopeStores,
  network: Network,
  country: CountryNetwork | null,
): Promise<ScopeRow[]> {
  return control
    .selectFrom('scopes')
    .selectAll()
    .where('network', '=', network.id)
    .where((where) => (country === null ? where('country_id', 'is', null) : where('country_id', '=', country.id)))
    .orderBy('created_at')
    .execute();
}

/** The scope of uploaded files: that of the only matching account; a file-only one where there is none. */
export async function scopeOfFiles(
  stores: ScopeStores,
  network: Network,
  country: CountryNetwork | null,
): Promise<string> {
  const scopes = await scopesOf(stores, network, country);
  const [only] = scopes;
  if (only === undefined) {
    const scope_id = fileScope(network, country);
    return addScope(stores, { scope_id, network: network.id, country_id: country?.id ?? null, fingerprint: null });
  }
  if (scopes.length === 1) return only.scope_id;
  const connections = await stores.control
    .selectFrom('connections')
    .select('name')
    .where(
      'scope_id',
      'in',
      scopes.map((scope) => scope.scope_id),
    )
    .orderBy('name')
    .execute();
  const names = connections.map((connection) => `"${connection.name}"`).join(', ');
  throw new TributaryError(
    'ambiguous-connection',
    `${scopes.length} accounts of ${network.label} match these files: name the connection that they are from with --connection (${names}).`,
  );
}

/**
 * The scope of an account. Where files of its country were imported without a connection, a person says whether they
 * are of this account (`adoptFiles`): then their scope becomes the account's, and nothing of the ledger has to move.
 */
export async function scopeOfAccount(
  stores: ScopeStores,
  network: Network,
  country: CountryNetwork | null,
  fingerprint: string,
  adoptFiles: boolean | undefined,
): Promise<string> {
  const scopes = await scopesOf(stores, network, country);
  const known = scopes.find((scope) => scope.fingerprint === fingerprint);
  if (known !== undefined) return known.scope_id;
  const files = scopes.find((scope) => scope.fingerprint === null);
  if (files !== undefined && adoptFiles === undefined) {
    throw new TributaryError(
      'adoption-undecided',
      `Files of ${network.label}${country === null ? '' : ` ${country.label}`} were imported before. If they are of this account, say so (--adopt-files): they become its history. If not, say --no-adopt-files.`,
    );
  }
  if (files !== undefined && adoptFiles === true) {
    await stores.control
      .updateTable('scopes')
      .set({ fingerprint })
      .where('scope_id', '=', files.scope_id)
      .where('fingerprint', 'is', null)
      .execute();
    return files.scope_id;
  }
  const scope_id = `${network.id}:${fingerprint}:${country?.id ?? ''}`;
  return addScope(stores, { scope_id, network: network.id, country_id: country?.id ?? null, fingerprint });
}
