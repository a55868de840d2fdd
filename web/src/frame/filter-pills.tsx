/** The filters of the view, below the bar, and the button that adds one. A click on a pill changes it. */
import { ListFilter } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useFilterWords } from '../report/use-value-names.ts';
import { Button } from '../ui/button.tsx';
import { Pill } from '../ui/pill.tsx';
import { Popover } from '../ui/popover.tsx';
import { type Filter, readFilter, replacedFilter, withFilter, writeFilter } from '../view/filter.ts';
import { useFilters, useSetView, useView } from '../view/use-view.ts';
import type { FilterEditorProps } from './filter-editor.tsx';

/** Loaded when a filter is first made or changed. */
const LazyEditor = lazy(async () => ({ default: (await import('./filter-editor.tsx')).FilterEditor }));

function FilterEditor(props: FilterEditorProps) {
  return (
    <Suspense fallback={<div className="h-80 w-72" />}>
      <LazyEditor {...props} />
    </Suspense>
  );
}

export function FilterPills() {
  const { filters, clear } = useFilters();
  const words = useFilterWords(filters);
  if (filters.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-t px-4 py-2 md:px-6">
      {filters.map((filter, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pill that is being changed stays the same pill
        <OnePill key={`${filter.dimension} ${place}`} filter={filter} words={words(filter)} />
      ))}
      {filters.length > 1 && (
        <button
          type="button"
          className="rounded-sm text-[13px] text-muted hover:text-text max-sm:h-11 max-sm:px-2"
          onClick={clear}
        >
          Clear all
        </button>
      )}
    </div>
  );
}

function OnePill({ filter, words }: { readonly filter: Filter; readonly words: string }) {
  const { f = [] } = useView();
  const setView = useSetView();
  const { remove } = useFilters();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label={`Change: ${words}`}
      isOpen={isOpen}
      onOpenChange={setOpen}
      anchor={
        <span className="inline-flex min-w-0">
          <Pill name={`filter ${words}`} onClick={() => setOpen(!isOpen)} onRemove={() => remove(filter)}>
            {words}
          </Pill>
        </span>
      }
    >
      <FilterEditor filter={filter} onChange={(next) => setView({ f: replacedFilter(f, writeFilter(filter), next) })} />
    </Popover>
  );
}

/** Adds a filter; the editor stays open for more values of it. */
export function AddFilter() {
  const { f = [] } = useView();
  const setView = useSetView();
  const [isOpen, setOpen] = useState(false);
  const [added, setAdded] = useState<Filter>();
  const change = (next: Filter | undefined): void => {
    if (added !== undefined) setView({ f: replacedFilter(f, writeFilter(added), next) }, { replace: true });
    if (added !== undefined || next === undefined) {
      setAdded(next);
      return;
    }
    const list = withFilter(f, next); // it may have become a part of one that was there
    setView({ f: list });
    setAdded(list.map(readFilter).find((one) => one?.dimension === next.dimension && one.word === next.word) ?? next);
  };
  return (
    <Popover
      label="Add a filter"
      isOpen={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setAdded(undefined);
      }}
      trigger={
        <Button size="sm" look="quiet" icon={ListFilter} aria-label="Filter">
          <span className="max-lg:hidden">Filter</span>
        </Button>
      }
    >
      <FilterEditor filter={added} onChange={change} />
    </Popover>
  );
}
