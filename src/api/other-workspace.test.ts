/**
 * The matrix, second part: every route by the owner of another workspace. Whatever they ask, about their own workspace
 * with the ids of another's or about that one, they learn nothing of it and change nothing in it.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, type Asker, type House, openHouse, PASSWORD, program, type Wish } from '../../test/access/house.ts';
import { postLine } from '../../test/server/post-line.ts';
import { type RouteName, routes } from './contract.ts';

/**
 * What they get who ask about their own workspace with the ids of another's: `own`, an answer from what is theirs, or the
 * status of a refusal. A new route fails here until someone says which.
 */
const ANSWERS: Readonly<Record<RouteName, 'own' | 403 | 404>> = {
  ...{ showPulse: 'own', showSetup: 'own', setUp: 404, signIn: 'own', confirmSignIn: 'own' },
  ...{ showInvitation: 404, acceptInvitation: 404, resetPassword: 404 },
  ...{ listNetworks: 'own', showGuide: 'own', readSettings: 'own', recogniseFile: 'own' },
  ...{ listConnections: 'own', showConnection: 404, changeConnection: 404, deleteConnection: 404 },
  ...{ addConnection: 'own', startTest: 404, showTest: 404, cancelTest: 404, startPull: 404 },
  ...{ takeFile: 'own', startImport: 404, startReplay: 'own', listRuns: 'own', showRun: 404, showPreview: 404 },
  ...{ listAnswers: 404, uploadRun: 404, discardRun: 404, resumeRun: 404, downloadRawReport: 404 },
  ...{ showOverview: 'own', showBreakdown: 'own', listTransactions: 'own', exportTransactions: 'own' },
  ...{ showTransaction: 404, listOrders: 'own', showChanges: 'own', showFreshness: 'own' },
  ...{ showFigures: 'own', exportEntries: 'own', showHealth: 'own', rotateKeys: 403 },
  ...{
    showMe: 'own',
    changeMe: 'own',
    signOut: 'own',
    listSessions: 'own',
    revokeSession: 404,
    revokeOtherSessions: 'own',
  },
  ...{ changePassword: 'own', beginTwoFactor: 'own', confirmTwoFactor: 'own', endTwoFactor: 'own' },
  ...{ listMembers: 'own', changeMember: 404, removeMember: 404, makePasswordLink: 404, inviteMember: 'own' },
  ...{ withdrawInvitation: 404, listApiKeys: 'own', makeApiKey: 'own', revokeApiKey: 404 },
  ...{ renewSignInSecret: 403, listAudit: 'own' },
  ...{ showSignIn: 'own', askForPassword: 'own', beginPasskeySignIn: 'own', signInWithPasskey: 'own' },
  ...{ listPasskeys: 'own', beginPasskey: 'own', addPasskey: 'own', renamePasskey: 404, removePasskey: 404 },
  ...{ listMails: 403, testMail: 403, showNewsletter: 403, exportSubscribers: 403 },
  ...{ testLetter: 403, sendLetter: 403, showLetter: 403 },
  ...{ listViews: 'own', saveView: 'own', changeView: 404, deleteView: 404, listAnnotations: 'own' },
  ...{ addAnnotation: 'own', changeAnnotation: 404, deleteAnnotation: 404 },
  ...{ showSettings: 'own', changeSettings: 'own', showExchangeRates: 'own', loadExchangeRates: 'own' },
  ...{ listSites: 'own', addSite: 'own', changeSite: 404, removeSite: 404, showSiteStatus: 404, showCollector: 'own' },
  ...{ recogniseLink: 'own', showLive: 'own' },
  ...{
    showEarners: 'own',
    showPage: 'own',
    listClicks: 'own',
    exportClicks: 'own',
    showSubIds: 'own',
    showAttributionQuality: 'own',
  },
  ...{ showEvidence: 404, listLabelRules: 'own', addLabelRule: 'own', changeLabelRule: 404, deleteLabelRule: 404 },
  ...{ previewLabelRule: 'own' },
  ...{ openDemo: 404, leaveDemo: 'own', createDemo: 'own' },
  ...{ listWorkspaces: 'own', createWorkspace: 'own', changeWorkspace: 404, deleteWorkspace: 404 },
  ...{ signUp: 404, confirmSignUp: 404, showPlan: 404, setPlan: 403, takeBillingMessage: 404 },
};
/** Asked last: they end the session that asks. */
const LAST: readonly RouteName[] = ['signIn', 'changePassword', 'signOut'];

