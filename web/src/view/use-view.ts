/** The view of the present URL, for screens: read it, change it, and the days it means. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { today } from '../clock.ts';
import { type Filter, readFilter, withFilter, writeFilter } from './filter.ts';
import { comparedDays, type Days, daysOf } from './period.ts';
import { keptDays, keepDays } from './last-days.ts';
import {
  changedView,
  customDays,
  DEFAULT_COMPARE,
  DEFAULT_PERIOD,
  hasUnreadableDays,
  readView,
  type View,
  type ViewChange,
} from './view.ts';

/** The view in the URL. */
export function useView(): View {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const key = JSON.stringify(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the search, by value
  return useMemo(() => readView(search), [key]);
}

/** Changes the view; the browser's back button takes it back, unless `replace`. */
export function useSetView(): (change: ViewChange, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (change, options) => {
      void navigate({
        to: '.',
        search: (previous) => changedView(previous, change),
        replace: options?.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
}

/**
 * The days of the view and of its comparison (null: all time, or nothing compared). Where the address says none that can
 * be read, they are the last ones that were looked at.
 */
export function useDays(): { readonly days: Days | null; readonly compared: Days | null; readonly today: string } {
  const view = useView();
  const day = today();
  const shown = useMemo(() => {
    const days = hasUnreadableDays(view)
      ? (keptDays() ?? daysOf(DEFAULT_PERIOD, day))
      : daysOf(view.period ?? DEFAULT_PERIOD, day, customDays(view) ?? undefined);
    const custom = { ...(view.cfrom ? { from: view.cfrom } : {}), ...(view.cto ? { to: view.cto } : {}) };
    return { days, compared: comparedDays(days, comparedWith(view), view.match ?? 'date', custom), today: day };
  }, [view, day]);
  useEffect(() => {
    if (shown.days !== null && !hasUnreadableDays(view)) keepDays(shown.days);
  }, [shown.days, view]);
  return shown;
}

/** What the figures of a view are compared with; undefined: nothing. */
function comparedWith({ cmp = DEFAULT_COMPARE }: View): Exclude<View['cmp'], 'none'> {
  return cmp === 'none' ? undefined : cmp;
}

const COMPARES = { prev: 'previous', year: 'year', custom: 'custom' } as const;

/** The view as the reports are asked: the days and filters, and with them what is compared. */
export function useQuestion() {
  const view = useView();
  const { f, date, figure, match, into } = view;
  const cmp = comparedWith(view);
  const { days, compared } = useDays();
  const lines = {
    ...days,
    ...(f === undefined ? {} : { f }),
    ...(date === undefined ? {} : { date }),
    ...(into === undefined ? {} : { currency: into }),
  };
  const comparison =
    cmp === undefined || compared === null
      ? {}
      : {
          compare: COMPARES[cmp],
          match: match ?? 'date',
          ...(cmp === 'custom' ? { compareFrom: compared.from, compareTo: compared.to } : {}),
        };
  return { lines, comparison: { ...comparison, ...(figure === undefined ? {} : { figure }) } };
}

/** The filters of the view, and ways to add one or take one away. */
export function useFilters(): {
  readonly filters: readonly Filter[];
  readonly add: (filter: Filter) => void;
  readonly remove: (filter: Filter) => void;
  readonly clear: () => void;
} {
  const { f = [] } = useView();
  const setView = useSetView();
  return {
    filters: f.map(readFilter).filter((one) => one !== null),
    add: (filter) => setView({ f: withFilter(f, filter) }),
    remove: (filter) => {
      const rest = f.filter((one) => one !== writeFilter(filter));
      setView({ f: rest.length === 0 ? undefined : rest });
    },
    clear: () => setView({ f: undefined }),
  };
}
