/**
 * The matrix: every route by everyone. A route that is new fails here until someone says in `NEEDS` who may call it.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { postLine } from '../../test/server/post-line.ts';
import {
  answered,
  type Asker,
  type House,
  KEY,
  openHouse,
  PASSWORD,
  program,
  refusal,
  type Wish,
} from '../../test/access/house.ts';
import type { Right } from '../access/index.ts';
import { contract, type RouteName, routes } from './contract.ts';
import { isMoney } from './hide-money.ts';

/** What each route has to need: said again, so that a slip in the contract shows. */
const NEEDS: Readonly<Record<RouteName, Right>> = {
  ...{ showPulse: 'none', showSetup: 'none', setUp: 'none', signIn: 'none', confirmSignIn: 'none' },
  ...{ showInvitation: 'none', acceptInvitation: 'none', resetPassword: 'none' },
  ...{ listNetworks: 'view', listConnections: 'view', showConnection: 'view', showTest: 'view' },
  ...{ listRuns: 'view', showRun: 'view', showPreview: 'view', listAnswers: 'view', downloadRawReport: 'edit' },
  ...{ showOverview: 'view', showBreakdown: 'view', listTransactions: 'view', exportTransactions: 'view' },
  ...{ showTransaction: 'view', listOrders: 'view', showChanges: 'view', showFreshness: 'view' },
  ...{ showFigures: 'view', exportEntries: 'view', showHealth: 'view' },
  ...{ showOverview: 'view', showBreakdown: 'view', listTransactions: 'view', exportTransactions: 'view' },
  ...{ showTransaction: 'view', listOrders: 'view', showChanges: 'view', showFreshness: 'view' },
  ...{
    showMe: 'view',
    changeMe: 'edit',
    signOut: 'view',
    listSessions: 'view',
    revokeSession: 'view',
    revokeOtherSessions: 'view',
  },
  ...{ changePassword: 'view', beginTwoFactor: 'view', confirmTwoFactor: 'view', endTwoFactor: 'view' },
  ...{ startTest: 'edit', cancelTest: 'edit', takeFile: 'edit', startImport: 'edit', startPull: 'edit' },
  ...{ startReplay: 'edit', uploadRun: 'edit', discardRun: 'edit', resumeRun: 'edit' },
  ...{ addConnection: 'admin', changeConnection: 'admin', deleteConnection: 'admin' },
  ...{ listMembers: 'admin', changeMember: 'admin', removeMember: 'admin', makePasswordLink: 'admin' },
  ...{
    inviteMember: 'admin',
    withdrawInvitation: 'admin',
    listApiKeys: 'admin',
    makeApiKey: 'admin',
    revokeApiKey: 'admin',
  },
  ...{ listSites: 'view', showSiteStatus: 'view', showCollector: 'view', recogniseLink: 'view', showLive: 'view' },
  ...{ addSite: 'admin', changeSite: 'admin', removeSite: 'admin' },
  ...{ showGuide: 'view', readSettings: 'admin', recogniseFile: 'edit' },
  ...{ showOverview: 'view', showBreakdown: 'view', listTransactions: 'view', exportTransactions: 'view' },
  ...{ showTransaction: 'view', listOrders: 'view', showChanges: 'view', showFreshness: 'view' },
  ...{ showSignIn: 'none', askForPassword: 'none', beginPasskeySignIn: 'none', signInWithPasskey: 'none' },
  ...{ listPasskeys: 'view', beginPasskey: 'view', addPasskey: 'view', renamePasskey: 'view', removePasskey: 'view' },
  ...{ listMails: 'admin', testMail: 'owner', showNewsletter: 'owner', exportSubscribers: 'owner' },
  ...{ testLetter: 'owner', sendLetter: 'owner', showLetter: 'owner' },
  ...{ listViews: 'view', saveView: 'view', changeView: 'view', deleteView: 'view', listAnnotations: 'view' },
  ...{ addAnnotation: 'edit', changeAnnotation: 'edit', deleteAnnotation: 'edit' },
  ...{ showSettings: 'view', changeSettings: 'admin', showExchangeRates: 'view', loadExchangeRates: 'admin' },
  ...{
    showEarners: 'view',
    showPage: 'view',
    listClicks: 'view',
    exportClicks: 'view',
    showSubIds: 'view',
    showAttributionQuality: 'view',
  },
  ...{ showEvidence: 'view', listLabelRules: 'view', addLabelRule: 'edit', changeLabelRule: 'edit' },
  ...{ deleteLabelRule: 'edit', previewLabelRule: 'edit' },
  ...{ rotateKeys: 'owner', listAudit: 'owner', renewSignInSecret: 'owner' },
  ...{ openDemo: 'none', leaveDemo: 'none', createDemo: 'view' },
  ...{ listWorkspaces: 'view', createWorkspace: 'view', changeWorkspace: 'owner', deleteWorkspace: 'owner' },
  ...{ signUp: 'none', confirmSignUp: 'none', takeBillingMessage: 'none', showPlan: 'view', setPlan: 'owner' },
};

