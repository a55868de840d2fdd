/** The rail on the left: where one can go. Folds to icons, and remembers it. */
import { Link } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Logo } from '../ui/logo.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { keptView } from '../view/view.ts';
import type { Place } from './places.ts';
import { usePlaces } from './use-places.ts';

const KEY = 'tributary.rail';

function startsFolded(): boolean {
  try {
    return localStorage.getItem(KEY) === 'folded';
  } catch {
    return false; // storage is closed to the page: the rail starts open each time
  }
}

function remember(isFolded: boolean): void {
  try {
    localStorage.setItem(KEY, isFolded ? 'folded' : 'open');
  } catch {
    // as above
  }
}

export function SideRail() {
  const places = usePlaces();
  const [isFolded, setFolded] = useState(startsFolded);
  const toggle = (): void => {
    remember(!isFolded);
    setFolded(!isFolded);
  };
  return (
    <nav
      aria-label="Main"
      className={classNames(
        'no-print sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sunken p-2 md:flex',
        isFolded ? 'w-14' : 'w-52',
      )}
    >
      <div className="flex h-10 items-center gap-2.5 px-2">
        <Logo />
        {!isFolded && <span className="font-semibold text-[15px] tracking-tight">Tributary</span>}
      </div>
      <ul className="mt-3 flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {places.map((place, at) => (
          <li
            key={place.to}
            className={classNames(
              place.group !== places[at - 1]?.group && at > 0 && 'mt-2.5 border-t pt-2.5',
              place.to === '/settings' && 'mt-auto',
            )}
          >
            <RailLink place={place} isFolded={isFolded} />
          </li>
        ))}
      </ul>
      <div className={classNames('mt-2 flex border-t pt-2', isFolded ? 'justify-center' : 'justify-end')}>
        <IconButton
          icon={isFolded ? PanelLeftOpen : PanelLeftClose}
          label={isFolded ? 'Unfold the menu' : 'Fold the menu'}
          onClick={toggle}
        />
      </div>
    </nav>
  );
}

function RailLink({
  place: { to, label, letter, icon: Icon },
  isFolded,
}: {
  readonly place: Place;
  readonly isFolded: boolean;
}) {
  const link = (
    <Link
      to={to}
      search={keptView}
      aria-label={isFolded ? label : undefined}
      className="flex h-9 items-center gap-2.5 rounded-md px-2.5 text-muted transition-colors duration-100 hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
    >
      <Icon aria-hidden size={18} strokeWidth={1.75} />
      {!isFolded && label}
    </Link>
  );
  return isFolded ? (
    <Tooltip text={label} shortcut={`G ${letter}`} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
