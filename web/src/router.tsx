/** Every address of the app. A screen is one file under screens/, loaded when it is first shown. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { BrokenScreen } from './screens/problems/broken-screen.tsx';
import { NotFoundScreen } from './screens/problems/not-found-screen.tsx';
import { parseSearch, readView, stringifySearch } from './view/view.ts';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet, validateSearch: readView });

/** Screens of a person who is signed in, inside the frame. */
const app = createRoute({ getParentRoute: () => root, id: 'app', component: Frame });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/overview' });
  },
});

const overview = createRoute({
  getParentRoute: () => app,
  path: '/overview',
  staticData: { title: 'Overview', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/overview/overview-screen.tsx'), 'OverviewScreen'),
});

const transactions = createRoute({
  getParentRoute: () => app,
  path: '/transactions',
  staticData: { title: 'Transactions', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/transactions/transactions-screen.tsx'), 'TransactionsScreen'),
});

const connections = createRoute({
  getParentRoute: () => app,
  path: '/connections',
  staticData: { title: 'Connections' },
  component: lazyRouteComponent(() => import('./screens/connections/connections-screen.tsx'), 'ConnectionsScreen'),
});

const runs = createRoute({
  getParentRoute: () => app,
  path: '/runs',
  staticData: { title: 'Runs' },
  component: lazyRouteComponent(() => import('./screens/runs/runs-screen.tsx'), 'RunsScreen'),
});

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  staticData: { title: 'Settings' },
  component: lazyRouteComponent(() => import('./screens/settings/settings-screen.tsx'), 'SettingsScreen'),
});

const routeTree = root.addChildren([home, app.addChildren([overview, transactions, connections, runs, settings])]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundScreen,
    defaultErrorComponent: BrokenScreen,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof createAppRouter>;
  }
  interface StaticDataRouteOption {
    /** The heading in the top bar. */
    readonly title?: string;
    /** Whether period, comparison and filters shape this screen: the top bar then shows them. */
    readonly hasPeriod?: boolean;
  }
}