/** A registration that has the right shape and proves nothing. */
const PASSKEY = {
  ...{ id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {} },
  response: { clientDataJSON: 'AA', attestationObject: 'AA' },
};
/** Names of things in the workspace, which nobody without the right may see in any answer. */
const CANARY = 'canary-4711';
/** Names of members that tell amounts. */
/** Relative changes, and not amounts, are below these. */
const RELATIVE = /\.changes\./;
const LIKE_MONEY = /^(sales|commission|amount|epc|rpm|aov|averageOrder|points|.*(Commission|Sales|Amount))$/;
/** Amounts of the fake imports' receipts and previews. */
const AMOUNTS = /79\.9000|3\.9950|not a number/;

let house: House;
let wishes: Partial<Record<RouteName, Wish>>;
/** Who is known, by what they may do. */
let known: Readonly<Record<string, readonly [Asker, Right]>>;
/** Who is not. */
let unknown: Readonly<Record<string, readonly [Asker, string]>>;

beforeAll(async () => {
  house = await openHouse();
  const owner = await house.setUp();
  const member = (name: string, role: 'admin' | 'editor' | 'viewer', hidden = false) =>
    house.member(`${name}-${CANARY}@example.com`, role, hidden);
  const keys = { view: await house.key('view'), edit: await house.key('edit'), admin: await house.key('admin') };
  const [revoked, over] = [await house.key('admin'), await house.key('admin')];
  await answered(await house.local.ask('revokeApiKey', { params: { key: revoked.id } }));
  await house.control
    .updateTable('api_keys')
    .set({ expires_at: '2026-01-01T00:00:00.000Z' })
    .where('key_id', '=', over.id)
    .execute();
  known = {
    'the command line': [program(house.api, KEY), 'owner'],
    'an owner': [owner, 'owner'],
    'an admin': [await member('admin', 'admin'), 'admin'],
    'an editor': [await member('editor', 'editor'), 'edit'],
    'a viewer': [await member('viewer', 'viewer'), 'view'],
    'a viewer without money': [await member('hidden', 'viewer', true), 'view'],
    'a key to view': [program(house.api, keys.view.key), 'view'],
    'a key to edit': [program(house.api, keys.edit.key), 'edit'],
    'a key to administer': [program(house.api, keys.admin.key), 'admin'],
  };
  const [gone, expired, removed] = [
    await member('gone', 'admin'),
    await member('late', 'admin'),
    await member('out', 'admin'),
  ];
  const idOf = async (name: string): Promise<string> => {
    const user = house.control.selectFrom('users').select('id').where('email', '=', `${name}-${CANARY}@example.com`);
    return (await user.executeTakeFirstOrThrow()).id;
  };
  await house.control
    .deleteFrom('sessions')
    .where('userId', '=', await idOf('gone'))
    .execute();
  const past = { expiresAt: '2026-01-01T00:00:00.000Z' };
  await house.control
    .updateTable('sessions')
    .set(past)
    .where('userId', '=', await idOf('late'))
    .execute();
  await answered(await house.local.ask('removeMember', { params: { member: await idOf('out') } }));
  const last = keys.view.key.at(-1) === 'a' ? 'b' : 'a';
  unknown = {
    nobody: [program(house.api, null), '401 not-signed-in'],
    'a revoked session': [gone, '401 not-signed-in'],
    'an expired session': [expired, '401 not-signed-in'],
    'a removed member': [removed, '401 not-signed-in'],
    'a wrong key': [program(house.api, 'w'.repeat(43)), '401 wrong-key'],
    'a mistyped API key': [program(house.api, keys.view.key.slice(0, -1) + last), '401 wrong-key'],
    'a revoked API key': [program(house.api, revoked.key), '401 wrong-key'],
    'an API key that is over': [program(house.api, over.key), '401 wrong-key'],
  };
  wishes = await validWishes();
});
afterAll(() => house.close());

