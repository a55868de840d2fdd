/** Tables of the installation: who may use it, and what is owned by nobody's workspace. Those with camel-case columns are better-auth's own; instants are ISO 8601 UTC everywhere. */
import type { Generated, Selectable } from 'kysely';
import type { DemoTables } from './demo-tables.ts';
import type { MailTables } from './mail-tables.ts';
import type { PasskeyTables } from './passkey-tables.ts';
import type { SignUpTables } from './sign-up-tables.ts';

/** A person. Written by us, read by better-auth; its e-mail address is in lower case. */
export interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  createdAt: string;
  updatedAt: string;
  twoFactorEnabled: number | null;
}

/** A sign-in of a person. `token` opens nothing without the signature that only the sealed secret makes. */
export interface SessionTable {
  id: string;
  expiresAt: string;
  token: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  userId: string;
}

/** How a person proves who they are: here always `credential`, a password hash. */
export interface AccountTable {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  password: string | null;
  createdAt: string;
  updatedAt: string;
}

/** The second factor of a person; secret and recovery codes are encrypted. */
export interface TwoFactorTable {
  id: string;
  secret: string;
  backupCodes: string;
  userId: string;
  verified: number | null;
  failedVerificationCount: number | null;
  lockedUntil: string | null;
}

/** A code of a second factor that was tried within the last minutes: none is taken twice. */
export interface UsedCodeTable {
  user_id: string;
  code: string;
  used_at: string;
}

/** A publisher with everything that is theirs, in the folder of this id. */
export interface WorkspaceTable {
  workspace_id: string;
  name: string;
  created_at: string;
  kind: Generated<'real' | 'demo'>;
  /** When it was removed; the row goes once its folder is gone. */
  removed_at: string | null;
  /** Of a hosted installation: its plan, and the last day of that (UTC). */
  plan_id: Generated<string | null>;
  plan_until: Generated<string | null>;
  /** When its trial ends; null: it is never limited, as nothing is in a self-hosted installation. */
  trial_ends_at: Generated<string | null>;
}

/** A workspace as it is read. */
export type WorkspaceRow = Selectable<WorkspaceTable>;

/** What a person may do in a workspace. */
export interface MemberTable {
  workspace_id: string;
  user_id: string;
  role: 'owner' | 'admin' | 'editor' | 'viewer';
  hides_money: number;
  /** 1: gets a mail when fewer sub-ids come back. */
  mails_drops: Generated<number>;
  created_at: string;
}

/** A word to someone who is not a member yet; the code itself is nowhere stored. */
export interface InvitationTable {
  invitation_id: string;
  workspace_id: string;
  email: string;
  role: MemberTable['role'];
  hides_money: number;
  code_hash: string;
  created_by: string;
  created_at: string;
  expires_at: string;
}

/** A link that works once: the first set-up (without a user), or a new password for a user. */
export interface LinkTable {
  code_hash: string;
  kind: 'setup' | 'password';
  user_id: string | null;
  expires_at: string;
}

/** A key for programs; of its secret only the SHA-256 is kept. */
export interface ApiKeyTable {
  key_id: string;
  workspace_id: string;
  name: string;
  scope: 'view' | 'edit' | 'admin';
  secret_hash: string;
  /** The user who made it; null: the command line on this machine. */
  created_by: string | null;
  created_by_name: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

/** What was done, by whom; never changed, each entry sealed to the one before it by its hash. */
export interface AuditTable {
  audit_seq: Generated<number>;
  at: string;
  actor_kind: 'local' | 'session' | 'key' | 'guest' | 'none';
  actor_id: string | null;
  actor: string;
  action: string;
  /** JSON: what it was done to. */
  what: string;
  ip_prefix: string | null;
  /** Where it was done; null: a matter of the person or the installation, or from when there was one workspace. */
  workspace_id: string | null;
  previous_hash: string;
  hash: string;
}

/** One secret of an owner (a connection …), sealed: `core/sealing`. `key_id` is the master key that wraps it. */
export interface SecretTable {
  owner_id: string;
  field: string;
  sealed: string;
  key_id: string;
}

export interface AccountTables extends PasskeyTables, MailTables, SignUpTables, DemoTables {
  users: UserTable;
  sessions: SessionTable;
  accounts: AccountTable;
  two_factors: TwoFactorTable;
  used_codes: UsedCodeTable;
  workspaces: WorkspaceTable;
  members: MemberTable;
  invitations: InvitationTable;
  links: LinkTable;
  api_keys: ApiKeyTable;
  audit: AuditTable;
  secrets: SecretTable;
}
