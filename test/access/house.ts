/** An installation with people in it, asked in this process as browsers and programs would ask. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, Scope } from '../../src/access/index.ts';
import { type Api, contract, createApi, mediaTypeOf, type Route, type RouteName } from '../../src/api/index.ts';
import { openTestServices, type TestServices } from '../server/test-services.ts';

export const KEY = 'k'.repeat(43);
export const PASSWORD = 'seven rivers meet here';
const ADDRESS = 'http://127.0.0.1:4300';

/** What goes into a request besides the route. */
export interface Wish {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whoever sends requests. */
export interface Asker {
  ask(name: RouteName, wish?: Wish): Promise<Response>;
}

/** A browser on the page of Tributary: it keeps cookies and says where its requests come from. */
export class Browser implements Asker {
  readonly cookies = new Map<string, string>();
  /** The last headers that set cookies, as they came. */
  setCookies: readonly string[] = [];
  readonly #api: Api;
  readonly #address: string;

  constructor(api: Api, address = ADDRESS) {
    this.#api = api;
    this.#address = address;
  }

  async ask(name: RouteName, wish: Wish = {}): Promise<Response> {
    const own = { 'sec-fetch-site': 'same-origin', origin: this.#address };
    const cookie = [...this.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const headers = { ...own, ...(cookie === '' ? {} : { cookie }), ...wish.headers };
    const response = await this.#api.fetch(requestTo(contract[name], { ...wish, headers }, this.#address));
    this.setCookies = response.headers.getSetCookie();
    for (const header of this.setCookies) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (value === '' || /max-age=0/i.test(header)) this.cookies.delete(key);
      else this.cookies.set(key, value);
    }
    return response;
  }
}

/** A program with a key (null: without one). */
export function program(api: Api, key: string | null): Asker {
  const own = key === null ? {} : { authorization: `Bearer ${key}` };
  return {
    ask: async (name, wish = {}) =>
      api.fetch(requestTo(contract[name], { ...wish, headers: { ...own, ...wish.headers } }, ADDRESS)),
  };
}

/** The request of a route, whole. */
export function requestTo(route: Route, wish: Wish, address: string): Request {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wish.params?.[name] ?? 'x'));
  const headers = new Headers({ host: new URL(address).host, ...wish.headers });
  if (route.body !== undefined && !headers.has('content-type')) headers.set('content-type', mediaTypeOf(route.body));
  const body = typeof wish.body === 'string' ? wish.body : JSON.stringify(wish.body ?? {});
  const init = { method: route.method, headers, body: route.body === undefined ? null : body };
  return new Request(`${address}${path}${wish.query ?? ''}`, init);
}

/** The answer as JSON, after checking its status; the body is in the message of a failure. */
export async function answered<T>(response: Response, status = 200): Promise<T> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`);
  return JSON.parse(text) as T;
}

/** `status code` of an error. */
export async function refusal(response: Response): Promise<string> {
  const text = await response.text();
  const { error } = JSON.parse(text) as { error?: { code: string } };
  return `${response.status} ${error?.code ?? text}`;
}

/** An installation; `close` it at the end. */
export interface House extends TestServices {
  readonly api: Api;
  readonly local: Asker;
  readonly browser: () => Browser;
  /** Makes the owner by the set-up link. */
  readonly setUp: () => Promise<Browser>;
  /** Makes a member by invitation, signed in. */
  readonly member: (email: string, role: Role, hidesMoney?: boolean) => Promise<Browser>;
  /** Makes a workspace with an owner, signed in. */
  readonly another: (name: string, email: string) => Promise<{ readonly id: string; readonly owner: Browser }>;
  /** Makes an API key. */
  readonly key: (scope: Scope) => Promise<{ readonly id: string; readonly key: string }>;
}

/** Opens an installation without users; `origin` is its public address. */
export async function openHouse(origin?: string, mailing?: Parameters<typeof openTestServices>[2]): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-access-'));
  const open = await openTestServices(folder, origin, mailing);
  const api = createApi(open.services, KEY);
  const local = program(api, KEY);
  const browser = (): Browser => new Browser(api, origin);
  const codeOf = (path: string): string => path.split('#')[1] ?? '';
  const memberOf = async (workspace: string, email: string, role: Role, hidesMoney: boolean): Promise<Browser> => {
    const query = `?workspace=${workspace}`;
    const invited = await local.ask('inviteMember', { query, body: { email, role, hidesMoney } });
    const { link } = await answered<{ link: { path: string } }>(invited, 201);
    const guest = browser();
    const body = { code: codeOf(link.path), name: email.split('@')[0], password: PASSWORD };
    await answered(await guest.ask('acceptInvitation', { body }));
    return guest;
  };
  return {
    ...open,
    api,
    local,
    browser,
    setUp: async () => {
      const link = await open.services.access.invitations.setupLink();
      const owner = browser();
      const body = {
        code: codeOf(link?.path ?? ''),
        name: 'Ada',
        email: 'ada@example.com',
        password: PASSWORD,
        workspace: 'Shop',
      };
      await answered(await owner.ask('setUp', { body }));
      return owner;
    },
    member: (email, role, hidesMoney = false) => memberOf('main', email, role, hidesMoney),
    another: async (name, email) => {
      const made = await answered<{ id: string }>(await local.ask('createWorkspace', { body: { name } }), 201);
      return { id: made.id, owner: await memberOf(made.id, email, 'owner', false) };
    },
    key: async (scope) => {
      const made = await local.ask('makeApiKey', { body: { name: `key ${scope}`, scope } });
      const { key, apiKey } = await answered<{ key: string; apiKey: { id: string } }>(made, 201);
      return { id: apiKey.id, key };
    },
    close: async () => {
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
