/** What the rows of a list are, as tabs with an address each; the question stays, the sorting and the open row do not. */
import { Link } from '@tanstack/react-router';
import { useView } from '../../view/use-view.ts';
import { keptView, type View } from '../../view/view.ts';

export interface ListTab<Id extends string = string> {
  /** `of` in the URL. */
  readonly id: Id;
  readonly label: string;
}

interface ListTabsProps<Id extends string> {
  readonly label: string;
  /** The first is what the screen shows without a word in the URL. */
  readonly tabs: readonly ListTab<Id>[];
}

const TAB =
  '-mb-px flex h-10 shrink-0 items-center border-b-2 border-transparent text-muted hover:text-text max-sm:h-11 ' +
  'aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-text';

/** The tab of the URL. */
export function presentTab<Id extends string>(tabs: readonly ListTab<Id>[], { of }: View): Id {
  const found = tabs.find(({ id }) => id === of) ?? tabs[0];
  if (found === undefined) throw new RangeError('There are no tabs.');
  return found.id;
}

export function ListTabs<Id extends string>({ label, tabs }: ListTabsProps<Id>) {
  const present = presentTab(tabs, useView());
  return (
    <nav
      aria-label={label}
      className="no-print flex gap-x-5 border-b max-sm:flex-wrap max-sm:gap-x-4 sm:overflow-x-auto"
    >
      {tabs.map(({ id, label: name }, place) => (
        <Link
          key={id}
          to="."
          search={(previous) => ({ ...keptView(previous), ...(place === 0 ? {} : { of: id }) })}
          // what is present is said below: the sorting is no other tab
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={id === present ? 'page' : undefined}
          className={TAB}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
