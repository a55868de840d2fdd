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
export { MIGRATIONS as CONTROL_MIGRATIONS } from './migrations.ts';
export { migrateFrom } from './open-sqlite.ts';
export { keyIdsOf, type Rotation, SecretStore } from './secrets.ts';
export { upgradeLayout } from './upgrade-layout.ts';
