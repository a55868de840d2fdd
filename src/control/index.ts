export {
  type AnswerRow,
  type ConnectionRow,
  type ControlStore,
  openControl,
  type RunRow,
  type ScopeRow,
} from './control-store.ts';
