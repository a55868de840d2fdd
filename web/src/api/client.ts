/** The one client of the API in the browser: `call('GET /api/v1/runs/{run}', { params: { run } })`, typed by the contract. */
import type { Contract, RouteName } from '../../../src/api/contract.ts';
import type { RouteReply, RouteWish } from '../../../src/api/contract/route.ts';
import { now } from '../clock.ts';
import { ApiError, type ErrorReport } from './api-error.ts';
import { workspaceOf } from './workspace-in-url.ts';

type Routes = {
  readonly [Name in RouteName as `${Contract[Name]['method']} ${Contract[Name]['path']}`]: Contract[Name];
};

/** A route by method and path, as the contract writes them. */
export type RouteKey = keyof Routes;
/** What a call of a route gives. */
export type Reply<Key extends RouteKey> = RouteReply<Routes[Key]>;
/** What a call of a route has to say. */
export type Wish<Key extends RouteKey> = RouteWish<Routes[Key]>;

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Longer than the server's longest poll (30 s). */
const TIMEOUT_MS = 60_000;

/** Calls a JSON route. Throws `ApiError`; an abort of `signal` throws what it was aborted with. */
export async function call<Key extends RouteKey>(key: Key, wish: Wish<Key>, signal?: AbortSignal): Promise<Reply<Key>> {
  const parts = wish as Parts; // the contract's parameters are strings by name, its queries and bodies objects
  const [method, path] = methodAndUrl(key, parts);
  const init: RequestInit =
    parts.body === undefined
      ? { method }
      : { method, body: JSON.stringify(parts.body), headers: { 'content-type': 'application/json' } };
  return (await request(key, path, init, signal)) as Reply<Key>; // the server answers through the schema of the route
}

/** Sends the bytes of a file to a route that takes bytes. */
export async function sendFile<Key extends RouteKey>(
  key: Key,
  wish: Wish<Key>,
  file: Blob,
  signal?: AbortSignal,
): Promise<Reply<Key>> {
  const [method, path] = methodAndUrl(key, wish as Parts); // as above
  const headers = { 'content-type': 'application/octet-stream' };
  return (await request(key, path, { method, body: file, headers }, signal, null)) as Reply<Key>; // as above
}

/** The address of a download (GET), for a link. */
export function addressOf<Key extends RouteKey & `GET ${string}`>(key: Key, wish: Wish<Key>): string {
  return methodAndUrl(key, wish as Parts)[1]; // as above
}

function methodAndUrl(key: string, { params = {}, query = {} }: Parts): readonly [method: string, url: string] {
  const space = key.indexOf(' ');
  const path = key
    .slice(space + 1)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one as string | number | boolean)); // what a query is made of
    }
  }
  const workspace = workspaceOf(window.location.search);
  if (workspace !== undefined && params['workspace'] === undefined) search.set('workspace', workspace);
  const text = search.toString();
  return [key.slice(0, space), text === '' ? path : `${path}?${text}`];
}

async function request(
  key: string,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
  timeoutMs: number | null = TIMEOUT_MS,
): Promise<unknown> {
  const signals = [signal, timeoutMs === null ? undefined : AbortSignal.timeout(timeoutMs)].filter(
    (one) => one !== undefined,
  );
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, credentials: 'same-origin', signal: AbortSignal.any(signals) });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(unreachable(), 0, key, now().toISOString());
  }
  const json = parse(text);
  if (response.ok && json !== undefined) return json;
  throw new ApiError(reportOf(json) ?? unreachable(), response.status, key, now().toISOString());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: told apart from every JSON value by the caller
  }
}

function reportOf(json: unknown): ErrorReport | undefined {
  const { error } = (json ?? {}) as { readonly error?: ErrorReport }; // every error of the server has this shape
  return typeof error?.code === 'string' && typeof error.message === 'string' ? error : undefined;
}

function unreachable(): ErrorReport {
  return {
    code: 'server-unreachable',
    message: 'Tributary does not answer. Is it running? What you see may be old until it does.',
    file: null,
    line: null,
    column: null,
  };
}
