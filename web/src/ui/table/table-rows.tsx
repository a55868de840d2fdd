/** The rows of a table: those with data, those on their way, and the totals. */
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Skeleton } from '../states.tsx';
import type { Column } from './columns.ts';

export function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

const CELL = 'truncate border-b px-3';

interface BodyRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly place: number;
  readonly columns: readonly Column<Row>[];
  readonly rowPx: number;
  readonly isPresent: boolean;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly canOpen: boolean;
  readonly onClick: () => void;
}

export function BodyRow<Row>({
  id,
  row,
  place,
  columns,
  rowPx,
  isPresent,
  isOpen,
  isChosen,
  canOpen,
  onClick,
}: BodyRowProps<Row>) {
  return (
    <tr
      id={id}
      aria-rowindex={place + 2}
      aria-selected={isPresent || isOpen || isChosen}
      onClick={onClick}
      style={{ height: rowPx }}
      className={classNames(
        'hover:bg-hover aria-selected:bg-accent-soft',
        canOpen && 'cursor-pointer',
        isPresent && '[&>td:first-child]:shadow-[inset_2px_0_0_var(--accent)]',
        isChosen && '[&>td:first-child]:font-semibold [&>td:first-child]:text-accent',
      )}
    >
      {columns.map((column) => (
        <td key={column.id} className={classNames(CELL, column.align === 'right' && 'num text-right')}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

export function SkeletonRow<Row>({
  columns,
  rowPx,
}: {
  readonly columns: readonly Column<Row>[];
  readonly rowPx: number;
}) {
  return (
    <tr aria-hidden style={{ height: rowPx }}>
      {columns.map((column) => (
        <td key={column.id} className={CELL}>
          <Skeleton className={classNames('h-3.5 w-2/3', column.align === 'right' && 'ml-auto')} />
        </td>
      ))}
    </tr>
  );
}

interface TotalsProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly label: ReactNode;
  readonly rowPx: number;
}

export function Totals<Row>({ columns, label, rowPx }: TotalsProps<Row>) {
  return (
    <tfoot className="sticky bottom-0 z-10 bg-sunken font-medium">
      <tr style={{ height: rowPx }}>
        {columns.map((column, place) => (
          <td
            key={column.id}
            className={classNames(
              'border-t px-3',
              // the label may reach over the columns beside it, which have no totals
              place === 0 && 'whitespace-nowrap',
              column.align === 'right' && 'num',
            )}
          >
            {/* a sum is longer than what it adds: it reaches to the left rather than being cut */}
            {place > 0 && column.align === 'right' ? (
              <span className="flex justify-end whitespace-nowrap">{column.total}</span>
            ) : (
              (place === 0 && label) || column.total
            )}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
