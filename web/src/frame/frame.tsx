/** The frame around every screen of a person who is signed in. */
import { Outlet } from '@tanstack/react-router';
import { BottomBar } from './bottom-bar.tsx';
import { SideRail } from './side-rail.tsx';
import { TopBar } from './top-bar.tsx';

export function Frame() {
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
        <TopBar />
        <main id="main" tabIndex={-1} className="flex-1 px-4 pt-5 pb-24 outline-none md:px-6 md:pb-12">
          <Outlet />
        </main>
      </div>
      <BottomBar />
    </div>
  );
}
