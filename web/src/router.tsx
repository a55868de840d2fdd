/** Every address of the app. A screen is one file under screens/, loaded when it is first shown. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { codeOf } from './api/api-error.ts';
import { meQuery, setupQuery } from './api/session.ts';
import { Frame } from './frame/frame.tsx';
import { BrokenScreen } from './screens/problems/broken-screen.tsx';
import { NotFoundScreen } from './screens/problems/not-found-screen.tsx';
import { readSetup } from './screens/connections/setup/setup-search.ts';
import { readCoverageChoice } from './screens/quality/coverage-choice.ts';
import { openDefaultView } from './view/saved-views-query.ts';
import { parseSearch, readView, stringifySearch } from './view/view.ts';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  validateSearch: readView,
  search: { middlewares: [retainSearchParams(['ws'])] },
});

/** Screens of a person who is signed in, inside the frame. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Frame,
  beforeLoad: async ({ context: { queryClient }, location, search: { ws } }) => {
    const me = await queryClient.ensureQueryData(meQuery).catch(leaveUnknownWorkspace);
    if (me !== null) {
      // who may enter several sees in every address, also in one that is sent on, which it is of
      if (me.workspaces > 1 && ws === undefined) {
        throw redirect({ to: '.', search: (before) => ({ ...before, ws: me.workspace.id }), replace: true });
      }
      return;
    }
    const { isOpen } = await queryClient.ensureQueryData(setupQuery);
    if (isOpen) throw redirect({ to: '/setup' });
    throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
});

/** An address of a workspace that is gone, or of others: one's own is opened instead, as a new page. */
function leaveUnknownWorkspace(error: unknown): Promise<never> {
  if (codeOf(error) !== 'unknown-workspace') throw error;
  window.location.replace('/overview');
  return new Promise(() => undefined); // the page is about to go
}

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
  beforeLoad: openDefaultView,
  staticData: { title: 'Overview', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/overview/overview-screen.tsx'), 'OverviewScreen'),
});

const transactions = createRoute({
  getParentRoute: () => app,
  path: '/transactions',
  validateSearch: ({ q }: Readonly<Record<string, unknown>>): { readonly q?: string } =>
    typeof q === 'string' && q !== '' ? { q } : {},
  beforeLoad: openDefaultView,
  staticData: { title: 'Transactions', hasPeriod: true, comparesNothing: true },
  component: lazyRouteComponent(() => import('./screens/transactions/transactions-screen.tsx'), 'TransactionsScreen'),
});