/** Something real for every route that names something, made by the command line. */
async function validWishes(): Promise<Partial<Record<RouteName, Wish>>> {
  const { imports } = house;
  const connection = await imports.addConnection({
    network: 'testnet',
    name: CANARY,
    settings: { token: `slow-${CANARY}` },
  });
  const site = await house.main.sites.add({ host: `${CANARY}.example` });
  const testOf = await imports.startTest(connection.id);
  const taken = await house.local.ask('takeFile', { query: '?network=testnet&name=a.csv', body: `a\n${CANARY}\n` });
  const { files } = await answered<{ files: { sha256: string }[] }>(taken, 201);
  const waiting = await imports.startFileImport({ network: 'testnet', preview: true, files: [] });
  const posted = await imports.startFileImport({ network: 'testnet', files: [] });
  for (const { id } of [waiting, posted]) await imports.runSettled(id, 5000);
  const invited = await house.local.ask('inviteMember', { body: { email: `i-${CANARY}@example.com`, role: 'viewer' } });
  const { invitation } = await answered<{ invitation: { id: string } }>(invited, 201);
  const noted = await house.local.ask('addAnnotation', { body: { day: '2026-03-01', text: `note ${CANARY}` } });
  const note = await answered<{ id: string }>(noted, 201);
  const ruled = await house.local.ask('addLabelRule', { body: { match: 'prefix', text: CANARY, campaign: CANARY } });
  const rule = await answered<{ id: string }>(ruled, 201);
  const [user] = await house.control.selectFrom('users').select('id').where('email', 'like', 'viewer-%').execute();
  const [key] = await house.control.selectFrom('api_keys').select('key_id').execute();
  const [session] = await house.control.selectFrom('sessions').select('id').execute();
  const of = (params: Record<string, string>, body?: unknown): Wish => ({ params, body });
  const [run, member] = [{ run: waiting.id }, { member: user?.id ?? '' }];
  return {
    showConnection: of({ connection: connection.id }),
    changeConnection: of({ connection: connection.id }, { website: 'https://a.example' }),
    deleteConnection: of({ connection: connection.id }),
    addSite: { body: { host: 'new.example' } },
    ...{ changeSite: of({ site: site.id }, { name: 'x' }), removeSite: of({ site: site.id }) },
    showSiteStatus: of({ site: site.id }),
    showGuide: of({ network: 'testnet' }),
    readSettings: of({ network: 'testnet' }, { settings: {} }),
    recogniseFile: { body: 'a,b\n1,2\n' },
    changeSettings: { body: { weekStart: 'sunday' } },
    loadExchangeRates: { query: '?name=rates.csv', body: 'Date,USD,\n2026-03-10,1.1,\n' },
    startTest: of({ connection: connection.id }),
    startPull: of({ connection: connection.id }, { preview: true }),
    addConnection: { body: { network: 'testnet', settings: { token: 'tok-0123456789' } } },
    ...{ showTest: of({ test: testOf.id }), cancelTest: of({ test: testOf.id }) },
    takeFile: { query: '?network=testnet&name=b.csv', body: 'x' },
    startImport: { body: { network: 'testnet', files: [{ name: 'a.csv', sha256: files[0]?.sha256 }] } },
    ...{ showRun: of({ run: posted.id }), showPreview: of(run), listAnswers: of(run), uploadRun: of(run) },
    ...{ discardRun: of(run), resumeRun: of(run) },
    ...{ showBreakdown: { query: '?by=brand' }, showTransaction: of({ id: '1' }) },
    downloadRawReport: of({ ...run, answer: '1' }),
    changeMember: of(member, { role: 'editor' }),
    ...{ removeMember: of(member), makePasswordLink: of(member) },
    inviteMember: { body: { email: 'new@example.com', role: 'viewer' } },
    withdrawInvitation: of({ invitation: invitation.id }),
    makeApiKey: { body: { name: 'x', scope: 'view' } },
    revokeApiKey: of({ key: key?.key_id ?? '' }),
    revokeSession: of({ session: session?.id ?? '' }),
    changeMe: { body: { mailsDrops: true } },
    changePassword: { body: { present: PASSWORD, wanted: 'nine rivers meet there' } },
    ...{ beginTwoFactor: { body: { password: PASSWORD } }, endTwoFactor: { body: { password: PASSWORD } } },
    confirmTwoFactor: { body: { code: '123456' } },
    beginPasskey: { body: { password: PASSWORD } },
    addPasskey: { body: { name: 'Phone', response: PASSKEY } },
    ...{ renamePasskey: of({ passkey: 'p' }, { name: CANARY }), removePasskey: of({ passkey: 'p' }) },
    testMail: { body: { to: `m-${CANARY}@example.com` } },
    testLetter: { body: { markdown: `# ${CANARY}`, to: `m-${CANARY}@example.com` } },
    ...{ sendLetter: { body: { markdown: `# ${CANARY}` } }, showLetter: of({ letter: 'l' }) },
    changeWorkspace: of({ workspace: 'main' }, { name: 'Shop' }),
    deleteWorkspace: of({ workspace: 'main' }, { name: 'Shop' }),
    setPlan: { body: { workspace: 'main', plan: null } },
    showBreakdown: { query: '?by=advertiser' },
    showTransaction: of({ id: '4' }),
    ...{ addAnnotation: { body: { day: '2026-03-01', text: 'x' } }, changeAnnotation: of({ annotation: note.id }, {}) },
    deleteAnnotation: of({ annotation: note.id }),
    ...{
      showEarners: { query: '?by=page' },
      showPage: { query: '?page=a.example/' },
      showSubIds: { query: '?by=network' },
    },
    showEvidence: of({ id: '4' }),
    addLabelRule: { body: { match: 'exact', text: 'x', campaign: 'x' } },
    ...{ changeLabelRule: of({ rule: rule.id }, { campaign: 'x' }), deleteLabelRule: of({ rule: rule.id }) },
    previewLabelRule: { body: { rule: { match: 'exact', text: 'y', campaign: 'x' } } },
  };
}

