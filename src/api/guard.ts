/** Who may ask: from where, as whom, and for what. */
import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type Access,
  type Caller,
  type Cookies,
  hidesMoney,
  type Identity,
  ipPrefixOf,
  mayDo,
  type Visit,
} from '../access/index.ts';
import { clientAddress, TributaryError } from '../core/index.ts';
import { overWords, type Standing, UNLIMITED } from '../plans/index.ts';
import type { Route } from './contract/route.ts';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Headers that only a proxy sets; a name that ends in `-` stands for all that begin with it. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-', 'x-real-ip', 'via'];

/** What of a request the guard looks at. */
export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/**
 * Refuses what only a foreign page or an unannounced proxy would send: another Host, a cross-site Origin, a forwarded
 * header. `origin` is the public address, if there is one. A page may be linked to from anywhere, the API may not. Pure.
 */
export function refusalOf({ method, path, headers }: Knock, origin: string | undefined): string | null {
  const host = (headers.get('host') ?? '').toLowerCase();
  const isLocal = LOOPBACK_HOSTS.has(host.replace(/:\d+$/, ''));
  const isPublic = origin !== undefined && host === new URL(origin).host;
  if (!isLocal && !isPublic) {
    const own = origin === undefined ? 'on this machine' : `at ${origin}`;
    return `This server answers ${own} only; TRIBUTARY_URL names its public address.`;
  }
  const isLink = method === 'GET' && headers.get('sec-fetch-mode') === 'navigate' && !path.startsWith('/api/');
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none' && !isLink) {
    return 'Requests from other sites are refused.';
  }
  const from = headers.get('origin');
  // a proxy may hand its own name for us over as Host, the page is of the public address all the same
  if (from !== null && from !== origin && !(isLocal && from === `http://${host}`)) {
    return 'Requests from other sites are refused.';
  }
  if (origin !== undefined) return null;
  for (const name of headers.keys()) {
    if (PROXY_HEADERS.some((one) => (one.endsWith('-') ? name.startsWith(one) : name === one))) {
      return 'Requests through a proxy are refused: TRIBUTARY_URL has to name the public address first.';
    }
  }
  return null;
}

/**
 * Where a request is from. With a public address the proxy before us is believed about who asked it: that is the last
 * address in `X-Forwarded-For`; those before it are the words of the one who asks. Pure.
 */
export function visitOf(
  headers: Headers,
  address: string | undefined,
  origin: string | undefined,
  port: number | null = null,
): Visit {
  const forwarded = origin === undefined ? undefined : headers.get('x-forwarded-for');
  return {
    ipPrefix: ipPrefixOf(clientAddress(forwarded, address)),
    userAgent: headers.get('user-agent'),
    cookies: headers.get('cookie'),
    port,
  };
}

/**
 * Decides who asks: the command line by the key of `server.json`, a program by its API key, a person by the session of
 * their cookie, else a guest of a demo by theirs; null: nobody that is known. A key that is none is an error, whatever the cookies say. Throws `wrong-key`.
 */
export async function identityOf(
  access: Access,
  key: string,
  headers: Headers,
  visit: Visit,
): Promise<{ readonly identity: Identity | null; readonly cookies: Cookies }> {
  const authorization = headers.get('authorization');
  if (authorization === null) {
    const found = await access.sessions.find(visit);
    if (found === null) return { identity: await access.guests.find(visit), cookies: [] };
    // whoever signs in is no guest any more, also after they sign out
    const left = access.guests.hasCookie(visit) ? await access.guests.leave(visit) : [];
    return { identity: found.person, cookies: [...found.cookies, ...left] };
  }
  const [, given] = /^Bearer ([\w-]+)$/i.exec(authorization) ?? [];
  if (given !== undefined && isSame(given, key)) return { identity: { kind: 'local' }, cookies: [] };
  const identity = given === undefined ? null : await access.keys.find(given);
  if (identity !== null) return { identity, cookies: [] };
  throw new TributaryError(
    'wrong-key',
    'The key is wrong, revoked or over; it has to come as "Authorization: Bearer KEY".',
  );
}

/**
 * Places who asks in the workspace that the request names. A route that needs nobody takes whoever is there, as they are.
 * Throws `unknown-workspace`, `workspace-wanted`.
 */
export async function placed(
  access: Access,
  identity: Identity | null,
  route: Route,
  wanted: string | undefined,
): Promise<Caller | null> {
  if (identity === null) return null;
  if (route.needs !== 'none') return access.workspaces.place(identity, wanted);
  return identity.kind === 'session' ? access.workspaces.place(identity, undefined) : null;
}

/**
 * Lets a caller through to a route or says why not. Guests read and change nothing, whatever a viewer may. Throws
 * `not-signed-in`, `not-allowed`, `money-hidden` for a file, `trial-over` for what brings something into a workspace that
 * is read-only, and `refused-request` for a change by session that does not show that it comes from our own page.
 */
export function admit(caller: Caller | null, route: Route, headers: Headers, standing: Standing = UNLIMITED): void {
  if (!mayDo(caller, route.needs)) {
    if (caller === null) throw notSignedIn();
    throw new TributaryError('not-allowed', `This needs the right to ${RIGHTS[route.needs]}.`);
  }
  const isForGuests = route.isForGuests ?? route.method === 'GET';
  if (caller?.kind === 'guest' && route.needs !== 'none' && !isForGuests) {
    throw new TributaryError('not-allowed', 'A guest of the demo looks around and changes nothing.');
  }
  // whatever else was wrong with it, `refusalOf` has refused; here one of the two has to be there
  const isOwnPage = headers.get('sec-fetch-site') === 'same-origin' || headers.has('origin');
  if (caller?.kind === 'session' && route.method !== 'GET' && !isOwnPage) {
    throw new TributaryError(
      'refused-request',
      'A change by a signed-in person has to come from Tributary’s own page.',
    );
  }
  if (route.answer.kind !== 'json' && hidesMoney(caller)) {
    throw new TributaryError('money-hidden', 'Amounts are hidden from your account, and this file would show them.');
  }
  if (route.writes === true && standing.state === 'over') {
    throw new TributaryError('trial-over', overWords(standing));
  }
}

const RIGHTS: Readonly<Record<Route['needs'], string>> = {
  none: 'ask',
  view: 'view',
  edit: 'edit',
  admin: 'administer',
  owner: 'own the workspace',
};

/** The error of a caller that is not known. */
export function notSignedIn(): TributaryError {
  return new TributaryError('not-signed-in', 'Sign in, or send an API key as "Authorization: Bearer KEY".');
}

/** Compares in a time that says nothing about the key. */
function isSame(given: string, key: string): boolean {
  return timingSafeEqual(digest(given), digest(key));
}

/** Equal lengths, which `timingSafeEqual` wants, whatever was given. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** On every answer. Nothing of it runs, is framed, cached or guessed at; the web app has a policy of its own. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
