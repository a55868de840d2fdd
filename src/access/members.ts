/** The members of a workspace and what they may do. */
import type { AccountStore } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import type { AccessContext } from './access-context.ts';
import { revokeKeysOf } from './api-keys.ts';
import { NETWORK } from './attempt-limits.ts';
import { type Caller, rankOf, rankOfRole, type Role, type SessionCaller } from './caller.ts';
import { hashOf, newCode } from './codes.ts';
import { queueNotice } from './notices.ts';
import { forgetPasskeysOf } from './passkeys.ts';
import { forgetPerson, membershipsOf } from './people.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import type { Visit } from './visit.ts';

/** A member as others see them. Instants are ISO 8601 UTC. */
export interface MemberView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly hidesMoney: boolean;
  readonly twoFactor: boolean;
  readonly createdAt: string;
}

/** A link that works once. */
export interface Link {
  /** Path and fragment; the browser keeps the fragment, with the code, to itself. */
  readonly path: string;
  readonly expiresAt: string;
}

const LINK_MS = 24 * 3600 * 1000;

/** Throws `not-allowed` if the caller may not give this role, or if it cannot go with hidden amounts. */
export function checkGrant(caller: Caller, role: Role, hidesMoney: boolean): void {
  if (rankOfRole(role) > rankOf(caller)) {
    throw new TributaryError('not-allowed', 'Nobody gives a role above their own.', { column: 'role' });
  }
  if (hidesMoney && rankOfRole(role) > rankOfRole('editor')) {
    throw new TributaryError('not-allowed', 'Owners and admins see money.', { column: 'hidesMoney' });
  }
}

