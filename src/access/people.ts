/** A person's account, apart from what they are a member of. */
import { randomUUID } from 'node:crypto';
import type { AccountStore } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import type { Role } from './caller.ts';
import { forgetPasskeysOf } from './passkeys.ts';

/** What a new person is stored as. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly membership: Membership;
}

/** Where someone becomes a member, as what. */
export interface Membership {
  readonly workspaceId: string;
  readonly role: Role;
  readonly hidesMoney: boolean;
}

/** Stores a new person as a member and gives their id; in the caller's transaction. Throws `already-member`. */
export async function addPerson(store: AccountStore, person: NewPerson, now: string): Promise<string> {
  const [id, email] = [randomUUID(), person.email.toLowerCase()];
  const taken = await store.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
  if (taken !== undefined) throw new TributaryError('already-member', `${email} has an account already.`);
  const instants = { createdAt: now, updatedAt: now };
  await store
    .insertInto('users')
    .values({ id, name: person.name, email, emailVerified: 1, image: null, ...instants, twoFactorEnabled: 0 })
    .execute();
  await store
    .insertInto('accounts')
    .values({
      ...{ id: randomUUID(), accountId: id, providerId: 'credential', userId: id },
      ...{ password: person.passwordHash, ...instants },
    })
    .execute();
  await addMembership(store, id, person.membership, now);
  return id;
}

/** Makes a person a member of a workspace. */
export async function addMembership(
  store: AccountStore,
  userId: string,
  { workspaceId, role, hidesMoney }: Membership,
  now: string,
): Promise<void> {
  const hides_money = hidesMoney ? 1 : 0;
  const member = { workspace_id: workspaceId, user_id: userId, role, hides_money, created_at: now };
  await store.insertInto('members').values(member).execute();
}

/** How many workspaces a person is a member of. */
export async function membershipsOf(store: AccountStore, userId: string): Promise<number> {
  const count = store.selectFrom('members').select(({ fn }) => fn.countAll<number>().as('count'));
  return Number((await count.where('user_id', '=', userId).executeTakeFirstOrThrow()).count);
}

/** Deletes the account of who is a member of nothing any more, with every session; of another it deletes nothing. */
export async function forgetPerson(store: AccountStore, userId: string): Promise<boolean> {
  if ((await membershipsOf(store, userId)) > 0) return false;
  for (const table of ['sessions', 'accounts', 'two_factors'] as const) {
    await store.deleteFrom(table).where('userId', '=', userId).execute();
  }
  for (const table of ['used_codes', 'links'] as const) {
    await store.deleteFrom(table).where('user_id', '=', userId).execute();
  }
  await forgetPasskeysOf(store, userId);
  await store.deleteFrom('outbox').where('about', '=', userId).execute();
  await store.deleteFrom('users').where('id', '=', userId).execute();
  return true;
}