const RANK: Readonly<Record<Right, number>> = { none: 0, view: 1, edit: 2, admin: 3, owner: 4 };
/** Everything that a refused call could have changed, as fingerprints; a session that is over may be cleared away. */
async function state(): Promise<Readonly<Record<string, string>>> {
  const { control, imports } = house;
  const tables = [
    ...(['users', 'accounts', 'two_factors', 'members', 'invitations', 'audit'] as const),
    ...(['passkeys', 'passkey_challenges', 'outbox', 'letters', 'subscribers'] as const),
  ] as const;
  const rows = await Promise.all(tables.map((table) => control.selectFrom(table).selectAll().execute()));
  const all: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(tables.map((table, at) => [table, rows[at]])),
    sessions: await control.selectFrom('sessions').selectAll().where('expiresAt', '>', '2026-01-02').execute(),
    keys: await control.selectFrom('api_keys').select(['key_id', 'revoked_at']).execute(),
    connections: await imports.connections(),
    sites: await house.main.sites.list(),
    runs: await imports.runs(1000),
  };
  const printed = Object.entries(all).map(([name, value]) => [
    name,
    createHash('sha256').update(JSON.stringify(value)).digest('hex'),
  ]);
  return Object.fromEntries(printed) as Record<string, string>;
}

test('the contract says of every route what the matrix says', () => {
  expect(Object.fromEntries(routes.map(([name, route]) => [name, route.needs]))).toEqual(NEEDS);
});

