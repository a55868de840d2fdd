/** An address that leads nowhere. */
import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function NotFoundScreen() {
  return (
    <EmptyState
      title="There is nothing at this address"
      picture={<Compass aria-hidden size={32} strokeWidth={1.25} className="text-faint" />}
      action={
        <Link to="/overview" className={buttonClass('primary')}>
          Go to the overview
        </Link>
      }
    >
      The link may be old, or a letter is missing.
    </EmptyState>
  );
}
