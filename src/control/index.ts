export type { ApiKeyTable, AuditTable, InvitationTable, MemberTable, WorkspaceRow } from './access-tables.ts';
export { type AccountStore, openAccounts } from './account-store.ts';
export {
  type AnswerRow,
  type ConnectionRow,
  type ControlStore,
  type NewAnswer,
  openControl,
  type RunRow,
  type ScopeRow,
} from './control-store.ts';
export { lockFolder } from './folder-lock.ts';
export { KeyRingDoor } from './key-ring-door.ts';
export { LazySecrets } from './lazy-secrets.ts';
export { keyIdsOf, type Rotation, SecretStore } from './secrets.ts';
export { upgradeLayout } from './upgrade-layout.ts';
