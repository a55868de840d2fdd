/** Columns of a table: what they show, which are shown, and how the rows are sorted. Pure. */
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  /** The head, and the name in the chooser. */
  readonly label: string;
  /** Numbers go right. Default: left. */
  readonly align?: 'left' | 'right';
  /** In pixels; what is left over goes to the columns without one. */
  readonly width?: number;
  readonly cell: (row: Row) => ReactNode;
  /** In the row of totals: of the whole filter, not of the rows that are loaded. */
  readonly total?: ReactNode;
  /** The server sorts by it. */
  readonly isSortable?: boolean;
  /** Not shown unless it is chosen. */
  readonly isHidden?: boolean;
  /** Always shown, and not in the chooser. */
  readonly isFixed?: boolean;
}

/** A sorting: by which column, which way. In the URL: `commission`, `-commission`. */
export interface Sorting {
  readonly id: string;
  readonly isDescending: boolean;
}

export function readSort(text: string | undefined): Sorting | null {
  if (text === undefined || text === '' || text === '-') return null;
  return text.startsWith('-') ? { id: text.slice(1), isDescending: true } : { id: text, isDescending: false };
}

export function writeSort({ id, isDescending }: Sorting): string {
  return isDescending ? `-${id}` : id;
}

/** A click on a head: largest first, then smallest first, then as it comes. */
export function nextSort(present: string | undefined, id: string): string | undefined {
  const sorting = readSort(present);
  if (sorting?.id !== id) return `-${id}`;
  return sorting.isDescending ? id : undefined;
}

/** The columns that are shown, in their own order. `chosen`: ids from the URL; without them the defaults. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
): readonly Column<Row>[] {
  const isShown = (column: Column<Row>): boolean =>
    column.isFixed === true || (chosen === undefined ? column.isHidden !== true : chosen.includes(column.id));
  return columns.filter(isShown);
}

/** The choice after one column is shown or hidden; undefined when it is the default again. */
export function withColumn<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
  id: string,
  isShown: boolean,
): readonly string[] | undefined {
  const present = new Set(shownColumns(columns, chosen).map((column) => column.id));
  if (isShown) present.add(id);
  else present.delete(id);
  const next = columns.filter((column) => present.has(column.id) && column.isFixed !== true).map((column) => column.id);
  const usual = columns
    .filter((column) => column.isHidden !== true && column.isFixed !== true)
    .map((column) => column.id);
  return next.join() === usual.join() ? undefined : next;
}
