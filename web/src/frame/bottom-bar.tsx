/** On phones the rail lies at the bottom, within reach of a thumb: the places of every day, the others behind More. */
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { classNames } from '../ui/class-names.ts';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { keptView } from '../view/view.ts';
import { usePlaces } from './use-places.ts';

const BUTTON = 'flex h-14 w-full flex-col items-center justify-center gap-1 text-[11px] text-muted';

export function BottomBar() {
  const places = usePlaces();
  const navigate = useNavigate();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const others = places.filter(({ isInBar }) => isInBar !== true);
  const isElsewhere = others.some(({ to }) => path.startsWith(to));
  return (
    <nav
      aria-label="Main"
      className="no-print fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid grid-cols-5">
        {places
          .filter(({ isInBar }) => isInBar === true)
          .map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                search={keptView}
                className={`${BUTTON} aria-[current=page]:font-medium aria-[current=page]:text-accent`}
              >
                <Icon aria-hidden size={20} strokeWidth={1.75} />
                {label}
              </Link>
            </li>
          ))}
        <li>
          <Menu
            align="end"
            side="top"
            trigger={
              <button type="button" className={classNames(BUTTON, isElsewhere && 'font-medium text-accent')}>
                <Ellipsis aria-hidden size={20} strokeWidth={1.75} />
                More
              </button>
            }
          >
            {others.map(({ to, label, icon }) => (
              <MenuItem key={to} icon={icon} onSelect={() => void navigate({ to, search: keptView })}>
                {label}
              </MenuItem>
            ))}
          </Menu>
        </li>
      </ul>
    </nav>
  );
}
