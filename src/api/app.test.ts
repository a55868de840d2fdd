import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeError, ERROR_CODES, type ErrorCode, TributaryError } from '../core/index.ts';
import { type Api, createApi } from './app.ts';
import { contract, type RouteName, routes } from './contract.ts';
import { accessRoutes } from './contract/access.ts';
import { demoRoutes } from './contract/demo.ts';
import { mailRoutes } from './contract/mail.ts';
import { passkeyRoutes } from './contract/passkeys.ts';
import { planRoutes } from './contract/plans.ts';
import type { Route } from './contract/route.ts';
import { errorAnswer } from './contract/values.ts';
import { SECURITY_HEADERS } from './guard.ts';
import { mediaTypeOf } from './read-request.ts';
import { postLine } from '../../test/server/post-line.ts';
import { STATUS_OF } from './status-codes.ts';
import { openTestServices, type TestServices } from '../../test/server/test-services.ts';

const KEY = 'k'.repeat(43);
const TOKEN = 'tok-canary-0123456789';
const folder = mkdtempSync(join(tmpdir(), 'tributary-api-'));
const web = join(folder, 'web');
let open: TestServices;
let api: Api;
beforeAll(async () => {
  open = await openTestServices(folder);
  mkdirSync(web);
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Tributary</title>');
  api = createApi(open.services, KEY, web);
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Wish {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** A request to a route as a good client sends it; `headers` change or (null) remove some. */
function requestTo(route: Pick<Route, 'method' | 'path' | 'body'>, wish: Wish = {}): Request {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(wish.params?.[name] ?? (name === 'workspace' ? 'main' : 'x')),
  );
  const headers = new Headers({ host: '127.0.0.1:4300', authorization: `Bearer ${KEY}` });
  if (route.body !== undefined) headers.set('content-type', mediaTypeOf(route.body));
  for (const [name, value] of Object.entries(wish.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const body = typeof wish.body === 'string' ? wish.body : JSON.stringify(wish.body ?? {});
  return new Request(`http://127.0.0.1:4300${path}${wish.query ?? ''}`, {
    method: route.method,
    headers,
    body: route.body === undefined && wish.body === undefined ? null : body,
  });
}

async function ask(request: Request): Promise<Response> {
  return api.fetch(request);
}

async function errorFrom(response: Response): Promise<{ code: ErrorCode; message: string; column: string | null }> {
  return errorAnswer.parse(await response.json()).error;
}

const WITHOUT: Readonly<Record<string, readonly [Readonly<Record<string, string | null>>, ErrorCode]>> = {
  'no key': [{ authorization: null }, 'not-signed-in'],
  'a wrong key': [{ authorization: `Bearer ${'w'.repeat(43)}` }, 'wrong-key'],
  'the key in another scheme': [{ authorization: `Basic ${KEY}` }, 'wrong-key'],
  'a foreign Host': [{ host: 'tributary.example' }, 'refused-request'],
  'a Host that begins like ours': [{ host: '127.0.0.1.evil.example' }, 'refused-request'],
  'a cross-site Origin': [{ origin: 'https://evil.example' }, 'refused-request'],
  'an opaque Origin': [{ origin: 'null' }, 'refused-request'],
  'another port as Origin': [{ origin: 'http://127.0.0.1:8080' }, 'refused-request'],
  'a cross-site fetch': [{ 'sec-fetch-site': 'cross-site' }, 'refused-request'],
  'a same-site fetch': [{ 'sec-fetch-site': 'same-site' }, 'refused-request'],
  'X-Forwarded-For': [{ 'x-forwarded-for': '10.0.0.1' }, 'refused-request'],
  'X-Forwarded-Host': [{ 'x-forwarded-host': 'tributary.example' }, 'refused-request'],
  Forwarded: [{ forwarded: 'for=10.0.0.1' }, 'refused-request'],
};

/** All that answers without a key, besides the contract; the web app is in no table of routes. */
const OPEN_PATHS = ['/', '/api/v1/openapi.json'] as const;

for (const [what, [headers, code]] of Object.entries(WITHOUT)) {
  test(`every route refuses a request with ${what}`, async () => {
    for (const [name, route] of routes) {
      if (code === 'not-signed-in' && route.needs === 'none') continue; // access.test.ts looks at those
      const response = await ask(requestTo(route, { headers }));
      expect([name, response.status, (await errorFrom(response)).code]).toEqual([name, STATUS_OF[code], code]);
    }
  });
}

test('only the web app and the description need no key, and they refuse the rest all the same', async () => {
  const inTable = new Set(api.routes.filter((one) => one.method !== 'ALL').map((one) => `${one.method} ${one.path}`));
  const inContract = routes.map(([, route]) => `${route.method} ${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  expect(inTable).toEqual(new Set([...inContract, 'GET /api/v1/openapi.json']));
  for (const path of OPEN_PATHS) {
    const at = (headers: Record<string, string>): Promise<Response> =>
      ask(new Request(`http://127.0.0.1${path}`, { headers }));
    expect((await at({ host: 'localhost:4300' })).status, path).toBe(200);
    expect((await at({ host: '[::1]:4300', 'sec-fetch-site': 'none' })).status, path).toBe(200);
    for (const [what, [headers, code]] of Object.entries(WITHOUT)) {
      if (code !== 'refused-request') continue;
      const given = { host: '127.0.0.1', ...(headers as Record<string, string>) };
      expect((await at(given)).status, `${path} with ${what}`).toBe(403);
    }
  }
});

test('there is nothing anywhere else, and who has no key does not even learn that', async () => {
  const elsewhere = { method: 'GET', path: '/api/v1/nothing' } as const;
  expect((await ask(requestTo(elsewhere))).status).toBe(404);
  expect((await ask(requestTo(elsewhere, { headers: { authorization: null } }))).status).toBe(401);
  expect((await ask(requestTo({ method: 'DELETE', path: '/api/v1/runs' }))).status).toBe(404);
  const outside = await ask(new Request('http://127.0.0.1/..%2f', { headers: { host: '127.0.0.1' } }));
  expect([outside.status, (await errorFrom(outside)).code]).toEqual([404, 'not-found']);
});

test('every answer carries the security headers, errors too', async () => {
  const answers = [
    await ask(requestTo(contract.listNetworks)),
    await ask(requestTo(contract.exportEntries)),
    await ask(requestTo(contract.listNetworks, { headers: { authorization: null } })),
    await ask(requestTo(contract.listNetworks, { headers: { host: 'evil.example' } })),
    await ask(requestTo({ method: 'GET', path: '/api/v1/nothing' })),
  ];
  for (const answer of answers) {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(answer.headers.get(name), name).toBe(value);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  }
});

test('a body is taken only in the form that no web page can send unasked', async () => {
  for (const [name, route] of routes) {
    if (route.method === 'GET') continue;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', null]) {
      const body = { 'content-type': type, 'content-length': '2' };
      const response = await ask(requestTo(route, { body: '{}', headers: body }));
      const { code } = await errorFrom(response);
      expect([name, type, response.status, code]).toEqual([name, type, 400, 'invalid-request']);
    }
  }
});

test('unknown members are refused by name, everywhere', async () => {
  const params = { answer: '1', id: '1' };
  for (const [name, route] of routes) {
    const inQuery = await errorFrom(await ask(requestTo(route, { params, query: '?surplus=1' })));
    expect([name, inQuery.code, inQuery.message]).toEqual([
      name,
      'invalid-request',
      expect.stringContaining('surplus: there is no such member'),
    ]);
    if (route.body === undefined || 'kind' in route.body) continue;
    const inBody = await errorFrom(await ask(requestTo(route, { body: { surplus: 1 } })));
    expect([name, inBody.code, inBody.message]).toEqual([
      name,
      'invalid-request',
      expect.stringContaining('surplus: there is no such member'),
    ]);
  }
});

test('a fault is named with its field and never repeats what was sent', async () => {
  const faults: readonly [Route, Wish, string, string][] = [
    [contract.startImport, { body: { network: 'testnet' } }, 'files', 'files: is missing'],
    [
      contract.startImport,
      { body: { network: 'testnet', files: [{ name: 'a', sha256: TOKEN }] } },
      'files.0.sha256',
      'wants 64 hexadecimal digits',
    ],
    [
      contract.startImport,
      { body: { network: 'testnet', files: [], window: { from: '2026-03-02', to: '2026-03-01' } } },
      'window',
      'the first day is after the last',
    ],
    [contract.startPull, { body: { months: 25 } }, 'months', 'months'],
    [contract.startPull, { body: { months: '3' } }, 'months', 'expected number'],
    [contract.addConnection, { body: { network: 'testnet', settings: TOKEN } }, 'settings', 'settings'],
    [contract.changeConnection, { body: { state: 'stopped' } }, 'state', '"active"|"paused"'],
    [contract.startImport, { body: '{' }, '', 'not JSON'],
    [contract.startImport, { body: '' }, '', 'missing'],
    [contract.startImport, { body: '[]' }, '', 'expected object'],
    [contract.listRuns, { query: '?limit=0' }, 'limit', 'limit'],
    [contract.listRuns, { query: '?limit=ten' }, 'limit', 'expected number'],
    [contract.listRuns, { query: '?limit=1&limit=2' }, 'limit', 'twice'],
    [contract.showRun, { query: '?waitMs=60000' }, 'waitMs', 'waitMs'],
    [contract.showFigures, { query: '?asOf=yesterday' }, 'asOf', 'wants a day or an instant'],
    [contract.showFigures, { query: '?asOf=2026-02-30' }, 'asOf', 'wants a day or an instant'],
    [contract.exportEntries, { query: '?format=xml' }, 'format', '"csv"|"json"|"parquet"'],
    [contract.showOverview, { query: '?f=brand:is:a&f=colour:is:red' }, 'f.1', 'wants DIMENSION:OPERATOR:VALUE'],
    [contract.showOverview, { query: '?from=2026-03-02&to=2026-03-01' }, 'from', 'after the last'],
    [contract.showOverview, { query: '?from=2026-02-30' }, 'from', 'from'],
    [contract.showOverview, { query: '?from=1970-01-01&to=2199-12-31&by=day' }, 'by', 'ask by week or month'],
    [contract.showOverview, { query: '?from=0000-01-01' }, 'from', 'wants a day from 1970'],
    [contract.showOverview, { query: '?currency=euro' }, 'currency', 'wants "reported" or a code'],
    [contract.changeSettings, { body: { timeZone: 'Berlin' } }, 'timeZone', 'wants the name of a time zone'],
    [contract.changeSettings, { body: { colour: 1 } }, 'colour', 'colour'],
    [contract.showOverview, { query: '?compare=custom' }, 'compareFrom', 'needs compareFrom and compareTo'],
    [contract.listTransactions, { query: '?sort=commission%3Bdrop' }, 'sort', 'sort'],
    [contract.listTransactions, { query: '?limit=201' }, 'limit', 'limit'],
    [contract.listTransactions, { query: '?cursor=e30' }, 'cursor', 'not of this list'],
    [contract.showTransaction, { params: { id: '1 or 1=1' } }, 'id', 'wants the id'],
    [contract.takeFile, { query: '?network=testnet&name=..%2Fa.csv', body: 'x' }, 'name', 'without folders'],
    [contract.takeFile, { query: '?network=testnet', body: 'x' }, 'name', 'is missing'],
    [
      contract.downloadRawReport,
      { params: { answer: '../../control.db' } },
      'answer',
      'wants the number of a raw report',
    ],
  ];
  for (const [route, wish, field, part] of faults) {
    const response = await ask(requestTo(route, wish));
    const error = await errorFrom(response);
    expect([response.status, error.code, error.column ?? '']).toEqual([400, 'invalid-request', field]);
    expect(error.message).toContain(part);
    expect(error.message).not.toContain(TOKEN);
  }
});

test('a JSON body larger than 1 MiB is refused while it arrives', async () => {
  const response = await ask(requestTo(contract.startPull, { body: `{"x":"${'y'.repeat(1_100_000)}"}` }));
  expect([response.status, (await errorFrom(response)).code]).toEqual([413, 'request-too-large']);
});

test('every error has a status, and only a bug is 500', () => {
  expect(Object.keys(STATUS_OF).sort()).toEqual(Object.keys(ERROR_CODES).sort());
  for (const [code, status] of Object.entries(STATUS_OF))
    expect([code, status === 500]).toEqual([code, code === 'bug']);
});

test('what is not ours to explain is answered without its inside, and logged without secrets', async () => {
  open.redactor.add(TOKEN);
  open.imports.failure = new Error(`sqlite said: near "x" with ${TOKEN}`);
  const response = await ask(requestTo(contract.listConnections));
  const error = await errorFrom(response);
  expect([response.status, error.code]).toEqual([500, 'bug']);
  expect(error.message).not.toMatch(/sqlite|canary/);
  expect(open.logged.join('')).toContain('sqlite said');
  expect(open.logged.join('')).not.toContain(TOKEN);
  open.imports.failure = new TributaryError('bad-token', `The text ${TOKEN} is no token.`, { column: 'token' });
  const explained = await ask(requestTo(contract.listConnections));
  expect(explained.status).toBe(422);
  expect(await explained.json()).toEqual({
    error: { ...describeError(open.imports.failure), message: 'The text [secret] is no token.' },
  });
  open.imports.failure = null;
});

test('an answer that the contract does not allow is a bug, and members it does not name stay inside', async () => {
  const inner = open.services;
  const connection = { id: 'c', settings: {}, sealed: TOKEN };
  const imports = Object.assign(Object.create(open.imports) as typeof open.imports, {
    connections: () => Promise.resolve([connection]),
    runs: () => Promise.resolve([]),
  });
  const main = { ...open.main, imports };
  const broken = createApi({ ...inner, openWorkspace: () => Promise.resolve(main) }, KEY);
  const response = await broken.fetch(requestTo(contract.listConnections));
  expect(response.status).toBe(500);
  const whole = await open.imports.addConnection({ network: 'testnet', name: 'sealed', settings: { token: TOKEN } });
  imports.connections = () => Promise.resolve([{ ...whole, sealed: TOKEN }]);
  const answered = await broken.fetch(requestTo(contract.listConnections));
  expect(answered.status).toBe(200);
  expect(await answered.text()).not.toMatch(/sealed":|canary/);
  await open.imports.deleteConnection(whole.id);
});

/** One good call of every route, in an order in which each finds what it needs; a new route has to be added here. */
test('every route answers what its contract says', async () => {
  const called = new Set<RouteName>();
  const call = async <Name extends RouteName>(name: Name, wish: Wish = {}): Promise<unknown> => {
    called.add(name);
    const route: Route = contract[name];
    const response = await ask(requestTo(route, wish));
    expect([name, response.status, response.ok ? '' : await response.clone().text()]).toEqual([
      name,
      route.answer.status,
      '',
    ]);
    if (route.answer.kind !== 'json') return response;
    const body: unknown = await response.json();
    expect(body).toEqual(route.answer.schema.parse(body));
    return body;
  };
  const name = 'Räkuten 100% / "a"?';
  const params = { connection: name };
  const { networks } = (await call('listNetworks')) as { networks: { settings: unknown }[] };
  expect(networks[0]?.settings).toMatchObject({ properties: { token: { title: 'Token', secret: true } } });
  const read = { params: { network: 'testnet' }, body: { settings: { token: TOKEN } } };
  expect(await call('readSettings', read)).toEqual({
    fields: { country: 'US' },
    secrets: ['token'],
    found: [],
    problems: [],
  });
  expect(await call('showGuide', { params: { network: 'testnet' } })).toEqual({
    updated: '2026-03-01',
    markdown: '# Test Network\n',
    blocks: [{ kind: 'heading', level: 1, content: [{ kind: 'text', text: 'Test Network' }], text: 'Test Network' }],
  });
  expect(await call('recogniseFile', { body: 'a,b\n1,2\n' })).toMatchObject({ kind: 'table', columns: ['a', 'b'] });
  await call('addConnection', { body: { network: 'testnet', name, settings: { token: TOKEN } } });
  const listed = JSON.stringify(await call('listConnections'));
  expect(listed).toContain('…6789');
  expect(listed).not.toContain(TOKEN);
  await call('showConnection', { params });
  expect(await call('changeConnection', { params, body: { website: 'https://a.example' } })).toMatchObject({
    name,
    website: 'https://a.example',
  });
  const started = (await call('startTest', { params })) as { id: string };
  expect(await call('showTest', { params: { test: started.id } })).toMatchObject({ state: 'passed' });
  await call('cancelTest', { params: { test: started.id } });
  const { files } = (await call('takeFile', { query: '?network=testnet&name=a.csv', body: 'a,b\n1,2\n' })) as {
    files: { sha256: string }[];
  };
  expect(files).toEqual([{ name: 'a.csv', sha256: createHash('sha256').update('a,b\n1,2\n').digest('hex') }]);
  expect(readdirSync(folder).filter((file) => file.startsWith('upload'))).toEqual([]);
  const imported = (await call('startImport', { body: { network: 'testnet', preview: true, files } })) as {
    id: string;
  };
  const run = { run: imported.id };
  expect(await call('showRun', { params: run })).toMatchObject({ state: 'fetching' });
  expect(await call('showRun', { params: run, query: '?waitMs=5000' })).toMatchObject({ state: 'preview' });
  await call('showPreview', { params: run });
  await call('listAnswers', { params: run });
  expect(await call('uploadRun', { params: run })).toMatchObject({ state: 'posted' });
  const pulled = (await call('startPull', { params, body: { months: 1, preview: true } })) as { id: string };
  await call('showRun', { params: { run: pulled.id }, query: '?waitMs=5000' });
  expect(await call('discardRun', { params: { run: pulled.id } })).toMatchObject({ state: 'discarded' });
  await call('startReplay');
  expect(await call('listRuns', { query: '?limit=2' })).toMatchObject({ runs: [{ kind: 'replay' }, { kind: 'pull' }] });
  await open.imports.addConnection({ network: 'testnet', name: 'bad', settings: { token: 'bad-token-0123' } });
  const failed = (await call('startPull', { params: { connection: 'bad' }, body: {} })) as { id: string };
  await call('showRun', { params: { run: failed.id }, query: '?waitMs=5000' });
  await call('resumeRun', { params: { run: failed.id } });
  const raw = (await call('downloadRawReport', { params: { ...run, answer: '1' } })) as Response;
  expect(raw.headers.get('content-disposition')).toBe('attachment; filename="a.csv"');
  expect(raw.headers.get('content-length')).toBe('8');
  expect(await raw.text()).toBe('a,b\n1,2\n');
  expect(await call('showFigures', { query: '?asOf=2026-03-01' })).toMatchObject({ totals: [] });
  const entries = (await call('exportEntries')) as Response;
  expect(entries.headers.get('content-disposition')).toBe('attachment; filename="entries.json"');
  expect(await entries.json()).toEqual([]);
  await call('showPulse');
  expect(await call('showOverview')).toMatchObject({ currencies: [], head: { asOf: null } });
  const line = { params: { id: '4' } };
  expect((await ask(requestTo(contract.showTransaction, line))).status).toBe(404);
  await postLine(open.main.facts);
  const asked = '?f=advertiser:is:3358&f=orderId:contains:1%7C2&from=2026-03-01&to=2026-03-31';
  for (const report of ['showOverview', 'showBreakdown', 'listTransactions', 'listOrders'] as const) {
    const query = report === 'showBreakdown' ? `${asked}&by=brand` : asked;
    expect(JSON.stringify(await call(report, { query })), report).toContain('"commission":"3.9950"');
  }
  expect(await ((await call('exportTransactions')) as Response).text()).toMatch(/^id,status,[^\n]*\r\n4,approved,/);
  expect(await call('showTransaction', line)).toMatchObject({ line: { orderId: '1', brand: null } });
  const sheet = await ((await call('exportTransactions', { query: '?format=xlsx' })) as Response).arrayBuffer();
  expect(Buffer.from(sheet).subarray(0, 2).toString()).toBe('PK');
  expect(await call('showSettings')).toMatchObject({ timeZone: null, currency: 'reported', reversalDays: 90 });
  const rates = 'Date,USD,\n2026-03-09,1.25,\n';
  expect(await call('loadExchangeRates', { body: rates, query: '?name=a.csv' })).toMatchObject({ added: 1, read: 1 });
  expect(await call('showExchangeRates')).toMatchObject({ lastDay: '2026-03-09', rates: 1, problem: null });
  const changed = { timeZone: 'Asia/Kolkata', currency: 'EUR' };
  expect(await call('changeSettings', { body: changed })).toMatchObject({ ...changed, weekStart: 'monday' });
  const converted = { conversion: { rates: { to: '2026-03-09' }, withoutRate: [] }, timeZone: 'Asia/Kolkata' };
  const list = { head: converted, rows: [{ commission: '3.1960', currency: 'EUR', reportedCommission: '3.9950' }] };
  expect(await call('listTransactions')).toMatchObject(list);
  await call('changeSettings', { body: { timeZone: null, currency: 'reported' } });
  expect(await call('showChanges')).toMatchObject({ sums: [{ kind: 'new', lines: 1 }] });
  expect(await call('showFreshness')).toMatchObject({ streams: [{ lastDay: null }, { lastDay: '2026-03-10' }] });
  expect(await call('showHealth')).toMatchObject({ engine: 'duckdb', folder, connections: { active: 2 } });
  const saved = { screen: 'overview', name: 'Acme', query: 'f=advertiser:is:1&period=7d', isShared: true };
  const view = { view: ((await call('saveView', { body: saved })) as { id: string }).id };
  await call('changeView', { params: view, body: { isWorkspaceDefault: true } });
  expect(await call('listViews')).toMatchObject({ views: [{ ...saved, isMine: true, isWorkspaceDefault: true }] });
  await call('deleteView', { params: view });
  const noted = (await call('addAnnotation', { body: { day: '2026-03-10', text: ' Newsletter ' } })) as { id: string };
  const note = { annotation: noted.id };
  await call('changeAnnotation', { params: note, body: { endDay: '2026-03-12' } });
  expect(await call('listAnnotations', { query: '?from=2026-03-12' })).toMatchObject({
    annotations: [{ day: '2026-03-10', endDay: '2026-03-12', text: 'Newsletter' }],
  });
  await call('deleteAnnotation', { params: note });
  expect(await call('listAnnotations')).toEqual({ annotations: [] });
  const added = await call('addSite', {
    body: { host: 'https://www.Shop.example/blog', excludedLinks: ['a.example/x'] },
  });
  expect(added).toMatchObject({ host: 'www.shop.example', allowedHosts: ['www.shop.example'], privacy: 'daily' });
  const ofSite = { site: (added as { id: string }).id };
  const changedSite = await call('changeSite', { params: ofSite, body: { privacy: 'none', newKey: true } });
  expect(changedSite).toMatchObject({ privacy: 'none', excludedLinks: ['a.example/x'] });
  expect((changedSite as { key: string }).key).not.toBe((added as { key: string }).key);
  expect(await call('listSites')).toEqual({ sites: [changedSite] });
  expect(await call('showSiteStatus', { params: ofSite })).toMatchObject({ lastEventAt: null, total: { received: 0 } });
  expect(await call('showCollector')).toMatchObject({ collector: null, unknownSites: { total: { received: 0 } } });
  expect(await call('recogniseLink', { body: { link: 'a.example/x?b=1' } })).toMatchObject({
    outcome: 'unknown',
    excludedBy: ['www.shop.example'],
  });
  expect(await call('showLive')).toMatchObject({ total: { pageviews: 0, clicks: 0 }, clicks: [] });
  await call('removeSite', { params: ofSite });
  expect((await ask(requestTo(contract.showSiteStatus, { params: ofSite }))).status).toBe(404);
  const wanted = { match: 'prefix', text: 'PO', campaign: 'posts' };
  const preview = {
    subIds: 1,
    changes: [{ from: 'none', to: 'label-rule', lines: 1, commission: '3.9950' }],
    conflicts: [],
  };
  expect(await call('previewLabelRule', { body: { rule: wanted } })).toMatchObject(preview);
  const ruled = { rule: ((await call('addLabelRule', { body: wanted })) as { id: string }).id };
  expect(await call('listLabelRules')).toMatchObject({ rules: [{ text: 'PO', decides: [{ lines: 1 }] }] });
  expect(await call('showEarners', { query: '?by=utmCampaign' })).toMatchObject({
    rows: [{ key: 'posts', earned: [{ now: { commission: '3.9950', confidence: '1.0000' } }] }],
  });
  const evidence = { shares: [{ method: 'label-rule', campaign: 'posts' }], rule: { text: 'PO' } };
  expect(await call('showEvidence', line)).toMatchObject(evidence);
  expect(
    await call('changeLabelRule', { params: ruled, body: { page: 'https://www.shop.example/post' } }),
  ).toMatchObject({
    page: 'www.shop.example/post',
    campaign: 'posts',
  });
  expect(await call('showPage', { query: '?page=www.shop.example/post' })).toMatchObject({
    total: { earned: [{ now: { commission: '3.9950' } }] },
  });
  expect(await call('showSubIds', { query: '?by=subId' })).toMatchObject({
    rows: [{ key: 'post', coverage: '1.000000' }],
  });
  expect(await call('listTransactions', { query: '?f=method:is:label-rule' })).toMatchObject({
    rows: [{ commission: '3.9950', attribution: { method: 'label-rule', pagePath: '/post' } }],
  });
  expect(await call('showAttributionQuality')).toMatchObject({ verdict: 'too-few', advice: [{ code: 'no-site' }] });
  expect(await call('listClicks')).toMatchObject({ rows: [], count: 0 });
  expect(await ((await call('exportClicks')) as Response).text()).toMatch(/^id,at,[^\n]*,commission,more_earned\r\n$/);
  await call('deleteLabelRule', { params: ruled });
  await call('rotateKeys');
  const made = (await call('createWorkspace', { body: { name: 'Second' } })) as { id: string };
  const second = { workspace: made.id };
  expect(await call('changeWorkspace', { params: second, body: { name: 'Other' } })).toMatchObject({ name: 'Other' });
  expect(await call('listWorkspaces')).toMatchObject({ workspaces: [{ id: 'main' }, { name: 'Other' }] });
  expect(await call('deleteWorkspace', { params: second, body: { name: 'Other' } })).toEqual({ deleted: made.id });
  await call('deleteConnection', { params });
  expect((await ask(requestTo(contract.showConnection, { params }))).status).toBe(404);
  // access.test.ts, passkeys.test.ts, mail.test.ts, hosted.test.ts and demo.test.ts call those
  const ofAccounts = new Set(
    Object.keys({ ...accessRoutes, ...passkeyRoutes, ...mailRoutes, ...planRoutes, ...demoRoutes }),
  );
  expect(called).toEqual(new Set(routes.map(([known]) => known).filter((known) => !ofAccounts.has(known))));
});
