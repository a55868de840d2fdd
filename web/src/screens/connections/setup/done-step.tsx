/** Last step: what happens from now on. */
import { Link } from '@tanstack/react-router';
import { CircleCheck, Plus } from 'lucide-react';
import { formatInstant } from '../../../format/moments.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import type { Connection } from '../queries.ts';

export function DoneStep({
  connections,
  onAnother,
}: {
  readonly connections: readonly Connection[];
  readonly onAnother: () => void;
}) {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex gap-3">
        <CircleCheck aria-hidden size={24} className="shrink-0 text-approved" />
        <div>
          <h2 className="font-semibold text-base">Your sales are in the ledger</h2>
          <p className="text-pretty text-muted">
            From now on they are read by themselves, and corrections of the network with them.
          </p>
        </div>
      </div>
      <ul className="divide-y rounded-card border bg-surface">
        {connections.map((one) => (
          <li key={one.id} className="flex flex-wrap justify-between gap-x-4 px-4 py-3">
            <Link to="/connections/$connection" params={{ connection: one.id }} className="font-medium hover:underline">
              {one.name}
            </Link>
            <span className="text-muted">
              {one.nextPullAt === null ? 'Not scheduled yet' : `Next pull ${formatInstant(one.nextPullAt)}`}, every{' '}
              {one.schedule.everyHours} hours
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Link to="/overview" className={buttonClass('primary')}>
          See the overview
        </Link>
        <Button icon={Plus} onClick={onAnother}>
          Add another country
        </Button>
      </div>
    </div>
  );
}
