/** Tables of what a workspace decided. */

/** One row: how reports are shown. `time_zone` null = the days that each network reports. */
export interface ReportingSettingsTable {
  only_row: number;
  time_zone: string | null;
  /** `reported`, or an ISO code. */
  currency: string;
  week_start: 'monday' | 'sunday';
  reversal_days: number;
  fetches_rates: number;
}

export interface SettingsTables {
  reporting_settings: ReportingSettingsTable;
}
