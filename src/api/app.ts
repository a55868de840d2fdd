/** The API as a function from request to response: who may ask, what was asked, the answer. */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { TributaryError } from '../core/index.ts';
import { answerOf, type BreakOff, errorResponse, insideOf } from './answer.ts';
import { type Handlers, routes } from './contract.ts';
import { carriesKey, refusalOf, SECURITY_HEADERS } from './guard.ts';
import { createHandlers } from './handlers.ts';
import { type CheckedInput, readRequest } from './read-request.ts';
import type { Services } from './services.ts';
import { createWebApp, webFolder } from './web-app.ts';

/** Where the description of the API is. It is the same in every installation, so it needs no key, like the web app. */
export const DESCRIPTION_PATH = '/api/v1/openapi.json';

/** What the server hands over with a request; nothing in a process of our own. */
type Surround = { readonly Bindings: Partial<HttpBindings> };

/** The API as a function. */
export type Api = Hono<Surround>;

/** The web app says these for itself: it runs scripts of its own, and its hashed files are kept. */
const WEB_DECIDES = new Set(['content-security-policy', 'cache-control']);

/** A request as the log names it: no query, which may hold names. */
function nameOf(context: Context<Surround>): string {
  return `${context.req.method} ${context.req.path}`;
}

/** Builds the API over open services; `key` is what every caller has to show. The web app is served from the folder `web`. */
export function createApi(services: Services, key: string, web = webFolder()): Api {
  const app = new Hono<Surround>();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!WEB_DECIDES.has(name) || !context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  });
  app.use(async (context, next) => {
    const refusal = refusalOf(context.req.raw.headers);
    if (refusal !== null) throw new TributaryError('refused-request', refusal);
    await next();
  });
  const webApp = createWebApp(web);
  app.use(async (context, next) => (await webApp(context.req.raw)) ?? next());
  app.get(DESCRIPTION_PATH, async (context) => {
    const { describeApi } = await import('./openapi.ts');
    return context.json(describeApi(services.version));
  });
  app.use('/api/*', async (context, next) => {
    if (!carriesKey(context.req.raw.headers, key)) {
      throw new TributaryError(
        'wrong-key',
        'The key is missing or wrong: it has to come as "Authorization: Bearer KEY".',
      );
    }
    await next();
  });
  addRoutes(app, services);
  app.notFound(() => {
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

function addRoutes(app: Api, services: Services): void {
  const handlers: Handlers = createHandlers(services);
  for (const [name, route] of routes) {
    // its input is what this route's schemas let through, which is what the type of handlers says of each
    const handler = handlers[name] as (input: CheckedInput) => Promise<unknown>;
    app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const { raw } = context.req;
      const asked = { params: context.req.param(), url: new URL(raw.url), headers: raw.headers, body: raw.body };
      const given = await handler(await readRequest(route, asked));
      return answerOf(route, given, breakOffOf(context, services));
    });
  }
}

/**
 * An answer that breaks off takes its connection with it, so that nobody takes it for whole. The server would do so
 * too, but print the error on stderr as it is, past the log and its redactor.
 */
function breakOffOf(context: Context<Surround>, { log }: Services): BreakOff {
  return (error) => {
    log.error('answer broke off', { request: nameOf(context), error: insideOf(error) });
    const { outgoing } = (context.env as Partial<HttpBindings> | undefined) ?? {}; // none without a server
    outgoing?.destroy();
    return outgoing !== undefined;
  };
}
