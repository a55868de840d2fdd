/** The rows behind a count of changes. Loaded when it is first opened. */
import { useQuery } from '@tanstack/react-query';
import { changesQuery } from '../../report/queries.ts';
import { Drawer } from '../../ui/dialog.tsx';
import { ErrorState, SkeletonLines } from '../../ui/states.tsx';
import { ChangedLine } from './changed-line.tsx';
import { type ChangeKind, KIND_WORDS } from './change-words.ts';

interface ChangedLinesProps {
  readonly kind: ChangeKind;
  /** How many there are. */
  readonly all: number;
  readonly since: string | null;
  readonly onClose: () => void;
}

export function ChangedLines({ kind, all, since, onClose }: ChangedLinesProps) {
  const { data, error, refetch } = useQuery(changesQuery(since, kind));
  const shown = data?.lines.filter((one) => one.kind === kind); // those of the question before stay until these are there
  const { one, many } = KIND_WORDS[kind];
  return (
    <Drawer isOpen onClose={onClose} title={`${all} ${all === 1 ? one : many}`} size="md">
      {error !== null && data === undefined ? (
        <ErrorState title="The lines could not be read" error={error} onRetry={() => void refetch()} />
      ) : shown === undefined ? (
        <SkeletonLines count={8} />
      ) : (
        <ul className="-mx-2 flex flex-col">
          {shown.map((change) => (
            <ChangedLine key={change.line.id} change={change} />
          ))}
        </ul>
      )}
      {shown !== undefined && shown.length < all && (
        <p className="mt-3 text-faint text-xs">
          The newest {shown.length} of {all}.
        </p>
      )}
    </Drawer>
  );
}
