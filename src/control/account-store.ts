/** The store of the installation: people, workspaces, who may do what in which, and the audit. */
import type { Kysely } from 'kysely';
import type { AccountTables } from './access-tables.ts';
import { ACCOUNT_MIGRATIONS } from './account-migrations.ts';
import { openSqlite } from './open-sqlite.ts';

export type AccountStore = Kysely<AccountTables>;

/** Opens the accounts of an installation and brings them to the newest schema. */
export function openAccounts(file: string): { readonly accounts: AccountStore; readonly close: () => Promise<void> } {
  const { store, close } = openSqlite<AccountTables>(file, ACCOUNT_MIGRATIONS);
  return { accounts: store, close };
}