const advertisers = createRoute({
  getParentRoute: () => app,
  path: '/advertisers',
  beforeLoad: openDefaultView,
  staticData: { title: 'Advertisers', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/breakdown/breakdown-screen.tsx'), 'BreakdownScreen'),
});

const pages = createRoute({
  getParentRoute: () => app,
  path: '/pages',
  beforeLoad: openDefaultView,
  staticData: { title: 'Pages', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/pages/pages-screen.tsx'), 'PagesScreen'),
});

const page = createRoute({
  getParentRoute: () => app,
  path: '/page',
  validateSearch: ({ page: key }: Readonly<Record<string, unknown>>): { readonly page?: string } =>
    typeof key === 'string' && key !== '' ? { page: key } : {},
  staticData: { title: 'Page', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/pages/page-screen.tsx'), 'PageScreen'),
});

const links = createRoute({
  getParentRoute: () => app,
  path: '/links',
  beforeLoad: openDefaultView,
  staticData: { title: 'Links', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/links/links-screen.tsx'), 'LinksScreen'),
});

const clicks = createRoute({
  getParentRoute: () => app,
  path: '/clicks',
  validateSearch: ({ earning }: Readonly<Record<string, unknown>>): { readonly earning?: 'yes' | 'no' } =>
    earning === 'yes' || earning === 'no' ? { earning } : {},
  staticData: { title: 'Clicks', hasPeriod: true, comparesNothing: true },
  component: lazyRouteComponent(() => import('./screens/links/clicks-screen.tsx'), 'ClicksScreen'),
});

const sources = createRoute({
  getParentRoute: () => app,
  path: '/sources',
  beforeLoad: openDefaultView,
  staticData: { title: 'Sources', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/sources/sources-screen.tsx'), 'SourcesScreen'),
});

const quality = createRoute({
  getParentRoute: () => app,
  path: '/quality',
  validateSearch: readCoverageChoice,
  staticData: { title: 'Quality', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/quality/quality-screen.tsx'), 'QualityScreen'),
});

const live = createRoute({
  getParentRoute: () => app,
  path: '/live',
  validateSearch: ({ site }: Readonly<Record<string, unknown>>): { readonly site?: string } =>
    typeof site === 'string' && site !== '' ? { site } : {},
  staticData: { title: 'Live' },
  component: lazyRouteComponent(() => import('./screens/live/live-screen.tsx'), 'LiveScreen'),
});

const sites = createRoute({
  getParentRoute: () => app,
  path: '/sites',
  staticData: { title: 'Sites' },
  component: lazyRouteComponent(() => import('./screens/sites/sites-screen.tsx'), 'SitesScreen'),
});

const site = createRoute({
  getParentRoute: () => app,
  path: '/sites/$site',
  staticData: { title: 'Site' },
  component: lazyRouteComponent(() => import('./screens/sites/site-screen.tsx'), 'SiteScreen'),
});

const connections = createRoute({
  getParentRoute: () => app,
  path: '/connections',
  staticData: { title: 'Connections' },
  component: lazyRouteComponent(() => import('./screens/connections/connections-screen.tsx'), 'ConnectionsScreen'),
});

const connectNetwork = createRoute({
  getParentRoute: () => app,
  path: '/connections/new',
  validateSearch: readSetup,
  staticData: { title: 'Connect a network' },
  component: lazyRouteComponent(() => import('./screens/connections/setup/setup-screen.tsx'), 'SetupScreen'),
});

const connection = createRoute({
  getParentRoute: () => app,
  path: '/connections/$connection',
  staticData: { title: 'Connection' },
  component: lazyRouteComponent(() => import('./screens/connections/connection-screen.tsx'), 'ConnectionScreen'),
});

const run = createRoute({
  getParentRoute: () => app,
  path: '/runs/$run',
  staticData: { title: 'Run' },
  component: lazyRouteComponent(() => import('./screens/runs/run-screen.tsx'), 'RunScreen'),
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
  beforeLoad: async ({ context: { queryClient } }) => {
    if ((await queryClient.ensureQueryData(meQuery))?.kind === 'guest') throw redirect({ to: '/overview' });
  },
  staticData: { title: 'Settings' },
  component: lazyRouteComponent(() => import('./screens/settings/settings-screen.tsx'), 'SettingsScreen'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/account' });
  },
});

const account = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./screens/settings/account-screen.tsx'), 'AccountScreen'),
});

const reporting = createRoute({
  getParentRoute: () => settings,
  path: '/reporting',
  component: lazyRouteComponent(() => import('./screens/settings/reporting-screen.tsx'), 'ReportingScreen'),
});

const workspace = createRoute({
  getParentRoute: () => settings,
  path: '/workspace',
  component: lazyRouteComponent(() => import('./screens/settings/workspace-screen.tsx'), 'WorkspaceScreen'),
});

const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(() => import('./screens/settings/members-screen.tsx'), 'MembersScreen'),
});

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./screens/settings/api-keys-screen.tsx'), 'ApiKeysScreen'),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  component: lazyRouteComponent(() => import('./screens/settings/audit-screen.tsx'), 'AuditScreen'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }: Readonly<Record<string, unknown>>): { readonly next?: string } =>
    typeof next === 'string' ? { next } : {},
  component: lazyRouteComponent(() => import('./screens/access/sign-in-screen.tsx'), 'SignInScreen'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./screens/access/setup-screen.tsx'), 'SetupScreen'),
});

/** The demo, for who has no account. */
const demo = createRoute({
  getParentRoute: () => root,
  path: '/demo',
  component: lazyRouteComponent(() => import('./screens/demo/demo-screen.tsx'), 'DemoScreen'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./screens/access/invitation-screen.tsx'), 'InvitationScreen'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./screens/access/sign-up-screen.tsx'), 'SignUpScreen'),
});

const confirmSignUp = createRoute({
  getParentRoute: () => root,
  path: '/confirm-sign-up',
  component: lazyRouteComponent(() => import('./screens/access/confirm-sign-up-screen.tsx'), 'ConfirmSignUpScreen'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./screens/access/reset-screen.tsx'), 'ResetScreen'),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./screens/access/forgotten-screen.tsx'), 'ForgottenScreen'),
});

/** Every component on one page, for developers; nothing links to it. */
const styles = createRoute({
  getParentRoute: () => app,
  path: '/styles',
  staticData: { title: 'Components', hasPeriod: true },
  component: lazyRouteComponent(() => import('./screens/styles/styles-screen.tsx'), 'StylesScreen'),
});

const routeTree = root.addChildren([
  home,
  signIn,
  setUp,
  demo,
  invitation,
  reset,
  forgotten,
  signUp,
  confirmSignUp,
  app.addChildren([
    overview,
    transactions,
    pages,
    page,
    links,
    clicks,
    advertisers,
    sources,
    quality,
    live,
    connections,
    connectNetwork,
    connection,
    runs,
    run,
    sites,
    site,
    settings.addChildren([settingsHome, account, workspace, reporting, members, apiKeys, audit]),
    styles,
  ]),
]);

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
    /** A list of lines: the comparison says nothing here. */
    readonly comparesNothing?: boolean;
  }
}
