/** A value as a filter: a click narrows what is seen to it. A real link, so it opens in a new tab too. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { classNames } from '../ui/class-names.ts';
import { describeFilter, type FilterWord, withFilter, writeFilter } from '../view/filter.ts';
import { keptView, readView, type View } from '../view/view.ts';
import type { Dimension } from './dimensions.ts';

interface FilterLinkProps {
  readonly field: Dimension;
  readonly value: string;
  readonly word?: FilterWord;
  /** Where it leads; default: this screen, filtered. */
  readonly to?: '/overview' | '/transactions';
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

type Search = Readonly<Record<string, unknown>>;

/** One value to narrow to. */
export interface ValueFilter {
  readonly field: Dimension;
  readonly value: string;
  readonly word?: FilterWord;
}

/**
 * The search of a URL with filters added: all of it for this screen, also what it alone has (which page it is about, which
 * clicks it lists), or for another the question alone.
 */
export function narrowed(previous: Search, filters: readonly ValueFilter[], isElsewhere = false): View {
  const {
    line: _line,
    row: _row,
    ...view
  }: View = isElsewhere ? keptView(previous) : { ...previous, ...readView(previous) };
  if (filters.length === 0) return view;
  const add = (list: readonly string[], { field, value, word = 'is' }: ValueFilter): readonly string[] =>
    withFilter(list, { dimension: field, word, values: [value] });
  return { ...view, f: filters.reduce(add, view.f ?? []) };
}

export function FilterLink({ field, value, word = 'is', to, title, className, children }: FilterLinkProps) {
  const filter = { dimension: field, word, values: [value] };
  return (
    <Link
      to={to ?? '.'}
      search={(previous) => narrowed(previous, [{ field, value, word }], to !== undefined)}
      resetScroll={to !== undefined}
      title={title ?? describeFilter(filter)}
      data-filter={writeFilter(filter)}
      className={classNames('rounded-sm decoration-line-strong underline-offset-4 hover:underline', className)}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  );
}
