/** Keys for programs: shown once, stored as a hash, limited in what they may do and for how long. */
import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { AccountStore, ApiKeyTable } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import type { AccessContext } from './access-context.ts';
import { type Caller, type KeyCaller, rankOf, rankOfScope, type Scope } from './caller.ts';
import { hashOf } from './codes.ts';
import type { Visit } from './visit.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 43 characters of 62 carry 256 bits. */
const SECRET_LENGTH = 43;
/** 6 characters of 62 carry the 32 bits of a CRC-32. */
const CHECKSUM_LENGTH = 6;
const KEY = /^(trib_live_([0-9a-z]{8})_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
/** Last use is told to the minute; a busy key would otherwise write with every request. */
const LAST_USE_MS = 60_000;

/** A key as its list shows it. Instants are ISO 8601 UTC. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** Text that looks like one of our keys; one with a false checksum was mistyped, and scanners for leaked secrets skip it. */
export function isApiKey(text: string): boolean {
  const [, body, , checksum] = KEY.exec(text) ?? [];
  return body !== undefined && checksumOf(body) === checksum;
}

/** A new key `trib_live_<8 id>_<43 secret><6 checksum>` with its id. */
export function newApiKey(): { readonly id: string; readonly key: string } {
  const id = randomBytes(4).toString('hex');
  const secret = Array.from({ length: SECRET_LENGTH }, () => BASE62[randomInt(62)]).join('');
  const body = `trib_live_${id}_${secret}`;
  return { id, key: body + checksumOf(body) };
}

function checksumOf(text: string): string {
  let [rest, digits] = [crc32(text), ''];
  while (digits.length < CHECKSUM_LENGTH) {
    digits = (BASE62[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** API keys; each is of one workspace. */
export class ApiKeys {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** Whose key this is; null if it is none, was revoked, or is over. */
  async find(text: string): Promise<KeyCaller | null> {
    if (!isApiKey(text)) return null;
    const { control, clock } = this.#context;
    const now = clock().toISOString();
    const row = await control
      .selectFrom('api_keys')
      .selectAll()
      .where('secret_hash', '=', hashOf(text))
      .executeTakeFirst();
    if (row === undefined || row.revoked_at !== null || (row.expires_at !== null && row.expires_at <= now)) return null;
    const isOld = row.last_used_at === null || Date.parse(now) - Date.parse(row.last_used_at) > LAST_USE_MS;
    if (isOld)
      await control.updateTable('api_keys').set({ last_used_at: now }).where('key_id', '=', row.key_id).execute();
    return { kind: 'key', workspaceId: row.workspace_id, keyId: row.key_id, name: row.name, scope: row.scope };
  }

  /** All keys of the workspace, newest first, the revoked ones too. */
  async list({ workspaceId }: Caller): Promise<readonly ApiKeyView[]> {
    const rows = await this.#context.control
      .selectFrom('api_keys')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map(viewOf);
  }

  /** Makes a key and gives it, this once. Throws `not-allowed` for a scope above the caller's own, `invalid-request`. */
  async make(
    caller: Caller,
    wish: { readonly name: string; readonly scope: Scope; readonly expiresAt: string | null },
    visit: Visit,
  ): Promise<{ readonly key: string; readonly apiKey: ApiKeyView }> {
    const { control, clock, audit } = this.#context;
    const now = clock().toISOString();
    if (caller.kind === 'key') throw new TributaryError('not-allowed', 'Only people make keys.'); // it would outlive its maker
    if (rankOf(caller) < rankOfScope(wish.scope)) {
      throw new TributaryError('not-allowed', 'A key cannot do more than who makes it.');
    }
    const expiresAt = wish.expiresAt === null ? null : new Date(wish.expiresAt).toISOString();
    if (expiresAt !== null && expiresAt <= now) {
      throw new TributaryError('invalid-request', 'The key would be over already.', { column: 'expiresAt' });
    }
    const { id, key } = newApiKey();
    const row: ApiKeyTable = {
      ...{ key_id: id, workspace_id: caller.workspaceId, name: wish.name, scope: wish.scope },
      secret_hash: hashOf(key),
      created_by: caller.kind === 'session' ? caller.userId : null,
      created_by_name: caller.kind === 'session' ? caller.email : 'command line',
      ...{ created_at: now, expires_at: expiresAt, last_used_at: null, revoked_at: null },
    };
    await control.transaction().execute(async (store) => {
      await store.insertInto('api_keys').values(row).execute();
      await audit.add(caller, 'api-key-made', { key: id, name: wish.name, scope: wish.scope, expiresAt }, visit, store);
    });
    return { key, apiKey: viewOf(row) };
  }

  /** Ends a key at once. Throws `unknown-api-key`. */
  async revoke(caller: Caller, id: string, visit: Visit): Promise<void> {
    const { control, clock, audit } = this.#context;
    await control.transaction().execute(async (store) => {
      const { numUpdatedRows } = await store
        .updateTable('api_keys')
        .set({ revoked_at: clock().toISOString() })
        .where('key_id', '=', id)
        .where('workspace_id', '=', caller.workspaceId)
        .where('revoked_at', 'is', null)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) === 0) throw new TributaryError('unknown-api-key', 'There is no such API key.');
      await audit.add(caller, 'api-key-revoked', { key: id }, visit, store);
    });
  }
}

/** Ends every key of a workspace that a person made: they know them. */
export async function revokeKeysOf(
  store: AccountStore,
  workspaceId: string,
  userId: string,
  now: string,
): Promise<void> {
  await store
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
}

function viewOf(row: ApiKeyTable): ApiKeyView {
  return {
    id: row.key_id,
    name: row.name,
    scope: row.scope,
    createdBy: row.created_by_name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
