export type { ApiKeyTable, AuditTable, InvitationTable, MemberTable } from './access-tables.ts';
export type { LetterTable, OutboxTable, SubscriberTable } from './mail-tables.ts';
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
export { type Rotation, type RotationProgress, SecretStore } from './secrets.ts';
export { LazySecrets } from './lazy-secrets.ts';
export type { AnnotationTable, SavedViewTable } from './view-tables.ts';
