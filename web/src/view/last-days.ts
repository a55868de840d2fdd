/** The days that were last looked at in this tab: shown again where an address says none that can be read. */
import { type Days, isDay } from './period.ts';

const KEY = 'tributary.days';

export function keepDays({ from, to }: Days): void {
  try {
    sessionStorage.setItem(KEY, `${from} ${to}`);
  } catch {
    // without storage the usual days are shown
  }
}

/** Null: none were looked at yet. */
export function keptDays(): Days | null {
  try {
    const [from = '', to = ''] = sessionStorage.getItem(KEY)?.split(' ') ?? [];
    return isDay(from) && isDay(to) ? { from, to } : null;
  } catch {
    return null;
  }
}
