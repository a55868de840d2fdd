export type { ApiKeyTable, AuditTable, InvitationTable, MemberTable } from './access-tables.ts';
export {
  type AnswerRow,
  type ConnectionRow,
  type ControlStore,
  type NewAnswer,
  openControl,
  type RunRow,
  type ScopeRow,
  type SiteRow,
} from './control-store.ts';
export { type Rotation, type RotationProgress, SecretStore } from './secrets.ts';
export { LazySecrets } from './lazy-secrets.ts';
