/** The rows of reports that a line was made from, as they came, with file and line number. */
import { Copy } from 'lucide-react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatInstant } from '../../format/moments.ts';
import type { TransactionReply } from '../../report/queries.ts';
import { IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Chip } from '../../ui/status-chip.tsx';

type Reported = TransactionReply['reported'][number];

export function SourceRows({ reported }: { readonly reported: readonly Reported[] }) {
  if (reported.length === 0) return <p className="text-muted">No report row is known for it.</p>;
  return (
    <ul className="flex flex-col gap-4">
      {reported.map((row) => (
        <li key={`${row.id} ${row.run}`} className="flex flex-col gap-1.5">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{row.report}</span>
            {row.isMoney && <Chip tone="accent">its amounts count</Chip>}
            {!row.isCurrent && <Chip tone="quiet">no longer shown so</Chip>}
            <span className="text-[13px] text-faint">posted {formatInstant(row.postedAt)}</span>
          </p>
          {row.source !== null && <Source source={row.source} line={row.line} />}
        </li>
      ))}
    </ul>
  );
}

function Source({ source, line }: { readonly source: NonNullable<Reported['source']>; readonly line: number }) {
  const isHidden = useHidesMoney();
  return (
    <div className="rounded-card border bg-sunken">
      <div className="flex items-center gap-2 border-b py-0.5 pr-1 pl-3 text-[13px] text-muted">
        <span className="min-w-0 flex-1 break-all" title={`SHA-256 ${source.sha256}`}>
          {source.file}, line {line}
        </span>
        {source.text !== null && (
          <IconButton icon={Copy} label="Copy the row" onClick={() => void copyText(source.text ?? '', 'Row copied')} />
        )}
      </div>
      {source.text === null ? (
        <p className="px-3 py-2 text-muted">
          {isHidden
            ? 'It states amounts, which are hidden from you.'
            : 'The file is no longer in the store of raw reports.'}
        </p>
      ) : (
        <pre className="overflow-x-auto whitespace-pre-wrap break-all px-3 py-2 font-mono text-xs leading-5">
          {source.text}
          {source.isCut && '…'}
        </pre>
      )}
    </div>
  );
}
