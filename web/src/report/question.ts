/** From what the URL says to what the API is asked. Pure. */
import { type Filter, readFilter } from '../view/filter.ts';
import type { Days } from '../view/period.ts';
import type { View } from '../view/view.ts';
import { isDimension } from './dimensions.ts';

/** Which lines: days, both included (missing: all time), and filters as the API writes them. */
export interface LinesQuestion {
  readonly from?: string;
  readonly to?: string;
  readonly f: string[];
}

/** Which figure of them, and what it is compared with. */
export interface FiguresQuestion extends LinesQuestion {
  readonly figure: 'total' | 'gross' | 'net';
  readonly compare?: 'previous' | 'year' | 'custom';
  readonly match: 'date' | 'dow';
  readonly compareFrom?: string;
  readonly compareTo?: string;
}

const OPERATORS = { is: 'is', not: 'is-not', contains: 'contains' } as const;

/** A bar parts values, so one inside a value is written with a backslash. */
function escaped(value: string): string {
  return value.replaceAll(/[\\|]/g, String.raw`\$&`);
}

/** Filters of one field and word are alternatives, which the API takes as one filter of several values. */
export function apiFilters(filters: readonly string[]): string[] {
  const groups = new Map<string, Filter[]>();
  for (const filter of filters.map(readFilter)) {
    if (filter === null || !isDimension(filter.field)) continue;
    const key = `${filter.field}:${OPERATORS[filter.word]}`;
    groups.set(key, [...(groups.get(key) ?? []), filter]);
  }
  return [...groups].map(([key, group]) => `${key}:${group.map(({ value }) => escaped(value)).join('|')}`);
}

/** The lines of a view in its days (null: all time). */
export function linesQuestion(view: View, days: Days | null): LinesQuestion {
  return { ...(days === null ? {} : { from: days.from, to: days.to }), f: apiFilters(view.f ?? []) };
}

/** The figures of a view; `compared`: the days it is compared with (null: with nothing). */
export function figuresQuestion(view: View, days: Days | null, compared: Days | null): FiguresQuestion {
  return {
    ...linesQuestion(view, days),
    figure: view.figure === 'gross' || view.figure === 'net' ? view.figure : 'total',
    match: view.match ?? 'dow',
    ...comparison(view, compared),
  };
}

function comparison(view: View, compared: Days | null): Partial<FiguresQuestion> {
  if (compared === null) return {};
  if (view.cmp === 'custom') return { compare: 'custom', compareFrom: compared.from, compareTo: compared.to };
  return { compare: view.cmp === 'year' ? 'year' : 'previous' };
}
