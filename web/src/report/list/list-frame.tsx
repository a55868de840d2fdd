/** A list of a report: tools above, a dense table (cards on phones), and what stands there when there is nothing. */
import { Download } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { ColumnChooser } from '../../ui/table/column-chooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { useSetView, useView } from '../../view/use-view.ts';
import { type RowCard, RowCards } from './row-cards.tsx';
import { SearchField } from './search-field.tsx';
import { useScreenKeys } from './use-screen-keys.ts';

interface ListFrameProps<Row> {
  /** Its name for the ear: Advertisers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined: on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly card: (row: Row) => RowCard;
  /** How it is sorted, and how it is when nobody chose. */
  readonly sort: string;
  readonly usualSort: string;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly onEnd?: (() => void) | undefined;
  readonly totalsLabel?: ReactNode;
  readonly empty: ReactNode;
  /** What is looked for; without it the list has no search. */
  readonly placeholder?: string;
  /** The rows shown are of the question before this one. */
  readonly isOld?: boolean;
  /** A file of exactly what is filtered: made here of the rows, or the address where the server makes it. */
  readonly file?: { readonly save: () => void; readonly isBusy: boolean } | string;
  /** The currencies there are, where there are several: one at a time is shown. */
  readonly currencies?: readonly string[];
  readonly currency?: string | undefined;
  /** More tools. */
  readonly tools?: ReactNode;
}

export function ListFrame<Row>(props: ListFrameProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    card,
    sort,
    usualSort,
    onOpen,
    onEnd,
    totalsLabel,
    empty,
    isOld = false,
  } = props;
  const { cols, row } = useView();
  const setView = useSetView();
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLDivElement>(null);
  useScreenKeys(search, table);
  return (
    <>
      <ListTools {...props} searchRef={search} />
      <div ref={table} className={classNames(isOld && 'opacity-60')}>
        <div className="overflow-hidden rounded-card border bg-surface max-md:hidden">
          <DataTable
            label={label}
            columns={columns}
            chosen={cols}
            rows={rows}
            rowKey={rowKey}
            sort={sort}
            onSort={(next) => setView({ sort: next === usualSort ? undefined : next })}
            onOpen={onOpen}
            openKey={row}
            onEnd={onEnd}
            totalsLabel={totalsLabel}
            empty={empty}
          />
        </div>
        <div className="md:hidden">
          {rows?.length === 0 ? empty : <RowCards {...{ label, rows, rowKey, card, onOpen, onEnd }} />}
        </div>
      </div>
    </>
  );
}

type ToolsProps<Row> = ListFrameProps<Row> & { readonly searchRef: RefObject<HTMLInputElement | null> };

function ListTools<Row>({
  label,
  columns,
  placeholder,
  file,
  currencies = [],
  currency,
  tools,
  searchRef,
}: ToolsProps<Row>) {
  const { cols } = useView();
  const setView = useSetView();
  const isHidden = useHidesMoney();
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      {placeholder !== undefined && (
        <SearchField searchRef={searchRef} label={`Search ${label.toLowerCase()}`} placeholder={placeholder} />
      )}
      {currencies.length > 1 && currency !== undefined && (
        <Segmented
          label="Currency"
          options={currencies.toSorted().map((id) => ({ id, label: id }))}
          value={currency}
          onChange={(chosen) => setView({ currency: chosen }, { replace: true })}
        />
      )}
      {tools}
      <span className="ml-auto flex items-center gap-1">
        <span className="max-md:hidden">
          <ColumnChooser
            columns={columns}
            chosen={cols}
            onChange={(chosen) => setView({ cols: chosen }, { replace: true })}
          />
        </span>
        {/* a file of amounts is no use to whom they are hidden */}
        {file !== undefined &&
          !isHidden &&
          (typeof file === 'string' ? (
            <a href={file} download className={buttonClass('quiet', 'sm')}>
              <Download aria-hidden size={16} strokeWidth={1.75} />
              CSV
            </a>
          ) : (
            <Button size="sm" look="quiet" icon={Download} isBusy={file.isBusy} onClick={file.save}>
              CSV
            </Button>
          ))}
      </span>
    </div>
  );
}
