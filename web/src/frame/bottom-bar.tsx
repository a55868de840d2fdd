/** On phones the rail lies at the bottom, within reach of a thumb. */
import { Link } from '@tanstack/react-router';
import { keptView } from '../view/view.ts';
import { usePlaces } from './use-places.ts';

export function BottomBar() {
  const places = usePlaces();
  return (
    <nav
      aria-label="Main"
      className="no-print fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {places.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              search={keptView}
              className="flex h-14 flex-col items-center justify-center gap-1 text-[11px] text-muted aria-[current=page]:font-medium aria-[current=page]:text-accent"
            >
              <Icon aria-hidden size={20} strokeWidth={1.75} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
