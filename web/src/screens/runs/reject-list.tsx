/** Rows that were not understood: where, and why. */
import { Download } from 'lucide-react';
import { formatNumber } from '../../format/numbers.ts';
import { csvText, saveFile } from '../../report/csv.ts';
import { Button } from '../../ui/button.tsx';

export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

/** As many as a screen bears; the file has them all. */
const SHOWN = 100;

export function RejectList({
  rejects,
  all = rejects,
}: {
  readonly rejects: readonly Reject[];
  /** Where `rejects` is the beginning only: all of them. */
  readonly all?: readonly Reject[];
}) {
  const total = all.length;
  if (rejects.length === 0) return <p className="px-3 py-6 text-muted">Every row was understood.</p>;
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
        <p className="min-w-0 flex-1 basis-80 text-pretty text-muted">
          These rows were left out, all others are part of the run. The files stay as they are: once a row is mended at
          the network, import it again.
        </p>
        <Button size="sm" icon={Download} onClick={() => saveFile('rejected-rows.csv', csvOf(all))}>
          Download list
        </Button>
      </div>
      <ul className="divide-y border-t">
        {rejects.slice(0, SHOWN).map((reject, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line can be refused twice, in the same place of the list each time
          <li key={place} className="py-2.5">
            <p className="break-words">
              <span className="font-medium">{reject.file}</span>, line <span className="num">{reject.line}</span>
              {reject.column !== null && (
                <>
                  , column <span className="font-medium">{reject.column}</span>
                </>
              )}
            </p>
            <p className="text-muted">{reject.message}</p>
          </li>
        ))}
      </ul>
      {total > SHOWN && <p className="border-t py-2.5 text-muted">and {formatNumber(total - SHOWN)} more</p>}
    </div>
  );
}

function csvOf(rejects: readonly Reject[]): string {
  return csvText(
    ['file', 'line', 'column', 'reason'],
    rejects.map(({ file, line, column, message }) => [file, line, column, message]),
  );
}
