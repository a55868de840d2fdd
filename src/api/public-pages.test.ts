/** The public pages as they are mounted: before the app, behind the look at Host, off unless the operator says so. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../test/server/test-services.ts';
import { type Api, createApi } from './app.ts';

const ADDRESS = 'http://127.0.0.1:4300';
const KEY = 'k'.repeat(43);
const folder = mkdtempSync(join(tmpdir(), 'tributary-public-'));
const web = join(folder, 'web');
let open: TestServices;
let on: Api;
let off: Api;

beforeAll(async () => {
  open = await openTestServices(folder);
  mkdirSync(web);
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>the app</title>');
  const { publicFace } = open.services;
  const shown = { ...publicFace, settings: { ...publicFace.settings, isOn: true } };
  off = createApi(open.services, KEY, web);
  on = createApi({ ...open.services, publicFace: shown }, KEY, web);
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(api: Api, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const all = { host: '127.0.0.1:4300', accept: 'text/html', ...headers };
  return api.fetch(new Request(ADDRESS + path, { headers: all }));
}

async function titleOf(response: Response): Promise<string | undefined> {
  return /<title>([^<]*)/.exec(await response.text())?.[1];
}

test('off: every address is the app’s, as it was', async () => {
  for (const path of ['/', '/features', '/integrations/testnet']) {
    expect(await titleOf(await ask(off, path)), path).toBe('the app');
  }
  expect((await ask(off, '/sitemap.xml', { accept: '*/*' })).status).toBe(404);
  expect(await (await ask(off, '/api/v1/setup')).json()).toMatchObject({ hasPublicPages: false });
});

test('until the first account is made the root is the app’s, and then Home for who is not signed in', async () => {
  expect(await titleOf(await ask(on, '/'))).toBe('the app');
  expect(await (await ask(on, '/api/v1/setup')).json()).toMatchObject({ isOpen: true, hasPublicPages: true });
  const { access } = open.services;
  const code = (await access.invitations.setupLink())?.path.split('#')[1] ?? '';
  const person = { name: 'Ada', email: 'ada@example.org', workspace: 'Finds', password: 'seven rivers meet here' };
  const headers = { host: '127.0.0.1:4300', origin: ADDRESS, 'content-type': 'application/json' };
  const body = JSON.stringify({ code, ...person });
  const made = await on.fetch(new Request(`${ADDRESS}/api/v1/setup`, { method: 'POST', headers, body }));
  const cookie = made.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  expect(made.status).toBe(200);
  expect(await titleOf(await ask(on, '/'))).toMatch(/^Tributary: /);
  expect(await titleOf(await ask(on, '/', { cookie }))).toBe('the app');
  expect(await titleOf(await ask(on, '/', { cookie: 'tributary.session_token=none.at-all' }))).toMatch(/^Tributary: /);
  expect(await titleOf(await ask(on, '/overview'))).toBe('the app');
});

test('on: pages with their policy and the headers of every answer; a foreign Host is refused', async () => {
  const page = await ask(on, '/features');
  expect(page.headers.get('content-security-policy')).toContain("style-src 'self'");
  expect(page.headers.get('content-security-policy')).not.toContain('script-src');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect((await ask(on, '/features/none')).status).toBe(404);
  expect((await ask(on, '/features', { host: 'evil.example' })).status).toBe(403);
});
