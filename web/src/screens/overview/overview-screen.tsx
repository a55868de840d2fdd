/** Overview: how much, what changed, and from where. */
import { Link } from '@tanstack/react-router';
import { ChartColumn } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function OverviewScreen() {
  return (
    <EmptyState
      title="No commissions yet"
      picture={<ChartColumn aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <Link to="/connections" className={buttonClass('primary')}>
          Connect a network
        </Link>
      }
    >
      Connect a network or import the reports you downloaded, and the first figures appear here.
    </EmptyState>
  );
}
