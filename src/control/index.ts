export type {
  AccountTables,
  ApiKeyTable,
  AuditTable,
  InvitationTable,
  MemberTable,
  WorkspaceRow,
} from './access-tables.ts';
export { type AccountStore, openAccounts } from './account-store.ts';
export type { LabelRuleTable } from './attribution-tables.ts';
export type { LetterTable, OutboxTable, SubscriberTable, ToldDropTable } from './mail-tables.ts';
export type { PasskeyTable } from './passkey-tables.ts';
export {
  type AnswerRow,
  type ConnectionRow,
  type ControlStore,
  type ControlTables,
  type NewAnswer,
  openControl,
  type RunRow,
  type ScopeRow,
  type SiteRow,
} from './control-store.ts';
export { lockFolder } from './folder-lock.ts';
export { KeyRingDoor } from './key-ring-door.ts';
export { LazySecrets } from './lazy-secrets.ts';
export { MIGRATIONS as CONTROL_MIGRATIONS } from './migrations.ts';
export { migrateFrom } from './open-sqlite.ts';
export { keyIdsOf, type Rotation, SecretStore } from './secrets.ts';
export { upgradeLayout } from './upgrade-layout.ts';
export type { SignUpTable } from './sign-up-tables.ts';
export type { AnnotationTable, SavedViewTable } from './view-tables.ts';
