/** The API as a function from request to response: who may ask, what was asked, the answer. */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { hidesMoney, type Identity, type Visit } from '../access/index.ts';
import { TributaryError } from '../core/index.ts';
import { answerOf, type BreakOff, errorResponse, insideOf } from './answer.ts';
import type { Asking } from './asking.ts';
import { auditOf } from './audited.ts';
import { type RouteName, routes } from './contract.ts';
import type { Route } from './contract/route.ts';
import { admit, identityOf, notSignedIn, placed, refusalOf, SECURITY_HEADERS, visitOf } from './guard.ts';
import { createHandlers, createWorkspaceHandlers } from './handlers.ts';
import { answerNewsletter } from './newsletter-routes.ts';
import { UNLIMITED } from '../plans/index.ts';
import { createPublicPages } from './public-pages.ts';
import { type CheckedInput, readRequest, wantedWorkspace } from './read-request.ts';
import type { InstallationServices, WorkspaceServices } from './services.ts';
import { createWebApp, webFolder } from './web-app.ts';

/** Where the description of the API is. It is the same in every installation, so it needs no key, like the web app. */
export const DESCRIPTION_PATH = '/api/v1/openapi.json';

/** What the server hands over with a request (nothing in a process of our own), and who the guard says it is from. */
type Surround = {
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: { from?: { readonly identity: Identity | null; readonly visit: Visit }; cookies: string[] };
};

/** The API as a function. */
export type Api = Hono<Surround>;

/** Pages say these for themselves: they run scripts of their own, are kept, or post forms to where they come from. */
const PAGES_DECIDE = new Set(['content-security-policy', 'cache-control', 'referrer-policy']);

/** A request as the log names it: no query, which may hold names. */
function nameOf(context: Context<Surround>): string {
  return `${context.req.method} ${context.req.path}`;
}

/** Builds the API over open services; `key` is what the command line shows. The web app is served from the folder `web`. */
export function createApi(services: InstallationServices, key: string, web = webFolder()): Api {
  const app = new Hono<Surround>();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!PAGES_DECIDE.has(name) || !context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  });
  app.use(async (context, next) => {
    const { method, path, raw } = context.req;
    const refusal = refusalOf({ method, path, headers: raw.headers }, services.access.origin);
    if (refusal !== null) throw new TributaryError('refused-request', refusal);
    await next();
  });
  app.use(async (context, next) => {
    const { raw } = context.req;
    const visit = visitOf(raw.headers, addressOf(context.env), services.access.origin, portOf(context.env, raw));
    return (await answerNewsletter(services, raw, visit)) ?? next();
  });
  const publicPages = createPublicPages(services);
  app.use(async (context, next) => (await publicPages(context.req.raw)) ?? next());
  const webApp = createWebApp(web);
  app.use(async (context, next) => (await webApp(context.req.raw)) ?? next());
  app.get(DESCRIPTION_PATH, async (context) => {
    const { describeApi } = await import('./openapi.ts');
    return context.json(describeApi(services.version));
  });
  app.use('/api/*', async (context, next) => {
    const { headers } = context.req.raw;
    const port = portOf(context.env, context.req.raw);
    const visit = visitOf(headers, addressOf(context.env), services.access.origin, port);
    const { identity, cookies } = await identityOf(services.access, key, headers, visit);
    context.set('cookies', [...cookies]);
    context.set('from', { identity, visit });
    await next();
  });
  addRoutes(app, services);
  app.notFound((context) => {
    // who is not known does not even learn what there is
    if (context.var.from?.identity === null) throw notSignedIn();
    throw new TributaryError('not-found', `There is nothing at this address; ${DESCRIPTION_PATH} lists what there is.`);
  });
  app.onError((error, context) => {
    const response = errorResponse(services, error, nameOf(context));
    if (response.status === 401 || response.status === 403) {
      services.log.warn('request refused', { request: nameOf(context), status: response.status });
    }
    return response;
  });
  return app;
}

function addRoutes(app: Api, services: InstallationServices): void {
  const find = handlerFinder(services);
  for (const [name, route] of routes) {
    app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const response = await answer(context, services, name, route, find);
      for (const cookie of context.var.cookies) response.headers.append('set-cookie', cookie);
      return response;
    });
  }
}

type Handler = (input: CheckedInput, asking: Asking) => Promise<unknown>;
type FindHandler = (name: RouteName, asking: Asking) => Promise<Handler>;

/** From a route to its handler: one of the installation, or one over the workspace that is asked about and no other. */
function handlerFinder(services: InstallationServices): FindHandler {
  const { openWorkspace, ...common } = services;
  const ofInstallation: Readonly<Record<string, unknown>> = createHandlers(common);
  const ofWorkspaces = new WeakMap<WorkspaceServices, Readonly<Record<string, unknown>>>();
  return async (name, { caller }) => {
    let handler = ofInstallation[name];
    if (handler === undefined) {
      if (caller === null) throw notSignedIn();
      const workspace = await openWorkspace(caller.workspaceId);
      const handlers: Readonly<Record<string, unknown>> =
        ofWorkspaces.get(workspace) ?? createWorkspaceHandlers({ ...common, ...workspace });
      ofWorkspaces.set(workspace, handlers);
      handler = handlers[name];
    }
    // its input is what this route's schemas let through, which is what the type of handlers says of each
    return handler as Handler;
  };
}

async function answer(
  context: Context<Surround>,
  services: InstallationServices,
  name: RouteName,
  route: Route,
  find: FindHandler,
): Promise<Response> {
  const { raw } = context.req;
  const { from, cookies } = context.var;
  if (from === undefined) throw new Error(`${route.path} is not behind the guard`);
  const { visit } = from;
  const asked = { params: context.req.param(), url: new URL(raw.url), headers: raw.headers, body: raw.body };
  const caller = await placed(services.access, from.identity, route, wantedWorkspace(asked));
  const isLimited = route.writes === true && caller !== null;
  const standing = isLimited ? await services.access.plans.standingOf(caller.workspaceId) : UNLIMITED;
  admit(caller, route, raw.headers, standing);
  const signature = raw.headers.get('tributary-signature');
  const asking: Asking = { caller, visit, signature, setCookies: (more) => cookies.push(...more) };
  const input = await readRequest(route, asked);
  const given = await (await find(name, asking))(input, asking);
  const entry = auditOf(name, input, given);
  if (entry !== null) {
    await services.access.audit.add(caller ?? { kind: 'none', name: 'unknown' }, entry.action, entry.what, visit);
  }
  return answerOf(route, given, hidesMoney(caller), breakOffOf(context, services));
}

/** The address that the server sees; none in a process of our own. */
function addressOf(env: unknown): string | undefined {
  return (env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress; // what its server puts there
}

/** The port that the server listens on; in a process of our own the one that the request names. */
function portOf(env: unknown, request: Request): number | null {
  const { incoming } = (env as Partial<HttpBindings> | undefined) ?? {}; // what its server puts there
  return incoming === undefined ? Number(new URL(request.url).port) || null : (incoming.socket.localPort ?? null);
}

/**
 * An answer that breaks off takes its connection with it, so that nobody takes it for whole. The server would do so
 * too, but print the error on stderr as it is, past the log and its redactor.
 */
function breakOffOf(context: Context<Surround>, { log }: InstallationServices): BreakOff {
  return (error) => {
    log.error('answer broke off', { request: nameOf(context), error: insideOf(error) });
    const { outgoing } = (context.env as Partial<HttpBindings> | undefined) ?? {}; // none without a server
    outgoing?.destroy();
    return outgoing !== undefined;
  };
}