/** Members. */
export class Members {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** All members of the caller's workspace, owners first, then by name. */
  async list({ workspaceId }: Caller, store: AccountStore = this.#context.control): Promise<readonly MemberView[]> {
    const rows = await store
      .selectFrom('members')
      .innerJoin('users', 'users.id', 'members.user_id')
      .select(['users.id', 'name', 'email', 'role', 'hides_money', 'twoFactorEnabled', 'members.created_at'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('name')
      .execute();
    const members = rows.map(({ id, name, email, role, hides_money, twoFactorEnabled, created_at }) => ({
      ...{ id, name, email, role, hidesMoney: hides_money === 1 },
      ...{ twoFactor: twoFactorEnabled === 1, createdAt: created_at },
    }));
    return members.sort((a, b) => rankOfRole(b.role) - rankOfRole(a.role));
  }

  /**
   * Changes what a member may do. What they may is read anew with every request, so nothing of before is left to them;
   * their sessions end too, unless they are a member elsewhere, where nothing has changed. Throws `unknown-member`,
   * `not-allowed`, `last-owner`.
   */
  async change(
    caller: Caller,
    idOrEmail: string,
    wish: { readonly role?: Role | undefined; readonly hidesMoney?: boolean | undefined },
    visit: Visit,
  ): Promise<MemberView> {
    const { control, clock, audit } = this.#context;
    return control.transaction().execute(async (store) => {
      const member = await this.#subordinate(store, caller, idOrEmail);
      const role = wish.role ?? member.role;
      const isHigh = rankOfRole(role) > rankOfRole('editor');
      const hidesMoney = wish.hidesMoney ?? (member.hidesMoney && !isHigh);
      checkGrant(caller, role, hidesMoney);
      if (role === member.role && hidesMoney === member.hidesMoney) return member;
      if (member.role === 'owner' && role !== 'owner') await this.#keepAnOwner(store, caller, member.id);
      await store
        .updateTable('members')
        .set({ role, hides_money: hidesMoney ? 1 : 0 })
        .where('workspace_id', '=', caller.workspaceId)
        .where('user_id', '=', member.id)
        .execute();
      if ((await membershipsOf(store, member.id)) === 1) {
        await store.deleteFrom('sessions').where('userId', '=', member.id).execute();
      }
      if (!isHigh) await revokeKeysOf(store, caller.workspaceId, member.id, clock().toISOString());
      const before = { role: member.role, hidesMoney: member.hidesMoney };
      await audit.add(caller, 'member-changed', { member: member.email, before, role, hidesMoney }, visit, store);
      return { ...member, role, hidesMoney };
    });
  }

  /** Whether the caller gets a mail when clearly fewer sub-ids come back; null where nobody or no such role gets any. */
  async mailsDrops({ workspaceId, userId, role }: SessionCaller): Promise<boolean | null> {
    const { control, outbox } = this.#context;
    if (!outbox.isOn || rankOfRole(role) < rankOfRole('editor')) return null;
    const member = control.selectFrom('members').select('mails_drops').where('workspace_id', '=', workspaceId);
    return (await member.where('user_id', '=', userId).executeTakeFirst())?.mails_drops === 1;
  }

  /** Says which mails the caller wants about this workspace. */
  async chooseMails({ workspaceId, userId }: SessionCaller, mailsDrops: boolean): Promise<void> {
    const own = this.#context.control.updateTable('members').set({ mails_drops: mailsDrops ? 1 : 0 });
    await own.where('workspace_id', '=', workspaceId).where('user_id', '=', userId).execute();
  }

  /**
   * Removes a member; the keys they made here end at once. Every request looks their membership up, so their sessions
   * open this workspace no more but stay for others that they are a member of; whoever is a member of no other loses
   * sessions and account. Throws `unknown-member`, `not-allowed`, `last-owner`.
   */
  async remove(caller: Caller, idOrEmail: string, visit: Visit): Promise<string> {
    const { control, clock, audit } = this.#context;
    return control.transaction().execute(async (store) => {
      const member = await this.#subordinate(store, caller, idOrEmail);
      const { id } = member;
      if (member.role === 'owner') await this.#keepAnOwner(store, caller, id);
      const here = store.deleteFrom('members').where('workspace_id', '=', caller.workspaceId);
      await here.where('user_id', '=', id).execute();
      await forgetPerson(store, id);
      await revokeKeysOf(store, caller.workspaceId, id, clock().toISOString());
      await audit.add(caller, 'member-removed', { member: member.email, role: member.role }, visit, store);
      return id;
    });
  }

  /**
   * A link with which a member sets a new password, good once and for a day; a former one ends. The second factor stays,
   * unless the command line says otherwise for someone who has lost it with all recovery codes; then passkeys go too. Of
   * someone who is a member elsewhere too it would open those workspaces: only the command line makes it.
   */
  async linkForPassword(caller: Caller, idOrEmail: string, removesTwoFactor: boolean, visit: Visit): Promise<Link> {
    const { control, clock, audit } = this.#context;
    if (removesTwoFactor && caller.kind !== 'local') {
      throw new TributaryError('not-allowed', 'Only the command line on the server removes a second factor.');
    }
    const code = newCode();
    const expiresAt = new Date(clock().getTime() + LINK_MS).toISOString();
    await control.transaction().execute(async (store) => {
      const member = await this.#subordinate(store, caller, idOrEmail);
      if (caller.kind !== 'local' && (await membershipsOf(store, member.id)) > 1) {
        throw new TributaryError(
          'not-allowed',
          'They use this account elsewhere too: only the command line on the server makes a link for its password.',
        );
      }
      await store.deleteFrom('links').where('user_id', '=', member.id).execute();
      const link = { code_hash: hashOf(code), kind: 'password', user_id: member.id, expires_at: expiresAt } as const;
      await store.insertInto('links').values(link).execute();
      if (removesTwoFactor) {
        await store.deleteFrom('two_factors').where('userId', '=', member.id).execute();
        await store.updateTable('users').set({ twoFactorEnabled: 0 }).where('id', '=', member.id).execute();
        await forgetPasskeysOf(store, member.id);
      }
      await audit.add(caller, 'password-link-made', { member: member.email, removesTwoFactor }, visit, store);
    });
    return { path: `/reset-password#${code}`, expiresAt };
  }

  /** Sets a new password by link and ends every session; second factor and passkeys stay. Throws `link-invalid`, `weak-password`. */
  async resetPassword(code: string, password: string, visit: Visit): Promise<void> {
    const { control, clock, audit, limits } = this.#context;
    const now = clock().toISOString();
    limits.take([{ key: `link from ${visit.ipPrefix}`, limit: NETWORK }]);
    const known = control.selectFrom('links').select('kind').where('code_hash', '=', hashOf(code));
    if ((await known.executeTakeFirst())?.kind !== 'password') throw invalidLink(); // before the slow hash
    checkPassword(password, '');
    const passwordHash = await hashPassword(password);
    await control.transaction().execute(async (store) => {
      const link = await store
        .deleteFrom('links')
        .where('code_hash', '=', hashOf(code))
        .where('kind', '=', 'password')
        .where('expires_at', '>', now)
        .returning('user_id')
        .executeTakeFirst();
      const user = await store
        .selectFrom('users')
        .select(['id', 'email'])
        .where('id', '=', link?.user_id ?? '')
        .executeTakeFirst();
      if (user === undefined) throw invalidLink();
      checkPassword(password, user.email);
      await store
        .updateTable('accounts')
        .set({ password: passwordHash, updatedAt: now })
        .where('userId', '=', user.id)
        .execute();
      await store.deleteFrom('sessions').where('userId', '=', user.id).execute();
      await store.deleteFrom('links').where('user_id', '=', user.id).execute(); // others that were mailed
      await audit.add({ kind: 'none', name: user.email }, 'password-reset', {}, visit, store);
      await queueNotice(this.#context, user.id, user.email, 'password-changed', store);
    });
  }

  /** A member that the caller may act on: someone below, or anyone for an owner; oneself in the web app's own screens. */
  async #subordinate(store: AccountStore, caller: Caller, idOrEmail: string): Promise<MemberView> {
    const wanted = idOrEmail.toLowerCase();
    const member = (await this.list(caller, store)).find((one) => one.id === idOrEmail || one.email === wanted);
    if (member === undefined) throw new TributaryError('unknown-member', 'There is no such member.');
    if (rankOf(caller) < rankOfRole('owner') && rankOfRole(member.role) >= rankOf(caller)) {
      throw new TributaryError(
        'not-allowed',
        `Only an owner changes ${member.role === 'owner' ? 'an' : 'another'} ${member.role}.`,
      );
    }
    return member;
  }

  async #keepAnOwner(store: AccountStore, { workspaceId }: Caller, userId: string): Promise<void> {
    const other = await store
      .selectFrom('members')
      .select('user_id')
      .where('workspace_id', '=', workspaceId)
      .where('role', '=', 'owner')
      .where('user_id', '<>', userId)
      .executeTakeFirst();
    if (other === undefined) throw new TributaryError('last-owner', 'The workspace would be left without an owner.');
  }
}

/** The error of a code that opens nothing; the same for one that never was. */
export function invalidLink(): TributaryError {
  return new TributaryError('link-invalid', 'This link is unknown, was used, or is over: ask for a new one.');
}
