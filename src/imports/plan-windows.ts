/**
 * Which days a pull asks for. Pure. Windows sit on a fixed grid: they never cross the end of a month, so that the range
 * of process dates that a line without process date gets from its window is the same in every pull.
 */
import { dayBefore } from '../core/index.ts';
import type { Window } from '../networks/index.ts';

/** The first day of a day's month. */
export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month `months` before that of a day. */
export function monthBefore(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}

function dayAfter(day: string): string {
  return dayBefore(day, -1);
}

/** The windows from `first` to `today`, both included, cut at the ends of months; newest first. */
export function windowsBetween(first: string, today: string): Window[] {
  const windows: Window[] = [];
  for (let to = today; to >= first; ) {
    const month = firstOfMonth(to);
    const from = month < first ? first : month;
    windows.push({ from, to });
    to = dayBefore(from, 1);
  }
  return windows;
}

/** The windows of the last `months` months, the present one included; newest first. */
export function historyWindows(today: string, months: number): Window[] {
  return windowsBetween(monthBefore(today, months - 1), today);
}

/** The months in which lines may still be corrected: whole ones, so that a line's range always fits. Newest first. */
export function settleWindows(today: string, settleDays: number): Window[] {
  return windowsBetween(firstOfMonth(dayBefore(today, settleDays)), today);
}

/** The last days only. */
export function lookBackWindows(today: string, days: number): Window[] {
  return windowsBetween(dayBefore(today, days), today);
}

/** Number of days of a window. */
export function daysOf(window: Window): number {
  return Math.round((Date.parse(`${window.to}T00:00:00Z`) - Date.parse(`${window.from}T00:00:00Z`)) / 86_400_000) + 1;
}

/** Two halves, newest first; null for a single day. */
export function halves(window: Window): readonly [Window, Window] | null {
  const days = daysOf(window);
  if (days < 2) return null;
  const middle = dayBefore(window.from, -Math.floor(days / 2));
  return [
    { from: middle, to: window.to },
    { from: window.from, to: dayBefore(middle, 1) },
  ];
}

/** A window that was asked for, and the day on which the network answered. */
export interface AnsweredWindow extends Window {
  readonly answeredOn: string;
}

/**
 * The windows that no answer covers. An answer covers its window up to the day before it came: the day itself may get
 * more lines. Today needs no covering.
 */
export function uncovered(windows: readonly Window[], answered: readonly AnsweredWindow[], today: string): Window[] {
  return windows.filter((window) => {
    let next = window.from;
    const last = window.to < today ? window.to : dayBefore(today, 1);
    for (const answer of [...answered].sort((a, b) => (a.from < b.from ? -1 : 1))) {
      const to = answer.to < answer.answeredOn ? answer.to : dayBefore(answer.answeredOn, 1);
      if (answer.from <= next && to >= next) next = dayAfter(to);
    }
    return next <= last;
  });
}
