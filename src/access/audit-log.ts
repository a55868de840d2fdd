/** What was done, by whom: entries that are only added, each bound to the one before it by a hash. */
import type { AccountStore, AuditTable } from '../control/index.ts';
import type { Clock } from '../core/index.ts';
import type { Caller } from './caller.ts';
import { hashOf } from './codes.ts';
import type { Visit } from './visit.ts';

/** Everything that is written down. */
export const AUDIT_ACTIONS = [
  'setup',
  'workspace-created',
  'workspace-renamed',
  'workspace-removed',
  'signed-up',
  'plan-set',
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'session-revoked',
  'password-changed',
  'password-link-made',
  'password-reset',
  'password-reset-asked',
  'two-factor-on',
  'two-factor-off',
  'recovery-code-used',
  'passkey-added',
  'passkey-renamed',
  'passkey-removed',
  'member-invited',
  'invitation-withdrawn',
  'invitation-accepted',
  'member-changed',
  'member-removed',
  'api-key-made',
  'api-key-revoked',
  'sign-in-secret-renewed',
  'connection-added',
  'connection-changed',
  'connection-removed',
  'site-added',
  'site-changed',
  'site-removed',
  'import-started',
  'run-uploaded',
  'run-discarded',
  'entries-exported',
  'raw-report-downloaded',
  'master-key-rotated',
  'mail-tested',
  'newsletter-joined',
  'newsletter-left',
  'newsletter-tested',
  'newsletter-sent',
  'newsletter-exported',
  'view-shared',
  'view-changed',
  'view-removed',
  'annotation-added',
  'annotation-changed',
  'annotation-removed',
  'label-rule-added',
  'label-rule-changed',
  'label-rule-removed',
  'settings-changed',
  'exchange-rates-loaded',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What a person does with their own account, wherever they are a member, or what is done to the installation. */
const OF_NO_WORKSPACE: ReadonlySet<AuditAction> = new Set<AuditAction>([
  ...(['sign-in', 'sign-in-failed', 'sign-out', 'session-revoked', 'password-changed', 'password-reset'] as const),
  ...(['two-factor-on', 'two-factor-off', 'recovery-code-used'] as const),
  ...(['sign-in-secret-renewed', 'master-key-rotated'] as const),
]);
/** Entries from when there was one workspace say none: they are of that one. */
const FIRST_WORKSPACE = 'main';

/** One entry. `at` is ISO 8601 UTC. */
export interface AuditEntry {
  readonly number: number;
  readonly at: string;
  readonly actorKind: AuditTable['actor_kind'];
  readonly actorId: string | null;
  readonly actor: string;
  readonly action: string;
  readonly what: Readonly<Record<string, unknown>>;
  readonly ipPrefix: string | null;
}

/** Who did it; without a caller the words of who only claims to be someone. */
export type Actor = Caller | { readonly kind: 'none'; readonly name: string; readonly workspaceId?: string };

const FIRST = '0'.repeat(64);
const PAGE = 1000;

/** The audit of an installation. */
export class AuditLog {
  readonly #control: AccountStore;
  readonly #clock: Clock;

  constructor(control: AccountStore, clock: Clock) {
    this.#control = control;
    this.#clock = clock;
  }

  /** Adds an entry; with `within` in the caller's transaction, so that deed and entry are there together or not at all. */
  async add(
    actor: Actor,
    action: AuditAction,
    what: Readonly<Record<string, unknown>>,
    visit: Visit,
    within?: AccountStore,
  ): Promise<void> {
    if (within === undefined) {
      await this.#control.transaction().execute((store) => this.add(actor, action, what, visit, store));
      return;
    }
    const last = await within
      .selectFrom('audit')
      .select('hash')
      .orderBy('audit_seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const entry = {
      at: this.#clock().toISOString(),
      actor_kind: actor.kind,
      ...nameOf(actor),
      action,
      what: JSON.stringify(what),
      ip_prefix: visit.ipPrefix,
      workspace_id: OF_NO_WORKSPACE.has(action) ? null : (actor.workspaceId ?? null),
      previous_hash: last?.hash ?? FIRST,
    };
    await within
      .insertInto('audit')
      .values({ ...entry, hash: entryHash(entry) })
      .execute();
  }

  /**
   * The newest entries first, from before an entry's number: those of the caller's workspace, and what its members did
   * with their accounts. The command line sees all.
   */
  async list(caller: Caller, limit: number, before?: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#visible(caller)
      .where('audit_seq', '<', before ?? Number.MAX_SAFE_INTEGER)
      .orderBy('audit_seq', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      number: row.audit_seq,
      at: row.at,
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      actor: row.actor,
      action: row.action,
      what: JSON.parse(row.what) as Record<string, unknown>, // written by `add` as an object
      ipPrefix: row.ip_prefix,
    }));
  }

  #visible(caller: Caller) {
    const entries = this.#control.selectFrom('audit').selectAll();
    if (caller.kind === 'local') return entries;
    const { workspaceId } = caller;
    return entries.where((where) => {
      const members = where.selectFrom('members').innerJoin('users', 'users.id', 'members.user_id');
      const here = members.where('members.workspace_id', '=', workspaceId);
      const isPersonal = where('action', 'in', [...OF_NO_WORKSPACE]);
      const isOfMember = where.or([
        where('actor_id', 'in', here.select('users.id')),
        where.and([where('actor_kind', '=', 'none'), where('actor', 'in', here.select('users.email'))]),
      ]);
      const isOwn = where('workspace_id', '=', workspaceId);
      const isOld = where.and([where('workspace_id', 'is', null), where.not(isPersonal)]);
      const own = workspaceId === FIRST_WORKSPACE ? where.or([isOwn, isOld]) : isOwn;
      return where.or([own, where.and([isPersonal, isOfMember])]);
    });
  }

  /** The number of the first entry that is not as it was written or whose forerunner is gone; null if all are whole. */
  async firstBroken(): Promise<number | null> {
    let [previous, after] = [FIRST, 0];
    for (;;) {
      const rows = await this.#control
        .selectFrom('audit')
        .selectAll()
        .where('audit_seq', '>', after)
        .orderBy('audit_seq')
        .limit(PAGE)
        .execute();
      for (const row of rows) {
        if (row.previous_hash !== previous || row.hash !== entryHash(row)) return row.audit_seq;
        [previous, after] = [row.hash, row.audit_seq];
      }
      if (rows.length < PAGE) return null;
    }
  }
}

function nameOf(actor: Actor): { readonly actor_id: string | null; readonly actor: string } {
  switch (actor.kind) {
    case 'local':
      return { actor_id: null, actor: 'command line' };
    case 'session':
      return { actor_id: actor.userId, actor: actor.email };
    case 'key':
      return { actor_id: actor.keyId, actor: actor.name };
    case 'none':
      return { actor_id: null, actor: actor.name };
  }
}

function entryHash(row: Omit<AuditTable, 'audit_seq' | 'hash'>): string {
  const { previous_hash, at, actor_kind, actor_id, actor, action, what, ip_prefix, workspace_id } = row;
  const told = [previous_hash, at, actor_kind, actor_id, actor, action, what, ip_prefix];
  // entries from when there was one workspace have no member for it, and neither have those of none
  return hashOf(JSON.stringify(workspace_id === null ? told : [...told, workspace_id]));
}
