/** A list of which nothing is left: by the search and the filters, or because nothing was in these days. */
import { SearchX } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useSetView, useView } from '../../view/use-view.ts';

interface NothingHereProps {
  /** Where the search or a filter leaves nothing. */
  readonly title?: string;
  /** What one row is. */
  readonly row?: string;
  /** Why there is nothing, where nothing narrows the list. */
  readonly reason?: string;
  /** Whether other days may have something; without it they are not offered. */
  readonly hasOtherDays?: boolean;
}

export function NothingHere({
  title = 'Nothing is like that',
  row = 'row',
  reason = 'No line has a day in this period.',
  hasOtherDays = true,
}: NothingHereProps) {
  const setView = useSetView();
  const { f, q } = useView();
  const isNarrow = f !== undefined || q !== undefined;
  return (
    <EmptyState
      title={isNarrow ? title : hasOtherDays ? 'Nothing in this period' : 'Nothing yet'}
      picture={<SearchX aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        isNarrow ? (
          <Button onClick={() => setView({ f: undefined, q: undefined })}>Clear search and filters</Button>
        ) : (
          hasOtherDays && (
            <Button onClick={() => setView({ period: 'all', from: undefined, to: undefined })}>Show all time</Button>
          )
        )
      }
    >
      {isNarrow ? `No ${row} of these days passes the search and the filters.` : reason}
    </EmptyState>
  );
}
