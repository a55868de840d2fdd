/** A dense table: 36-px rows, head and totals that stay, only the rows in sight drawn, walked with j, k and Enter. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { type Column, shownColumns } from './columns.ts';
import { TableHead } from './table-head.tsx';
import { BodyRow, SkeletonRow, Spacer, Totals } from './table-rows.tsx';

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
  /** Rows that were chosen with x, marked. */
  readonly chosenKeys?: Pick<ReadonlySet<string>, 'has'> | undefined;
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
    } else if (event.key === 'Enter' && isOfControl(event)) return;
    else if (event.key === 'Enter' && row !== undefined && props.onOpen !== undefined) props.onOpen(row);
    else if (row === undefined || props.onKey?.(event.key, row) !== true) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { present, setPresent, onKeyDown };
}

/** A link or a button in a cell does what it says, whichever row was chosen before. */
function isOfControl({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('a, button, input, select') !== null;
}

/** See the props. Sorting, columns and loading more are the caller's, who keeps them in the URL. */
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
  const bodyRow = (place: number): ReactNode => {
    const row = rows?.[place];
    if (row === undefined) return null;
    const key = rowKey(row);
    return (
      <BodyRow
        key={key}
        id={`${id}-${place}`}
        {...{ row, place, columns, rowPx }}
        isPresent={place === present}
        isOpen={key === openKey}
        isChosen={props.chosenKeys?.has(key) === true}
        canOpen={onOpen !== undefined}
        onClick={() => {
          setPresent(place);
          onOpen?.(row);
        }}
      />
    );
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the grid inside, from wherever the focus is in it
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      // relative: what is there for the ear alone would else widen the whole page
      className={classNames('relative overflow-auto', props.className ?? 'max-h-[calc(100dvh-15rem)]')}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is walked with keys is a grid
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
          {inSight.map(({ index }) => bodyRow(index))}
          {below > 0 && <Spacer height={below} columns={columns.length} />}
        </tbody>
        {totalsLabel !== undefined && count > 0 && <Totals columns={columns} label={totalsLabel} rowPx={ROW_PX} />}
      </table>
      {rows !== undefined && count === 0 && empty}
    </div>
  );
}
