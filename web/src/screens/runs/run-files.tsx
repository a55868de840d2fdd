/** The files of a run with their rejects, and every raw answer for download. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import type { Reply } from '../../api/client.ts';

import { ChevronRight, Download } from 'lucide-react';
import { addressOf } from '../../api/client.ts';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatInstant } from '../../format/moments.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { answersQuery, type Receipt } from '../connections/queries.ts';
import { RejectList } from './reject-list.tsx';
import { counted } from './run-words.ts';

type Answer = Reply<'GET /api/v1/runs/{run}/answers'>['answers'][number];

/** So many are shown at once; a year of pulls has fifty. */
const SHOWN = 6;

/** The first of a long list; the files with rejects before the others. */
function useSome<Item>(all: readonly Item[]): readonly [shown: readonly Item[], more: ReactNode] {
  const [isAll, setAll] = useState(all.length <= SHOWN + 2);
  const more = isAll ? null : (
    <div className="border-t px-4 py-2">
      <Button size="sm" look="quiet" onClick={() => setAll(true)}>
        Show all {all.length}
      </Button>
    </div>
  );
  return [isAll ? all : all.slice(0, SHOWN), more];
}

export function RunFiles({ receipt }: { readonly receipt: Receipt }) {
  const [files, more] = useSome(
    receipt.files.toSorted((a, b) => Number(b.rejected.length > 0) - Number(a.rejected.length > 0)),
  );
  return (
    <Card title="Files" isFlush>
      <ul className="divide-y border-t">
        {files.map((file) => {
          const head = (
            <>
              <span className="min-w-0 flex-1 break-words">{file.name}</span>
              <span className="shrink-0 text-muted">
                {counted(file.rowsRead, 'row')}
                {file.rejected.length > 0 && <span className="text-reversed">, {file.rejected.length} rejected</span>}
              </span>
            </>
          );
          return (
            <li key={`${file.name} ${file.sha256}`}>
              {file.rejected.length === 0 ? (
                <div className="flex gap-3 py-2.5 pr-4 pl-10">{head}</div>
              ) : (
                <details className="group">
                  <summary className="flex list-none gap-2 px-4 py-2.5 hover:bg-hover">
                    <ChevronRight aria-hidden size={16} className="mt-0.5 shrink-0 text-faint group-open:rotate-90" />
                    {head}
                  </summary>
                  <div className="pr-4 pl-10">
                    <RejectList rejects={file.rejected.map((one) => ({ ...one, file: file.name }))} />
                  </div>
                </details>
              )}
            </li>
          );
        })}
      </ul>
      {more}
    </Card>
  );
}

const KB = 1024;

function sizeText(bytes: number): string {
  if (bytes < KB) return `${bytes} B`;
  return bytes < KB * KB ? `${(bytes / KB).toFixed(1)} kB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}

/** Raw answers, byte for byte as the network gave them. */
export function RunAnswers({ run }: { readonly run: string }) {
  const isHidden = useHidesMoney();
  const answers = useQuery({ ...answersQuery(run), enabled: !isHidden });
  if (isHidden) return null; // files state amounts: they are refused to them
  if (answers.isPending) return <SkeletonLines count={3} />;
  if (answers.isError) return <ErrorState title="The raw reports could not be listed" error={answers.error} />;
  if (answers.data.length === 0) return null;
  return <AnswerList answers={answers.data} />;
}

function AnswerList({ answers }: { readonly answers: readonly Answer[] }) {
  const [shown, more] = useSome(answers);
  return (
    <Card title="Raw reports" isFlush>
      <ul className="divide-y border-t">
        {shown.map((answer) => (
          <li key={`${answer.name} ${answer.sha256}`}>
            <a
              href={addressOf('GET /api/v1/raw-reports/{sha256}', { params: { sha256: answer.sha256 } })}
              download
              className="flex min-h-11 items-center gap-3 px-4 py-2 hover:bg-hover"
            >
              <Download aria-hidden size={16} className="shrink-0 text-accent" />
              <span className="min-w-0 flex-1">
                <span className="block break-words">{answer.name}</span>
                {answer.request !== null && <span className="block truncate text-faint text-xs">{answer.request}</span>}
              </span>
              <span className="num shrink-0 text-right text-muted">
                {sizeText(answer.size)}
                {answer.answeredAt !== null && (
                  <span className="block text-faint text-xs">{formatInstant(answer.answeredAt)}</span>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {more}
    </Card>
  );
}
