/** What one pull asks for: which reports over which windows, in which order. Pure. */
import type { FetchableReport, Window } from '../networks/index.ts';
import { type AnsweredWindow, historyWindows, lookBackWindows, settleWindows, uncovered } from './plan-windows.ts';

/** `history`: the whole depth · `settle`: what may still be corrected, and what was never covered · `look-back`: the last days. */
export type PullKind = 'history' | 'settle' | 'look-back';

/** One request of a pull. */
export interface PullTask extends Window {
  readonly reportId: string;
  readonly name: string;
  readonly isRequired: boolean;
}

/** A pull as it is kept with its run; `tasks` changes when a window has to be halved. */
export interface Pull {
  readonly kind: PullKind;
  /** true: wait for a person's word before posting. */
  readonly preview: boolean;
  readonly tasks: readonly PullTask[];
}

/** What planning has to know. Days are days of the network's zone. */
export interface PullSituation {
  readonly today: string;
  readonly months: number;
  readonly settleDays: number;
  readonly lookBackDays: number;
  readonly reports: readonly FetchableReport[];
  /** By report id: the windows that posted runs of this scope were answered for. */
  readonly answered: ReadonlyMap<string, readonly AnsweredWindow[]>;
}

/** Plans the requests of a pull: newest window first, in each the reports that carry money first. */
export function planPull(kind: PullKind, situation: PullSituation): PullTask[] {
  const tasks = situation.reports.flatMap((report) =>
    windowsOf(kind, situation, report.reportId).map((window) => ({ ...report, ...window })),
  );
  return tasks.sort((a, b) => (a.to === b.to ? 0 : a.to < b.to ? 1 : -1)); // stable: reports stay in their order
}

function windowsOf(kind: PullKind, situation: PullSituation, reportId: string): Window[] {
  const { today, months, settleDays, lookBackDays } = situation;
  if (kind === 'look-back') return lookBackWindows(today, lookBackDays);
  const history = historyWindows(today, months);
  if (kind === 'history') return history;
  const settle = settleWindows(today, settleDays);
  const oldest = settle.at(-1)?.from ?? today;
  const older = history.filter((window) => window.from < oldest);
  return [...settle, ...uncovered(older, situation.answered.get(reportId) ?? [], today)];
}
