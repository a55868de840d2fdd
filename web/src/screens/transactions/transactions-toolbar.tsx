/** Above the table: search, grouping, columns, and the file of exactly what is filtered. */
import { useQuery } from '@tanstack/react-query';
import { Download, Rows3, Rows4, Search } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import type { ListQuestion, TransactionRow } from '../../report/queries.ts';
import { buttonClass, IconButton } from '../../ui/button.tsx';
import { Input } from '../../ui/field.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ColumnChooser } from '../../ui/table/column-chooser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { useSetView, useView } from '../../view/use-view.ts';
import { ImportButton } from '../files/import-button.tsx';

interface ToolbarProps {
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly columns: readonly Column<TransactionRow>[];
  readonly question: ListQuestion;
}

const GROUPS = [
  { id: 'line', label: 'Lines' },
  { id: 'order', label: 'Orders' },
] as const;

export function TransactionsToolbar({ searchRef, columns, question }: ToolbarProps) {
  const view = useView();
  const setView = useSetView();
  const { data: me } = useQuery(meQuery);
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      <SearchField searchRef={searchRef} />
      <Segmented
        label="Rows"
        options={GROUPS}
        value={view.group === 'order' ? 'order' : 'line'}
        onChange={(group) => setView({ group: group === 'order' ? 'order' : undefined, sort: undefined })}
      />
      <span className="ml-auto flex items-center gap-1">
        <ImportButton isQuiet />
        <span className="max-md:hidden">
          <DensityButton />
        </span>
        {view.group !== 'order' && (
          <span className="max-md:hidden">
            <ColumnChooser
              columns={columns}
              chosen={view.cols}
              onChange={(cols) => setView({ cols }, { replace: true })}
            />
          </span>
        )}
        {/* a file of amounts is refused to whom they are hidden */}
        {me?.hidesMoney !== true &&
          (['csv', 'xlsx'] as const).map((format) => (
            <a
              key={format}
              href={addressOf('GET /api/v1/reports/transactions/export', { query: { ...question, format } })}
              download
              className={buttonClass('quiet', 'sm')}
            >
              <Download aria-hidden size={16} strokeWidth={1.75} />
              {format === 'csv' ? 'CSV' : 'Excel'}
            </a>
          ))}
      </span>
    </div>
  );
}

/** Dense rows, or rows that leave air. */
function DensityButton() {
  const { rows } = useView();
  const setView = useSetView();
  const isWide = rows === 'comfortable';
  return (
    <IconButton
      icon={isWide ? Rows4 : Rows3}
      label={isWide ? 'Dense rows' : 'Comfortable rows'}
      aria-pressed={isWide}
      onClick={() => setView({ rows: isWide ? undefined : 'comfortable' }, { replace: true })}
    />
  );
}

/** So long after the last letter, the list is asked for. */
const PAUSE_MS = 250;

function SearchField({ searchRef }: Pick<ToolbarProps, 'searchRef'>) {
  const view = useView();
  const setView = useSetView();
  const asked = view.q ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked) return;
    const timer = setTimeout(
      () => setView({ q: wanted === '' ? undefined : wanted }, { replace: asked !== '' }),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [text, asked, setView]);
  return (
    <div className="relative w-72 max-sm:w-full">
      <Search
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
      />
      <Input
        ref={searchRef}
        type="search"
        aria-label="Search transactions"
        value={text}
        placeholder="Order, product, advertiser, sub-id"
        className="pr-9 pl-9"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (text === '') event.currentTarget.blur();
          else setText('');
        }}
      />
      {text === '' && (
        <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 max-sm:hidden">
          <Kbd keys="/" />
        </span>
      )}
    </div>
  );
}
