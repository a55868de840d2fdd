/** The reports of a run: what each held, which rows were refused and why, and every raw answer for download. */
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Download } from 'lucide-react';
import { useState } from 'react';
import { addressOf, type Reply } from '../../api/client.ts';
import { isAtLeast, meQuery } from '../../api/session.ts';
import { formatInstant } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { answersQuery, type Receipt, type Run } from '../connections/queries.ts';
import { RejectList } from './reject-list.tsx';
import { counted } from './run-words.ts';

type Answer = Reply<'GET /api/v1/runs/{run}/answers'>['answers'][number];
type FileReceipt = Receipt['files'][number];

/** One line of the list: an answer that is kept, what the run read in it, or both. */
interface Line {
  readonly key: string;
  readonly name: string;
  readonly answer: Answer | null;
  readonly file: FileReceipt | null;
}

/** So many are shown at once; a year of pulls has fifty. */
const SHOWN = 6;

interface RunReportsProps {
  readonly run: Run;
  readonly title?: string;
}

export function RunReports({ run, title = 'Reports' }: RunReportsProps) {
  const answers = useQuery(answersQuery(run.id));
  const { data: me } = useQuery(meQuery);
  const [isAll, setAll] = useState(false);
  if (answers.isPending) return <SkeletonLines count={3} />;
  if (answers.isError) return <ErrorState title="The raw reports could not be listed" error={answers.error} />;
  const lines = linesOf(answers.data, run.receipt?.files ?? []);
  if (lines.length === 0) return null;
  const canDownload = isAtLeast(me?.role, 'editor') && me?.hidesMoney !== true;
  const shown = isAll || lines.length <= SHOWN + 2 ? lines : lines.slice(0, SHOWN);
  return (
    <Card title={title} isFlush>
      <p className="px-4 pb-3 text-pretty text-faint text-xs">
        As they came, byte for byte; columns about persons were taken out before anything was kept.
      </p>
      <ul className="divide-y border-t">
        {shown.map((line) => (
          <ReportLine key={line.key} line={line} run={run.id} canDownload={canDownload} />
        ))}
      </ul>
      {shown.length < lines.length && (
        <div className="border-t px-4 py-2">
          <Button size="sm" look="quiet" onClick={() => setAll(true)}>
            Show all {lines.length}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** Answers and files of a run as one list, those with rejects first. */
function linesOf(answers: readonly Answer[], files: readonly FileReceipt[]): readonly Line[] {
  const left = [...files];
  const takeFile = (answer: Answer): FileReceipt | null => {
    const at = left.findIndex((file) => file.name === answer.name && file.sha256 === answer.sha256);
    return at < 0 ? null : (left.splice(at, 1)[0] ?? null);
  };
  const kept = answers.map((answer) => {
    const file = takeFile(answer);
    return { key: `answer ${answer.no}`, name: answer.name, answer, file };
  });
  const others = left.map((file, place) => ({ key: `file ${place}`, name: file.name, answer: null, file }));
  return [...kept, ...others].toSorted((a, b) => rejectsOf(b) - rejectsOf(a));
}

/** 1 if rows of it were refused, else 0. */
function rejectsOf({ file }: Line): number {
  return file === null || file.rejected.length === 0 ? 0 : 1;
}

interface ReportLineProps {
  readonly line: Line;
  readonly run: string;
  readonly canDownload: boolean;
}

function ReportLine({ line: { name, answer, file }, run, canDownload }: ReportLineProps) {
  const rejected = file?.rejected ?? [];
  return (
    <li className="flex items-start gap-2 pr-2">
      <details className="group min-w-0 flex-1" open={rejected.length > 0}>
        <summary className="flex min-h-11 list-none items-center gap-2 py-2 pl-4 hover:bg-hover">
          <ChevronRight aria-hidden size={16} className="shrink-0 text-faint group-open:rotate-90" />
          <span className="min-w-0 flex-1 break-words">{name}</span>
          <span className="num shrink-0 text-right text-muted">
            {file === null ? 'not read' : counted(file.rowsRead, 'row')}
            {rejected.length > 0 && <span className="text-reversed">, {rejected.length} rejected</span>}
          </span>
          {answer !== null && (
            <span className="num w-16 shrink-0 text-right text-faint max-sm:hidden">{sizeText(answer.size)}</span>
          )}
        </summary>
        <div className="flex flex-col gap-1 pb-3 pl-10 text-muted text-xs">
          {answer?.answeredAt != null && <p>Answered {formatInstant(answer.answeredAt)}</p>}
          {answer?.request != null && <p className="break-all">{answer.request}</p>}
          {answer !== null && <p className="sm:hidden">{sizeText(answer.size)}</p>}
          <p className="break-all">SHA-256 {answer?.sha256 ?? file?.sha256}</p>
        </div>
        {rejected.length > 0 && (
          <div className="pb-3 pl-10">
            <RejectList rejects={rejected.map((one) => ({ ...one, file: name }))} />
          </div>
        )}
      </details>
      {canDownload && answer !== null && (
        <a
          href={addressOf('GET /api/v1/runs/{run}/answers/{answer}', {
            params: { run, answer: String(answer.no) },
          })}
          download
          aria-label={`Download ${name}`}
          title="Download"
          className="grid size-11 shrink-0 place-items-center rounded-card hover:bg-hover"
        >
          <Download aria-hidden size={16} className="text-accent" />
        </a>
      )}
    </li>
  );
}

const KB = 1024;

function sizeText(bytes: number): string {
  if (bytes < KB) return `${bytes} B`;
  return bytes < KB * KB ? `${(bytes / KB).toFixed(1)} kB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}
