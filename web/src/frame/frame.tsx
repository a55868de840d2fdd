/** The frame around every screen of a person who is signed in: rail, bar, keyboard, palette. */
import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { meQuery } from '../api/session.ts';
import { warningOf } from '../report/plan.ts';
import { useDays, useFilters, useSetView, useView } from '../view/use-view.ts';
import { keptView } from '../view/view.ts';
import { neighbour, PRESETS } from '../view/period.ts';
import { FileDrop } from '../screens/files/file-drop.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { type Command, useCommands } from './commands.ts';
import { DaysNotice } from './days-notice.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { usePlaces } from './use-places.ts';
import { SideRail } from './side-rail.tsx';
import { setTheme, THEMES } from './theme.ts';
import { TopBar } from './top-bar.tsx';
import { useViewCommands } from './use-saved-views.ts';
import { type KeyMap, useKeys } from './use-keys.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));
const HelpSheet = lazy(async () => ({ default: (await import('./help-sheet.tsx')).HelpSheet }));

const PlanNotice = lazy(async () => ({ default: (await import('./plan-notice.tsx')).PlanNotice }));

type Sheet = 'palette' | 'help' | 'period' | 'days' | null;

/** Where one can go, what period, which theme: for the palette. */
function useFrameCommands(): readonly Command[] {
  const navigate = useNavigate();
  const setView = useSetView();
  const places = usePlaces();
  return useMemo(
    () => [
      ...places.map(({ to, label, letter }) => ({
        id: to,
        label,
        group: 'Go to',
        keys: `G ${letter}`,
        run: () => void navigate({ to, search: keptView }),
      })),
      ...PRESETS.filter(({ period }) => period !== 'custom').map(({ period, label, letter }) => ({
        id: period,
        label,
        group: 'Period',
        keys: letter,
        run: () => setView({ period, from: undefined, to: undefined }),
      })),
      ...THEMES.map((theme) => ({
        id: theme,
        label: `Theme: ${theme}`,
        group: 'Appearance',
        words: 'dark light mode',
        run: () => setTheme(theme),
      })),
    ],
    [navigate, setView, places],
  );
}

/** The keys of every screen, and those of screens with a period. */
function useFrameKeys(open: (sheet: Sheet) => void, hasPeriod: boolean): void {
  const navigate = useNavigate();
  const setView = useSetView();
  const { cmp } = useView();
  const { days, today } = useDays();
  const { clear } = useFilters();
  const places = usePlaces();
  const keys: Record<string, () => void> = { '/': () => open('palette'), '?': () => open('help') };
  for (const { to, letter } of places)
    keys[`g ${letter.toLowerCase()}`] = () => void navigate({ to, search: keptView });
  const move = (direction: -1 | 1): void => {
    if (days === null || (direction === 1 && days.to >= today)) return;
    setView({ period: 'custom', ...neighbour(days, direction) });
  };
  if (hasPeriod) {
    for (const { period, letter } of PRESETS) {
      keys[letter.toLowerCase()] = () =>
        period === 'custom' ? open('days') : setView({ period, from: undefined, to: undefined });
    }
    keys['x'] = () => setView({ cmp: cmp === 'none' ? undefined : 'none' });
    keys['ArrowLeft'] = () => move(-1);
    keys['ArrowRight'] = () => move(1);
    keys['Escape'] = clear;
  }
  useKeys(keys satisfies KeyMap);
}

/** ⌘K works everywhere, in fields too. */
function usePaletteKey(toggle: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [toggle]);
}

/** Where Tributary is hosted for others, and only when there is something to say. */
function PlanWarning() {
  const { data: me } = useQuery(meQuery);
  const standing = me?.standing ?? null;
  if (standing === null || warningOf(standing) === null) return null;
  return (
    <Suspense>
      <PlanNotice standing={standing} />
    </Suspense>
  );
}

export function Frame() {
  const [sheet, setSheet] = useState<Sheet>(null);
  const navigate = useNavigate();
  const hasPeriod = useMatches({ select: (matches) => matches.some((match) => match.staticData.hasPeriod === true) });
  useCommands(useFrameCommands());
  useCommands(useViewCommands());
  useFrameKeys(setSheet, hasPeriod);
  usePaletteKey(useMemo(() => () => setSheet((one) => (one === 'palette' ? null : 'palette')), []));
  const close = (): void => setSheet(null);
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-3"
      >
        Skip to the content
      </a>
      <SideRail />
      <div className="flex min-w-0 flex-1 flex-col">
        <DemoBanner />
        <TopBar
          hasPeriod={hasPeriod}
          isPeriodOpen={sheet === 'period' || sheet === 'days'}
          isCustomOpen={sheet === 'days'}
          onPeriodOpen={(isOpen) => setSheet(isOpen ? 'period' : null)}
          onSearch={() => setSheet('palette')}
          onHelp={() => setSheet('help')}
        />
        <main id="main" tabIndex={-1} className="flex-1 px-4 pt-5 pb-24 outline-none md:px-6 md:pb-12">
          <PlanWarning />
          {hasPeriod && <DaysNotice onChoose={() => setSheet('days')} />}
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <FileDrop />
      <Suspense>
        {sheet === 'palette' && (
          <CommandPalette
            isOpen
            onClose={close}
            onSearch={(q) =>
              void navigate({ to: '/transactions', search: (previous) => ({ ...keptView(previous), q }) })
            }
          />
        )}
        {sheet === 'help' && <HelpSheet isOpen onClose={close} />}
      </Suspense>
    </div>
  );
}
