/** The bar above every screen: where one is, period and comparison, search, freshness, the person. */
import { useQuery } from '@tanstack/react-query';
import { useMatches } from '@tanstack/react-router';
import { Search, SlidersHorizontal } from 'lucide-react';
import { meQuery } from '../api/session.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Logo } from '../ui/logo.tsx';
import { PeriodPicker } from '../ui/period-picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { useIsPhone } from '../ui/use-is-phone.ts';
import { useDays, useSetView, useView } from '../view/use-view.ts';
import { DEFAULT_PERIOD } from '../view/view.ts';
import { CompareMenu } from './compare-menu.tsx';
import { CurrencyMenu } from './currency-menu.tsx';
import { AddFilter, FilterPills } from './filter-pills.tsx';
import { FreshnessChip } from './freshness-chip.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { UserMenu } from './user-menu.tsx';
import { ViewsMenu } from './views-menu.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

interface TopBarProps {
  readonly hasPeriod: boolean;
  readonly isPeriodOpen: boolean;
  /** It was opened for days of one's own. */
  readonly isCustomOpen: boolean;
  readonly onPeriodOpen: (isOpen: boolean) => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

const OWN_ROW = 'max-xl:order-last max-xl:w-full max-xl:pb-2 xl:ml-2';
const OWN_ROW_WITH_WORKSPACES = 'max-2xl:order-last max-2xl:w-full max-2xl:pb-2 2xl:ml-2';

export function TopBar({ hasPeriod, isPeriodOpen, isCustomOpen, onPeriodOpen, onSearch, onHelp }: TopBarProps) {
  const title = useMatches({
    select: (matches) => matches.findLast((match) => match.staticData.title)?.staticData.title,
  });
  const { data: me } = useQuery(meQuery);
  const hasWorkspaces = me !== undefined && me !== null && me.workspaces > 1;
  return (
    <header className="no-print sticky top-0 z-20 border-b bg-bg/95 backdrop-blur-sm">
      <div className="flex min-h-14 flex-wrap items-center gap-x-2 px-4 md:gap-x-3 md:px-6">
        <span className="md:hidden">
          <Logo />
        </span>
        <WorkspaceMenu />
        <h1 className="truncate font-semibold text-[15px] tracking-tight">{title}</h1>
        {hasPeriod && (
          // a row of its own where one row would not hold all
          <div className={hasWorkspaces ? OWN_ROW_WITH_WORKSPACES : OWN_ROW}>
            <PeriodAndCompare isOpen={isPeriodOpen} isCustom={isCustomOpen} onOpenChange={onPeriodOpen} />
          </div>
        )}
        <div className="ml-auto flex h-14 items-center gap-1">
          <FreshnessChip />
          <button
            type="button"
            onClick={onSearch}
            className="flex h-8 w-44 items-center gap-2 rounded-card border bg-surface px-2.5 text-faint hover:border-line-strong/60 max-2xl:hidden"
          >
            <Search aria-hidden size={15} />
            <span className="flex-1 text-left">Search</span>
            <Kbd keys="⌘ K" />
          </button>
          <span className="2xl:hidden">
            <IconButton icon={Search} label="Search" shortcut="/" onClick={onSearch} />
          </span>
          <ThemeMenu />
          <UserMenu onHelp={onHelp} />
        </div>
      </div>
      {hasPeriod && <FilterPills />}
    </header>
  );
}

function PeriodAndCompare({
  isOpen,
  isCustom,
  onOpenChange,
}: {
  readonly isOpen: boolean;
  readonly isCustom: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}) {
  const { period = DEFAULT_PERIOD } = useView();
  const compares = useMatches({ select: (matches) => !matches.some(({ staticData }) => staticData.comparesNothing) });
  const { days, today } = useDays();
  const setView = useSetView();
  const isPhone = useIsPhone();
  return (
    <div className="flex flex-wrap items-center gap-1">
      <PeriodPicker
        period={period}
        days={days}
        today={today}
        isOpen={isOpen}
        isCustom={isCustom}
        onOpenChange={onOpenChange}
        onChange={(chosen, custom) =>
          setView({
            period: chosen === DEFAULT_PERIOD ? undefined : chosen,
            from: custom?.from,
            to: custom?.to,
          })
        }
      />
      {!isPhone && compares && <CompareMenu />}
      {!isPhone && <CurrencyMenu />}
      <span className="max-sm:ml-auto">
        <AddFilter />
      </span>
      {isPhone ? <ShownAs compares={compares} /> : <ViewsMenu />}
    </div>
  );
}

/** On phones one sheet holds what there is no room for in the bar, each with what is chosen. */
function ShownAs({ compares }: { readonly compares: boolean }) {
  const { days } = useDays();
  return (
    <Popover
      label="How it is shown"
      trigger={<Button size="sm" look="quiet" icon={SlidersHorizontal} aria-label="Comparison, currency and views" />}
    >
      <ul className="flex flex-col divide-y px-4 *:flex *:min-h-14 *:items-center *:justify-between *:gap-3">
        {compares && (
          <li>
            Compared
            {days === null ? (
              <span className="px-2.5 text-faint">all time has nothing before it</span>
            ) : (
              <CompareMenu />
            )}
          </li>
        )}
        <li>
          Amounts
          <CurrencyMenu />
        </li>
        <li>
          Saved views
          <ViewsMenu />
        </li>
      </ul>
    </Popover>
  );
}
