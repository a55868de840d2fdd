/**
 * The matrix, third part: every route by a guest of a demo. They read what a viewer reads, of the demo alone, and change
 * nothing. A new route fails here until someone says whether it is for guests.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, type Browser, type House, openHouse, PASSWORD, refusal } from '../../test/access/house.ts';
import { postLine } from '../../test/server/post-line.ts';
import { type RouteName, routes } from './contract.ts';

/** All that guests may call of what nobody without an account may. */
const FOR_GUESTS: readonly RouteName[] = [
  ...(['showMe', 'listWorkspaces', 'listNetworks', 'showGuide'] as const),
  ...(['listConnections', 'showConnection', 'showTest', 'listRuns', 'showRun', 'showPreview', 'listAnswers'] as const),
  ...(['showOverview', 'showBreakdown', 'listTransactions', 'exportTransactions', 'showTransaction'] as const),
  ...(['listOrders', 'showChanges', 'showFreshness', 'showFigures'] as const),
  ...(['listViews', 'listAnnotations', 'showSettings', 'showExchangeRates', 'listSites', 'showSiteStatus'] as const),
  ...([
    'showLive',
    'showEarners',
    'showPage',
    'listClicks',
    'exportClicks',
    'showSubIds',
    'showAttributionQuality',
  ] as const),
  ...(['showEvidence', 'listLabelRules', 'recogniseLink'] as const),
];

let house: House;
let guest: Browser;
let demo: string;

beforeAll(async () => {
  house = await openHouse();
  await house.setUp();
  await postLine(house.main.facts, 'canary-4711');
  ({ demo, browser: guest } = await house.guest());
});
afterAll(() => house.close());

test('a guest gets past the guard where a viewer reads, and nowhere else', async () => {
  for (const [name, { needs }] of routes) {
    const params = { sha256: '0'.repeat(64), workspace: demo };
    const response = await guest.ask(name, { params, query: '?surplus=1' });
    const isAsNobody = needs === 'none';
    const wanted = isAsNobody || FOR_GUESTS.includes(name) ? '400 invalid-request' : '403 not-allowed';
    expect([name, await refusal(response)]).toEqual([name, wanted]);
  }
  expect(guest.cookies.size).toBe(1);
});

test('a guest may try a link, which writes nothing', async () => {
  const link = 'https://shop.example/';
  expect(await answered(await guest.ask('recogniseLink', { body: { link } }))).toMatchObject({
    outcome: 'unknown',
    link: 'https://shop.example/',
  });
});

test('live in a demo is what was before its end, for as long as one looks; in a workspace of one’s own it is now', async () => {
  const live = (await answered(await guest.ask('showLive'))) as { at: string };
  expect(live.at).toBe((await house.services.access.demos.endOf(demo))?.toISOString());
  expect(await house.services.access.demos.endOf('main')).toBeUndefined();
});

test('about any other workspace a guest is told that there is none', async () => {
  for (const [name, { needs, path }] of routes) {
    if (needs === 'none') continue;
    const isInPath = path.includes('{workspace}');
    const wish = isInPath ? { params: { workspace: 'main' } } : { query: '?workspace=main' };
    const response = await guest.ask(name, wish);
    expect([name, response.status]).toEqual([name, 404]);
    expect(await response.text()).not.toContain('canary-4711');
  }
});

test('a guest sees the demo as what it is, and as theirs alone', async () => {
  expect(await answered(await guest.ask('showMe'))).toEqual({
    ...{
      standing: null,
      mailsDrops: null,
      kind: 'guest',
      name: 'Guest',
      email: null,
      role: 'viewer',
      hidesMoney: false,
      twoFactor: false,
    },
    ...{ workspace: { id: demo, name: 'Demo', kind: 'demo' }, workspaces: 1, mayCreateWorkspaces: false },
  });
  const { workspaces } = await answered<{ workspaces: unknown[] }>(await guest.ask('listWorkspaces'));
  expect(workspaces).toMatchObject([{ id: demo, kind: 'demo', role: 'viewer' }]);
});

test('the session of a guest ends by leaving, by time, with the demo, and when somebody signs in', async () => {
  const { control } = house;
  const isIn = async (one: Browser): Promise<boolean> => (await one.ask('showMe')).status === 200;
  const leaving = (await house.guest()).browser;
  await answered(await leaving.ask('leaveDemo'));
  expect([leaving.cookies.size, await isIn(leaving)]).toEqual([0, false]);

  const late = (await house.guest()).browser;
  const before = await control.selectFrom('guests').select('guest_id').orderBy('created_at', 'desc').executeTakeFirst();
  const past = control.updateTable('guests').set({ expires_at: '2026-01-01T00:00:00.000Z' });
  await past.where('guest_id', '=', before?.guest_id ?? '').execute();
  expect(await isIn(late)).toBe(false);

  const { demo: removed, browser: homeless } = await house.guest();
  await house.services.access.demos.drop([removed]);
  expect(await isIn(homeless)).toBe(false);

  const person = (await house.guest()).browser;
  await answered(await person.ask('signIn', { body: { email: 'ada@example.com', password: PASSWORD } }));
  expect(await answered(await person.ask('showMe'))).toMatchObject({ kind: 'session', workspace: { id: 'main' } });
  await answered(await person.ask('signOut'));
  expect(await isIn(person)).toBe(false);
});

test('the codes of guests are nowhere stored, and their cookie is out of reach of scripts', async () => {
  const { services } = house;
  const visit = { ipPrefix: null, userAgent: null, cookies: null, port: null };
  const { demo: another } = await house.guest();
  const [cookie = ''] = await services.access.guests.enter(another, visit);
  expect(cookie).toMatch(/^tributary\.guest=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  const rows = await house.control.selectFrom('guests').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(/=([\w-]{43});/.exec(cookie)?.[1]);
});
