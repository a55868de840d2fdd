export {
  CURRENCY_CODE,
  REPORTED,
  type ReportingSettings,
  type SettingsChange,
  WEEK_STARTS,
  WorkspaceSettings,
} from './workspace-settings.ts';
