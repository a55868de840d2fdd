/** The API, whole: every route with its schemas. Validation, description, handlers and clients are derived from it. */
import type { Asking } from './asking.ts';
import { accessRoutes } from './contract/access.ts';
import { attributionRoutes } from './contract/attribution.ts';
import { connectionRoutes } from './contract/connections.ts';
import { installationRoutes } from './contract/installation.ts';
import { labelRuleRoutes } from './contract/label-rules.ts';
import { ledgerRoutes } from './contract/ledger.ts';
import { mailRoutes } from './contract/mail.ts';
import { networkRoutes } from './contract/networks.ts';
import { passkeyRoutes } from './contract/passkeys.ts';
import { planRoutes } from './contract/plans.ts';
import { reportRoutes } from './contract/reports.ts';
import type { Route, RouteInput, RouteResult } from './contract/route.ts';
import { runRoutes } from './contract/runs.ts';
import { viewRoutes } from './contract/views.ts';
import { settingsRoutes } from './contract/settings.ts';
import { siteRoutes } from './contract/sites.ts';
import { workspaceRoutes } from './contract/workspaces.ts';

export const contract = {
  ...networkRoutes,
  ...connectionRoutes,
  ...runRoutes,
  ...siteRoutes,
  ...ledgerRoutes,
  ...reportRoutes,
  ...attributionRoutes,
  ...labelRuleRoutes,
  ...viewRoutes,
  ...settingsRoutes,
  ...installationRoutes,
  ...accessRoutes,
  ...passkeyRoutes,
  ...mailRoutes,
  ...workspaceRoutes,
  ...planRoutes,
} as const satisfies Readonly<Record<string, Route>>;

export type Contract = typeof contract;
export type RouteName = keyof Contract;

/** One function for each route. They throw `TributaryError` for what the caller can mend. */
export type Handlers = {
  readonly [Name in RouteName]: (
    input: RouteInput<Contract[Name]>,
    asking: Asking,
  ) => Promise<RouteResult<Contract[Name]>>;
};

/** The handlers of one topic's routes. */
export type HandlersOf<Routes> = Pick<Handlers, keyof Routes & keyof Handlers>;

/** The routes as a list, for whoever treats all of them alike. */
export const routes: readonly (readonly [RouteName, Route])[] = Object.entries(contract) as [RouteName, Route][]; // its own keys