const LOCAL = { kind: 'local', workspaceId: 'main' } as const;

/** In everything of the victim that has a name. */
const CANARY = 'canary-4711';

let house: House;
let eve: Asker;
let evesKey: Asker;
let evesWorkspace: string;
let wishes: Partial<Record<RouteName, Wish>>;

beforeAll(async () => {
  house = await openHouse();
  await house.setUp();
  await answered(await house.local.ask('changeWorkspace', { params: { workspace: 'main' }, body: { name: CANARY } }));
  await house.member(`viewer-${CANARY}@example.com`, 'viewer');
  const other = await house.another('Other', 'eve@example.com');
  [eve, evesWorkspace] = [other.owner, other.id];
  const made = await eve.ask('makeApiKey', { body: { name: 'of eve', scope: 'admin' } });
  evesKey = program(house.api, (await answered<{ key: string }>(made, 201)).key);
  wishes = await wishesForTheVictim();
});
afterAll(() => house.close());

/** Requests that name what is in `main`. */
async function wishesForTheVictim(): Promise<Partial<Record<RouteName, Wish>>> {
  const { imports, local, control, main } = house;
  const settings = { token: `slow-${CANARY}` };
  const { id } = await imports.addConnection({ network: 'testnet', name: CANARY, settings });
  const started = await imports.startTest(id);
  const taken = await local.ask('takeFile', { query: `?network=testnet&name=${CANARY}.csv`, body: `a\n${CANARY}\n` });
  const { files } = await answered<{ files: { sha256: string }[] }>(taken, 201);
  const sha256 = files[0]?.sha256 ?? '';
  const waiting = await imports.startFileImport({ network: 'testnet', preview: true, files: [] });
  await imports.runSettled(waiting.id, 5000);
  await postLine(main.facts, CANARY);
  const invited = await local.ask('inviteMember', { body: { email: `i-${CANARY}@example.com`, role: 'viewer' } });
  const { invitation } = await answered<{ invitation: { id: string } }>(invited, 201);
  const key = await local.ask('makeApiKey', { body: { name: CANARY, scope: 'view' } });
  const { apiKey } = await answered<{ apiKey: { id: string } }>(key, 201);
  const user = control.selectFrom('users').select('id').where('email', 'like', 'viewer-%');
  const member = { member: (await user.executeTakeFirstOrThrow()).id };
  const session = control.selectFrom('sessions').select('id').where('userId', '=', member.member);
  const of = (params: Record<string, string>, body?: unknown): Wish => ({ params, body });
  const [connection, run, theTest] = [{ connection: id }, { run: waiting.id }, { test: started.id }];
  const annotation = await main.annotations.add(LOCAL, { day: '2026-03-01', endDay: null, text: CANARY });
  const saved = { screen: 'overview', name: CANARY, query: 'period=7d', isShared: true } as const;
  const shared = await main.views.add(LOCAL, saved);
  const [note, view] = [{ annotation: annotation.id }, { view: shared.id }];
  const kept = { match: 'exact', text: CANARY, network: null, page: null, site: null, campaign: CANARY } as const;
  const rule = { rule: (await main.attributor.rules.add({ id: 'local', name: CANARY }, kept)).id };
  const site = { site: (await main.sites.add({ host: `${CANARY}.example` })).id };
  return {
    setUp: { body: { code: 'x', name: 'x', email: 'x@example.com', password: PASSWORD, workspace: 'x' } },
    signIn: { body: { email: 'eve@example.com', password: PASSWORD } },
    ...{ showInvitation: { body: { code: 'x' } }, acceptInvitation: { body: { code: 'x' } } },
    resetPassword: { body: { code: 'x', password: PASSWORD } },
    confirmSignIn: { body: { code: '123456' } },
    ...{ showGuide: of({ network: 'testnet' }), readSettings: of({ network: 'testnet' }, { settings: {} }) },
    recogniseFile: { body: 'a,b\n1,2\n' },
    ...{ showConnection: of(connection), deleteConnection: of(connection), startTest: of(connection) },
    changeConnection: of(connection, { website: 'https://evil.example' }),
    startPull: of(connection, { preview: true }),
    addConnection: { body: { network: 'testnet', settings: { token: 'tok-0123456789' } } },
    ...{ showTest: of(theTest), cancelTest: of(theTest) },
    takeFile: { query: '?network=testnet&name=b.csv', body: 'x' },
    startImport: { body: { network: 'testnet', files: [{ name: 'a.csv', sha256 }] } },
    ...{ showRun: of(run), showPreview: of(run), listAnswers: of(run), uploadRun: of(run) },
    ...{ discardRun: of(run), resumeRun: of(run), downloadRawReport: of({ ...run, answer: '1' }) },
    ...{ showBreakdown: { query: '?by=advertiser' }, showTransaction: of({ id: '4' }) },
    ...{ changeMember: of(member, { role: 'owner' }), removeMember: of(member), makePasswordLink: of(member) },
    inviteMember: { body: { email: 'new@example.com', role: 'viewer' } },
    withdrawInvitation: of({ invitation: invitation.id }),
    ...{ makeApiKey: { body: { name: 'x', scope: 'view' } }, revokeApiKey: of({ key: apiKey.id }) },
    revokeSession: of({ session: (await session.executeTakeFirstOrThrow()).id }),
    changeMe: { body: { mailsDrops: true } },
    changePassword: { body: { present: PASSWORD, wanted: PASSWORD } },
    ...{ beginTwoFactor: { body: { password: PASSWORD } }, endTwoFactor: { body: { password: PASSWORD } } },
    confirmTwoFactor: { body: { code: '123456' } },
    ...{ addAnnotation: { body: { day: '2026-03-01', text: 'x' } }, changeAnnotation: of(note, { text: 'x' }) },
    ...{ deleteAnnotation: of(note), changeView: of(view, { name: 'x' }), deleteView: of(view) },
    saveView: { body: { screen: 'overview', name: 'x', query: 'period=7d', isShared: false } },
    ...{ changeSite: of(site, { privacy: 'none' }), removeSite: of(site), showSiteStatus: of(site) },
    addSite: { body: { host: 'eve.example' } },
    recogniseLink: { body: { link: 'https://eve.example' } },
    ...{
      showEarners: { query: '?by=page' },
      showPage: { query: '?page=a.example/' },
      showSubIds: { query: '?by=network' },
    },
    showEvidence: of({ id: '4' }),
    addLabelRule: { body: { match: 'exact', text: 'x', campaign: 'x' } },
    ...{ changeLabelRule: of(rule, { campaign: 'x' }), deleteLabelRule: of(rule) },
    previewLabelRule: { body: { rule: { match: 'exact', text: 'y', campaign: 'x' } } },
    changeSettings: { body: { weekStart: 'sunday' } },
    loadExchangeRates: { query: '?name=a.csv', body: 'Date,USD,\n2026-03-09,1.25,\n' },
    ...{
      askForPassword: { body: { email: `viewer-${CANARY}@example.com` } },
      beginPasskey: { body: { password: PASSWORD } },
    },
    ...{ renamePasskey: of({ passkey: 'p' }, { name: 'x' }), removePasskey: of({ passkey: 'p' }) },
    testMail: { body: { to: 'eve@example.com' } },
    testLetter: { body: { markdown: '# x', to: 'eve@example.com' } },
    ...{ sendLetter: { body: { markdown: '# x' } }, showLetter: of({ letter: 'l' }) },
    signUp: { body: { name: 'x', email: 'x@example.com', password: PASSWORD, workspace: 'x' } },
    ...{ confirmSignUp: { body: { code: 'x', password: 'x' } }, takeBillingMessage: { body: '{}' } },
    setPlan: { body: { workspace: 'main', plan: null } },
    createWorkspace: { body: { name: 'Third' } },
    changeWorkspace: of({ workspace: 'main' }, { name: 'Taken' }),
    deleteWorkspace: of({ workspace: 'main' }, { name: CANARY }),
  };
}

