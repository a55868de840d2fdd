/** The filters of the view, below the bar. */
import { Pill } from '../ui/pill.tsx';
import { describeFilter, writeFilter } from '../view/filter.ts';
import { useFilters } from '../view/use-view.ts';

export function FilterPills() {
  const { filters, remove, clear } = useFilters();
  if (filters.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-t px-4 py-2 md:px-6">
      {filters.map((filter) => (
        <Pill key={writeFilter(filter)} name={`filter ${describeFilter(filter)}`} onRemove={() => remove(filter)}>
          {describeFilter(filter)}
        </Pill>
      ))}
      {filters.length > 1 && (
        <button type="button" className="rounded-sm text-[13px] text-muted hover:text-text" onClick={clear}>
          Clear all
        </button>
      )}
    </div>
  );
}
