/** The bar above every screen: where one is, period and comparison, search, freshness, the person. */
import { useMatches } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import { ThemeMenu } from './theme-menu.tsx';

export function TopBar() {
  const title = useMatches({
    select: (matches) => matches.findLast((match) => match.staticData.title)?.staticData.title,
  });
  return (
    <header className="no-print sticky top-0 z-20 border-b bg-bg/95 backdrop-blur-sm">
      <div className="flex h-14 items-center gap-2 px-4 md:px-6">
        <span className="md:hidden">
          <Logo />
        </span>
        <h1 className="font-semibold text-[15px] tracking-tight">{title}</h1>
        <div className="ml-auto flex items-center gap-1">
          <IconButton icon={Search} label="Search" shortcut="/" />
          <ThemeMenu />
        </div>
      </div>
    </header>
  );
}
