/** The head of a table: names, and sorting by a click. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from '../class-names.ts';
import { type Column, nextSort, readSort } from './columns.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: string | undefined;
  readonly onSort: ((sort: string | undefined) => void) | undefined;
}

export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  const sorting = readSort(sort);
  return (
    <thead className="sticky top-0 z-10 bg-sunken text-left text-muted text-xs">
      <tr>
        {columns.map((column) => {
          const isSorted = sorting?.id === column.id;
          const Arrow = sorting?.isDescending === true ? ArrowDown : ArrowUp;
          const isRight = column.align === 'right';
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : undefined}
              style={{ width: column.width }}
              className={classNames('h-9 truncate border-b px-3 font-medium', isRight && 'text-right')}
            >
              {column.isSortable === true && onSort !== undefined ? (
                <button
                  type="button"
                  className={classNames(
                    'inline-flex h-full max-w-full items-center gap-1 rounded-sm hover:text-text',
                    isSorted && 'text-text',
                    isRight && 'flex-row-reverse',
                  )}
                  onClick={() => onSort(nextSort(sort, column.id))}
                >
                  <span className="truncate">{column.label}</span>
                  {isSorted && <Arrow aria-hidden size={13} className="shrink-0" />}
                </button>
              ) : (
                column.label
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
