/** A dense table: 36-px rows, head and totals that stay, only the rows in sight drawn, walked with j, k and Enter. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { Skeleton } from '../states.tsx';
import { type Column, shownColumns } from './columns.ts';
import { TableHead } from './table-head.tsx';

export interface DataTableProps<Row> {
  /** Its name for the ear. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Ids of the columns to show (`view.cols`); undefined: the defaults. */
  readonly chosen?: readonly string[] | undefined;
  /** Undefined: on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** `view.sort`, and what a click on a head makes of it. */
  readonly sort?: string | undefined;
  readonly onSort?: ((sort: string | undefined) => void) | undefined;
  /** Enter, or a click on a row. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Any other key on the present row: x, c … True: it was taken. */
  readonly onKey?: ((key: string, row: Row) => boolean) | undefined;
  /** The row that is open elsewhere, marked. */
  readonly openKey?: string | undefined;
  /** Called when the last rows come into sight: load more. */
  readonly onEnd?: (() => void) | undefined;
  /** The head of the row of totals; without it there is none. */
  readonly totalsLabel?: ReactNode;
  readonly empty?: ReactNode;
  /** The height it may take. Default: what the window leaves. */
  readonly className?: string;
  /** 36, or 44 for the comfortable form and touch. */
  readonly rowPx?: number;
}

const ROW_PX = 36;
const OVERSCAN = 12;
/** So many rows from the end, the next are asked for. */
const AHEAD = 20;
const SKELETON_ROWS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** The present row, and the keys that walk. */
function useWalk<Row>(props: DataTableProps<Row>, show: (place: number) => void) {
  const [present, setPresent] = useState<number | null>(null);
  const rows = props.rows ?? [];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || rows.length === 0) return;
    if (event.target instanceof HTMLElement && event.target.closest('thead') !== null) return;
    const last = rows.length - 1;
    const at = present ?? -1;
    const moves: Readonly<Record<string, number>> = {
      j: at + 1,
      ArrowDown: at + 1,
      k: at - 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    const row = present === null ? undefined : rows[present];
    if (to !== undefined) {
      const place = Math.min(last, Math.max(0, to));
      setPresent(place);
      show(place);
    } else if (event.key === 'Enter' && row !== undefined && props.onOpen !== undefined) props.onOpen(row);
    else if (row === undefined || props.onKey?.(event.key, row) !== true) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { present, setPresent, onKeyDown };
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, rowKey, sort, onSort, onOpen, onEnd, openKey, totalsLabel, empty, rowPx = ROW_PX } = props;
  const columns = shownColumns(props.columns, props.chosen);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const count = rows?.length ?? 0;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW_PX,
    scrollPaddingEnd: totalsLabel === undefined ? 0 : ROW_PX,
  });
  const { present, setPresent, onKeyDown } = useWalk(props, (place) => virtual.scrollToIndex(place));
  const inSight = virtual.getVirtualItems();
  const lastInSight = inSight.at(-1)?.index ?? 0;
  useEffect(() => {
    if (count > 0 && lastInSight >= count - AHEAD) onEnd?.();
  }, [lastInSight, count, onEnd]);
  const above = inSight[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (inSight.at(-1)?.end ?? 0);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the grid inside, from wherever the focus is in it
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      className={classNames('overflow-auto', props.className ?? 'max-h-[calc(100dvh-15rem)]')}
    >
      <table
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={count + 1}
        aria-activedescendant={present === null ? undefined : `${id}-${present}`}
        className="w-full table-fixed border-separate border-spacing-0 outline-offset-[-2px]"
        style={{ minWidth: columns.reduce((sum, column) => sum + (column.width ?? 160), 0) }}
      >
        <TableHead columns={columns} sort={sort} onSort={onSort} />
        <tbody>
          {rows === undefined && SKELETON_ROWS.map((row) => <SkeletonRow key={row} columns={columns} rowPx={rowPx} />)}
          {above > 0 && <Spacer height={above} columns={columns.length} />}
          {inSight.map(({ index }) => {
            const row = rows?.[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <BodyRow
                key={key}
                id={`${id}-${index}`}
                row={row}
                place={index}
                columns={columns}
                rowPx={rowPx}
                isPresent={index === present}
                isOpen={key === openKey}
                onClick={() => {
                  setPresent(index);
                  onOpen?.(row);
                }}
                canOpen={onOpen !== undefined}
              />
            );
          })}
          {below > 0 && <Spacer height={below} columns={columns.length} />}
        </tbody>
        {totalsLabel !== undefined && count > 0 && <Totals columns={columns} label={totalsLabel} />}
      </table>
      {rows !== undefined && count === 0 && empty}
    </div>
  );
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
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
  readonly canOpen: boolean;
  readonly onClick: () => void;
}

function BodyRow<Row>({ id, row, place, columns, rowPx, isPresent, isOpen, canOpen, onClick }: BodyRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys
    <tr
      id={id}
      aria-rowindex={place + 2}
      aria-selected={isPresent || isOpen}
      onClick={onClick}
      style={{ height: rowPx }}
      className={classNames(
        'hover:bg-hover aria-selected:bg-accent-soft',
        canOpen && 'cursor-pointer',
        isPresent && '[&>td:first-child]:shadow-[inset_2px_0_0_var(--accent)]',
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

function SkeletonRow<Row>({ columns, rowPx }: { readonly columns: readonly Column<Row>[]; readonly rowPx: number }) {
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

function Totals<Row>({ columns, label }: { readonly columns: readonly Column<Row>[]; readonly label: ReactNode }) {
  return (
    <tfoot className="sticky bottom-0 z-10 bg-sunken font-medium">
      <tr style={{ height: ROW_PX }}>
        {columns.map((column, place) => (
          <td
            key={column.id}
            className={classNames('truncate border-t px-3', column.align === 'right' && 'num text-right')}
          >
            {place === 0 ? label : column.total}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
