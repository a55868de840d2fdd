export { Access, type AccessOptions } from './access.ts';
export type { Cookies } from './access-context.ts';
export type { ApiKeyView } from './api-keys.ts';
export type { Actor, AuditAction, AuditEntry } from './audit-log.ts';
export {
  type Caller,
  hidesMoney,
  type Identity,
  mayDo,
  type Right,
  type Role,
  ROLES,
  type Scope,
  SCOPES,
  type SessionCaller,
} from './caller.ts';
export type { InvitationView } from './invitations.ts';
export type { Link, MemberView } from './members.ts';
export type { PasskeyView } from './passkeys.ts';
export { signUpsClosed } from './sign-ups.ts';
export type { SessionView, SignIn } from './sessions.ts';
export type { WorkspaceView } from './workspace-list.ts';
export { ipPrefixOf, type Visit } from './visit.ts';