/** Everything of the victim, as one fingerprint. */
async function state(): Promise<string> {
  const { control, imports } = house;
  const here = (table: 'members' | 'invitations' | 'api_keys') =>
    control.selectFrom(table).selectAll().where('workspace_id', '=', 'main').execute();
  const all = [
    ...[await here('members'), await here('invitations'), await here('api_keys')],
    await control.selectFrom('workspaces').selectAll().where('workspace_id', '=', 'main').execute(),
    await control.selectFrom('audit').selectAll().where('workspace_id', '=', 'main').execute(),
    await control.selectFrom('users').selectAll().where('email', 'like', `%${CANARY}%`).execute(),
    ...[await imports.connections(), await imports.runs(1000)],
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

function withWorkspace(wish: Wish, workspace: string): Wish {
  return { ...wish, query: `${wish.query === undefined ? '?' : `${wish.query}&`}workspace=${workspace}` };
}

/** The status, after making sure that nothing of the victim is in the answer. */
async function statusOf(asker: Asker, name: RouteName, wish: Wish): Promise<number> {
  const response = await asker.ask(name, wish);
  const whole = (await response.text()) + JSON.stringify([...response.headers]);
  expect([name, whole.includes(CANARY)]).toEqual([name, false]);
  return response.status;
}

test('about the workspace of others every route says that there is none', async () => {
  const [before, logged] = [await state(), house.logged.length];
  for (const asker of [eve, evesKey]) {
    for (const [name, { needs, path }] of routes) {
      if (needs === 'none') continue;
      const wish = wishes[name] ?? {};
      const status = await statusOf(asker, name, path.includes('{workspace}') ? wish : withWorkspace(wish, 'main'));
      expect([name, status]).toEqual([name, 404]);
      expect([name, await statusOf(asker, name, withWorkspace(wish, 'nowhere'))]).toEqual([
        name,
        path.includes('{workspace}') ? 400 : 404, // the path and the query name two
      ]);
    }
  }
  expect(await state()).toBe(before);
  expect(house.logged.slice(logged).join('')).not.toContain(CANARY);
});

test('about their own workspace with the ids of others they find nothing', async () => {
  const [before, logged] = [await state(), house.logged.length];
  const names = routes.map(([name]) => name);
  for (const name of [...names.filter((one) => !LAST.includes(one)), ...LAST]) {
    const wish = wishes[name] ?? {};
    const isNamed = wish.params?.['workspace'] !== undefined;
    const status = await statusOf(eve, name, isNamed ? wish : withWorkspace(wish, evesWorkspace));
    const wanted = ANSWERS[name];
    if (wanted !== 'own') expect([name, status]).toEqual([name, wanted]);
    else expect([name, status]).toEqual([name, expect.toSatisfy((one: number) => one < 500)]);
  }
  expect(await state()).toBe(before);
  expect(house.logged.slice(logged).join('')).not.toContain(CANARY);
});

test('the victim itself sees it all, so the canary would have shown', async () => {
  const seen: RouteName[] = [];
  for (const [name, route] of routes) {
    if (route.method !== 'GET' || route.needs === 'none') continue;
    if ((await (await house.local.ask(name, wishes[name] ?? {})).text()).includes(CANARY)) seen.push(name);
  }
  expect(seen).toEqual(
    expect.arrayContaining([
      ...(['listConnections', 'showConnection', 'listOrders', 'showBreakdown', 'listTransactions'] as const),
      ...(['exportTransactions', 'showTransaction', 'exportEntries', 'downloadRawReport'] as const),
      ...(['listMembers', 'listApiKeys', 'listAudit', 'showMe', 'listWorkspaces'] as const),
    ]),
  );
});
