/** What a waiting run would do, in enough detail to decide: counts, sums, lines, conflicts, rejects. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatMonth } from '../../format/moments.ts';
import { formatMoney, formatNumber } from '../../format/numbers.ts';
import { Card } from '../../ui/card.tsx';
import { Money } from '../../ui/money.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { type Preview, previewQuery, type Run } from '../connections/queries.ts';
import { FigureTable } from './figure-table.tsx';
import { PreviewLines } from './preview-lines.tsx';
import { RejectList } from './reject-list.tsx';
import { RunCounts } from './run-counts.tsx';
import { counted, foundSpan } from './run-words.ts';

export function RunPreview({ run }: { readonly run: Run }) {
  const preview = useQuery(previewQuery(run.id));
  return (
    <div className="flex flex-col gap-4">
      <FoundSentence run={run} preview={preview.data} />
      {run.receipt !== null && <RunCounts receipt={run.receipt} />}
      {preview.isPending ? (
        <SkeletonLines count={6} />
      ) : preview.isError ? (
        <ErrorState
          title="The preview could not be read"
          error={preview.error}
          onRetry={() => void preview.refetch()}
        />
      ) : (
        <PreviewParts preview={preview.data} run={run} />
      )}
    </div>
  );
}

/** "689 sales, $8,709.51 commission, Jul 2026 – Nov 2026." */
function FoundSentence({ run, preview }: { readonly run: Run; readonly preview: Preview | undefined }) {
  if (run.receipt === null) return null;
  const { totals, lost } = run.receipt;
  const lines = [...totals, ...lost].reduce((sum, one) => sum + one.lines, 0);
  if (lines === 0) return <p className="text-muted">The reports hold no sales for these days.</p>;
  const money = totals.map(({ commission, currency }) => formatMoney(commission, currency)).join(' and ');
  const span = foundSpan(preview?.byMonth.map((row) => row.month) ?? [], formatMonth);
  return (
    <p className="text-pretty">
      {[counted(lines, 'sale'), money === '' ? null : `${money} commission`, span].filter(Boolean).join(', ')}.
    </p>
  );
}

function PreviewParts({ preview, run }: { readonly preview: Preview; readonly run: Run }) {
  const [tab, setTab] = useState('month');
  const { byMonth, byStatus, byAdvertiser, lines, conflicts, differences, rejected } = preview;
  const files = run.receipt?.files ?? [];
  const allRejected = files.flatMap((file) => file.rejected.map((one) => ({ ...one, file: file.name })));
  const all = allRejected.length < rejected.length ? rejected : allRejected;
  const label = (word: string, count: number): string => (count === 0 ? word : `${word} (${formatNumber(count)})`);
  const disputed = conflicts.length + differences.length;
  const tabs = [
    {
      id: 'month',
      label: 'By month',
      content: <FigureTable by="Month" rows={byMonth.map((row) => ({ ...row, label: formatMonth(row.month) }))} />,
    },
    {
      id: 'status',
      label: 'By status',
      content: <FigureTable by="Status" rows={byStatus.map((row) => ({ ...row, label: capital(row.status) }))} />,
    },
    {
      id: 'advertiser',
      label: 'By advertiser',
      content: (
        <FigureTable
          by="Advertiser"
          rows={byAdvertiser.map((row) => ({ ...row, label: row.advertiser || row.advertiserId }))}
        />
      ),
    },
    { id: 'lines', label: 'Lines', content: <PreviewLines label="Sample lines" lines={lines} /> },
    {
      id: 'disputed',
      label: label('Conflicts', disputed),
      content: <Disputed conflicts={conflicts} differences={differences} />,
    },
    { id: 'rejected', label: label('Rejected', all.length), content: <RejectList rejects={rejected} all={all} /> },
  ];
  return (
    <Card>
      <Tabs label="Parts of the preview" tabs={tabs} value={tab} onChange={setTab} />
    </Card>
  );
}

function Disputed({ conflicts, differences }: Pick<Preview, 'conflicts' | 'differences'>) {
  if (conflicts.length + differences.length === 0) {
    return <p className="px-3 py-6 text-muted">No line contradicts another one.</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      {differences.length > 0 && (
        <section>
          <h3 className="font-medium">Reports that state other amounts</h3>
          <p className="text-pretty text-muted">The first amount counts; the other report is kept for comparison.</p>
          <ul className="mt-2 divide-y border-t">
            {differences.map((one) => (
              <li
                key={`${one.orderId} ${one.sku} ${one.otherReport}`}
                className="flex flex-wrap justify-between gap-x-4 py-2.5"
              >
                <span className="break-all">
                  Order {one.orderId} · {one.sku}
                </span>
                <span className="text-muted">
                  {one.moneyReport} <Money amount={one.moneyCommission} currency={one.currency} /> · {one.otherReport}{' '}
                  {formatMoney(one.otherCommission, one.currency)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {conflicts.length > 0 && (
        <section>
          <h3 className="font-medium">Lines in conflict</h3>
          <p className="text-pretty text-muted">They are kept apart and counted nowhere until a report settles them.</p>
          <PreviewLines label="Lines in conflict" lines={conflicts} />
        </section>
      )}
    </div>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