describe('who may not, is refused, learns nothing and changes nothing', () => {
  test('who is not known', async () => {
    const before = await state();
    for (const [who, [asker, wanted]] of Object.entries(unknown)) {
      for (const [name] of routes) {
        const isOpen = NEEDS[name] === 'none' && wanted === '401 not-signed-in';
        const response = await asker.ask(name, isOpen ? { query: '?surplus=1' } : (wishes[name] ?? {}));
        const headers = JSON.stringify([...response.headers]);
        const text = await response.clone().text();
        expect([who, name, await refusal(response)]).toEqual([who, name, isOpen ? '400 invalid-request' : wanted]);
        expect(text + headers).not.toContain(CANARY);
      }
    }
    expect(await state()).toEqual(before);
  });

  test('who is known, but may less', async () => {
    const before = await state();
    let refused = 0;
    for (const [who, [asker, right]] of Object.entries(known)) {
      for (const [name] of routes) {
        if (RANK[right] >= RANK[NEEDS[name]]) continue;
        const response = await asker.ask(name, wishes[name] ?? {});
        const text = await response.clone().text();
        expect([who, name, await refusal(response)]).toEqual([who, name, '403 not-allowed']);
        expect(text).not.toContain(CANARY);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(80);
    expect(await state()).toEqual(before);
  });

  test('a page of another site, and a change by session that does not show where it comes from', async () => {
    const before = await state();
    const [owner] = known['an owner'] as [Asker, Right];
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ];
    for (const headers of foreign) {
      for (const [name] of routes) {
        const response = await owner.ask(name, { ...wishes[name], headers });
        expect([name, await refusal(response)]).toEqual([name, '403 refused-request']);
      }
    }
    const cookie = signedInCookie();
    for (const [name, route] of routes) {
      if (route.method === 'GET') continue;
      const response = await program(house.api, null).ask(name, { ...wishes[name], headers: { cookie } });
      expect([name, await refusal(response)]).toEqual([name, '403 refused-request']);
    }
    expect(await state()).toEqual(before);
  });
});

/** The cookie of the owner's browser, as a header. */
function signedInCookie(): string {
  const [owner] = known['an owner'] as unknown as readonly [{ readonly cookies: ReadonlyMap<string, string> }];
  return [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

test('who may, gets past the guard', async () => {
  for (const [who, [asker, right]] of Object.entries(known)) {
    for (const [name, route] of routes) {
      if (RANK[right] < RANK[NEEDS[name]]) continue;
      const isFile = route.answer.kind !== 'json' && who === 'a viewer without money';
      const response = await asker.ask(name, {
        params: wishes[name]?.params ?? { sha256: '0'.repeat(64) },
        query: '?surplus=1',
      });
      const wanted = isFile ? '403 money-hidden' : '400 invalid-request';
      expect([who, name, await refusal(response)]).toEqual([who, name, wanted]);
    }
  }
});

test('keys and the command line are nobody: what is a person’s own is refused', async () => {
  const own: readonly RouteName[] = [
    ...(['changeMe', 'signOut', 'listSessions', 'revokeSession', 'revokeOtherSessions', 'changePassword'] as const),
    ...(['beginTwoFactor', 'confirmTwoFactor', 'endTwoFactor'] as const),
    ...(['listPasskeys', 'beginPasskey', 'addPasskey', 'renamePasskey', 'removePasskey'] as const),
  ];
  for (const who of ['a key to administer', 'the command line']) {
    const [asker] = known[who] as [Asker, Right];
    for (const name of own) {
      expect([name, await refusal(await asker.ask(name, wishes[name] ?? {}))]).toEqual([name, '403 session-wanted']);
    }
  }
  const [admin] = known['a key to administer'] as [Asker, Right];
  expect(await refusal(await admin.ask('makeApiKey', wishes.makeApiKey ?? {}))).toBe('403 not-allowed');
});

describe('hidden money', () => {
  test('no amount reaches who must not see it, in any answer that others get it in', async () => {
    const [viewer] = known['a viewer'] as [Asker, Right];
    const [hidden] = known['a viewer without money'] as [Asker, Right];
    const withMoney: string[] = [];
    await postLine(house.main.facts);
    for (const [name, route] of routes) {
      if (route.method !== 'GET' || route.needs !== 'view') continue;
      const seen = await (await viewer.ask(name, wishes[name] ?? {})).text();
      const response = await hidden.ask(name, wishes[name] ?? {});
      const text = await response.text();
      if (AMOUNTS.test(seen)) withMoney.push(name);
      expect([name, AMOUNTS.test(text)]).toEqual([name, false]);
      if (route.answer.kind !== 'json') expect(response.status).toBe(403);
      else expect([name, response.status]).toEqual([name, name === 'showPlan' ? 404 : 200]); // nothing is limited here
    }
    expect(withMoney.sort()).toEqual([
      'exportEntries',
      'exportTransactions',
      'listOrders',
      'listRuns',
      'listTransactions',
      'showAttributionQuality',
      'showBreakdown',
      'showChanges',
      'showEarners',
      'showEvidence',
      'showFigures',
      'showOverview',
      'showPreview',
      'showRun',
      'showSubIds',
      'showTransaction',
    ]);
    const preview = await answered<{ lines: unknown[] }>(await hidden.ask('showPreview', wishes.showPreview ?? {}));
    expect(preview.lines).toMatchObject([{ orderId: '10025', items: 1, sales: null, commission: null }]);
  });

  test('every member that is named like money is marked as money', () => {
    const found = new Set<string>();
    const look = (schema: z.core.$ZodType, path: string, isMarked = false): void => {
      const marked = isMarked || isMoney(schema);
      const name = path.split('.').at(-1) ?? '';
      if (schema instanceof z.ZodString && LIKE_MONEY.test(name) && !RELATIVE.test(path)) {
        found.add(name);
        expect([path, marked]).toEqual([path, true]);
      }
      if (schema instanceof z.ZodObject) {
        for (const [key, member] of Object.entries(schema.shape)) look(member as z.core.$ZodType, `${path}.${key}`);
      } else if (schema instanceof z.ZodArray) look(schema.element, path, marked);
      else if (schema instanceof z.ZodRecord) look(schema.valueType, path, marked);
      else if (schema instanceof z.ZodUnion) for (const option of schema.options) look(option, path, marked);
      else if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) look(schema.unwrap(), path, marked);
    };
    for (const [name, { answer }] of routes) if (answer.kind === 'json') look(answer.schema, name);
    expect([...found].sort()).toEqual(
      expect.arrayContaining(['commission', 'moneyCommission', 'otherCommission', 'sales']),
    );
    expect(contract.showPreview.needs).toBe('view');
  });
});
