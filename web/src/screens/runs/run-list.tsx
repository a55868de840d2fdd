/** Runs as a list: what each did, and when. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ArrowDownToLine, FileSpreadsheet, History } from 'lucide-react';
import { isUnderWay } from '../../api/follow.ts';
import { formatAgo, formatInstant } from '../../format/moments.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import type { Connection, Network, Run } from '../connections/queries.ts';
import { RunProgress } from './run-progress.tsx';
import { runName, runSummary, stateTone, stateWord } from './run-words.ts';

const ICONS = { files: FileSpreadsheet, pull: ArrowDownToLine, replay: History } as const;

interface RunListProps {
  readonly runs: readonly Run[];
  readonly connections: readonly Connection[];
  readonly networks: readonly Network[];
  /** More than these are shown on demand; default all. */
  readonly most?: number;
}

export function RunList({ runs, connections, networks, most = Number.POSITIVE_INFINITY }: RunListProps) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? runs : runs.slice(0, most);
  return (
    <>
      <RunLines runs={shown} connections={connections} networks={networks} />
      {shown.length < runs.length && (
        <div className="border-t px-4 py-2">
          <Button size="sm" look="quiet" onClick={() => setAll(true)}>
            Show all {runs.length}
          </Button>
        </div>
      )}
    </>
  );
}

function RunLines({ runs, connections, networks }: Omit<RunListProps, 'most'>) {
  return (
    <ul className="divide-y">
      {runs.map((run) => {
        const Icon = ICONS[run.kind];
        return (
          <li key={run.id}>
            <Link to="/runs/$run" params={{ run: run.id }} className="flex min-h-16 gap-3 px-4 py-3 hover:bg-hover">
              <Icon aria-hidden size={18} strokeWidth={1.75} className="mt-0.5 shrink-0 text-faint" />
              <span className="flex min-w-0 flex-1 flex-col gap-0.5">
                <span className="flex items-start gap-2">
                  <span className="min-w-0 flex-1 truncate font-medium">{runName(run, connections, networks)}</span>
                  <Chip tone={stateTone(run.state)}>{stateWord(run.state)}</Chip>
                </span>
                {isUnderWay(run) ? (
                  <span className="block max-w-lg pt-1">
                    <RunProgress run={run} />
                  </span>
                ) : (
                  <span className="flex flex-wrap justify-between gap-x-4 text-muted">
                    <span className="line-clamp-2 min-w-0">{runSummary(run)}</span>
                    <span className="text-faint" title={formatInstant(run.createdAt)}>
                      {formatAgo(run.decidedAt ?? run.createdAt)}
                      {run.startedBy === 'schedule' ? ' · on schedule' : ''}
                    </span>
                  </span>
                )}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
