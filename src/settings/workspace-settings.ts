/** What the people of a workspace decided about its reports. No fact depends on it: reports are computed anew. */
import type { ControlStore } from '../control/index.ts';

/** On which day a week begins. */
export const WEEK_STARTS = ['monday', 'sunday'] as const;
export type WeekStart = (typeof WEEK_STARTS)[number];

/** Amounts in the currencies in which they were reported. */
export const REPORTED = 'reported';

/** An ISO 4217 code. */
export const CURRENCY_CODE = /^[A-Z]{3}$/;

/** How reports are shown. */
export interface ReportingSettings {
  /** IANA name of the zone whose days lines are grouped by; null = the days that each network reports. */
  readonly timeZone: string | null;
  /** `reported`, or the ISO code of the currency that amounts are converted into. */
  readonly currency: string;
  readonly weekStart: WeekStart;
  /** After so many days sales without a reversal count as approved. */
  readonly reversalDays: number;
  /** Exchange rates are asked of the European Central Bank every day. */
  readonly fetchesRates: boolean;
}

/** What is to be another. */
export type SettingsChange = { readonly [Name in keyof ReportingSettings]?: ReportingSettings[Name] | undefined };

/** The settings of one workspace, in its control store. */
export class WorkspaceSettings {
  readonly #control: ControlStore;

  constructor(control: ControlStore) {
    this.#control = control;
  }

  async read(): Promise<ReportingSettings> {
    const row = await this.#control.selectFrom('reporting_settings').selectAll().executeTakeFirstOrThrow();
    return {
      timeZone: row.time_zone,
      currency: row.currency,
      weekStart: row.week_start,
      reversalDays: row.reversal_days,
      fetchesRates: row.fetches_rates === 1,
    };
  }

  /** Changes what is named and gives all settings as they are then. */
  async change(change: SettingsChange): Promise<ReportingSettings> {
    const { timeZone, currency, weekStart, reversalDays, fetchesRates } = change;
    const values = {
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
      ...(currency === undefined ? {} : { currency }),
      ...(weekStart === undefined ? {} : { week_start: weekStart }),
      ...(reversalDays === undefined ? {} : { reversal_days: reversalDays }),
      ...(fetchesRates === undefined ? {} : { fetches_rates: Number(fetchesRates) }),
    };
    if (Object.keys(values).length > 0) {
      await this.#control.updateTable('reporting_settings').set(values).execute();
    }
    return this.read();
  }
}
