/** Above the table: search, grouping, columns, and the file of exactly what is filtered. */
import { useQuery } from '@tanstack/react-query';
import { Download, Rows3, Rows4 } from 'lucide-react';
import type { RefObject } from 'react';
import { addressOf } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import { SearchField } from '../../report/list/search-field.tsx';
import type { ListQuestion, TransactionRow } from '../../report/queries.ts';
import { buttonClass, IconButton } from '../../ui/button.tsx';
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
      <SearchField searchRef={searchRef} label="Search transactions" placeholder="Order, product, advertiser, sub-id" />
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
