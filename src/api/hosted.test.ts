/** A hosted installation through the API: signing up with a real SMTP server, trials by the clock, plans, billing. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  answered,
  type Asker,
  type Browser,
  type House,
  openHouse,
  PASSWORD,
  refusal,
} from '../../test/access/house.ts';
import { type SmtpServer, startSmtpServer, type Taken, textOf } from '../../test/mail/smtp-server.ts';
import { postLine } from '../../test/server/post-line.ts';
import { Redactor } from '../core/index.ts';
import { createMailer } from '../notify/index.ts';
import { type Plans, signatureOf } from '../plans/index.ts';
import { contract, type RouteName } from './contract.ts';

const ORIGIN = 'https://tributary.example';
const DAY_MS = 86_400_000;
const SECRET = 'billing-canary-0123456789abcdef-01';
const EVE = { name: 'Eve', email: 'Eve@example.com', password: PASSWORD, workspace: 'Eve’s shop' };
const PLANS: Plans = {
  trialDays: 15,
  plans: [{ id: 'small', name: 'Small', pageviews: 1000, prices: [], features: [] }],
};

let [smtp, house, operator]: [SmtpServer, House, Browser] = [] as never;
let now = new Date();
beforeEach(async () => {
  now = new Date();
  smtp = await startSmtpServer();
  const mailer = createMailer({ url: smtp.url, from: 'Tributary <t@mail.example>', perMinute: 60 }, new Redactor());
  const hosting = { plans: () => Promise.resolve(PLANS), billingSecret: SECRET };
  house = await openHouse(ORIGIN, { mailer, clock: () => now, hosting });
});
afterEach(async () => {
  await house.close();
  await smtp.close();
});

const later = (ms: number): void => {
  now = new Date(now.getTime() + ms);
};
const codeIn = (mail: Taken | undefined): string =>
  /confirm-sign-up#([\w-]{43})/.exec(mail === undefined ? '' : textOf(mail))?.[1] ?? '';
/** The last mail after sending whatever is due. */
async function lastMail(): Promise<Taken | undefined> {
  await house.services.access.outbox.settle();
  return smtp.taken.at(-1);
}
const signUp = (wish: Partial<typeof EVE> = {}): Promise<Response> =>
  house.browser().ask('signUp', { body: { ...EVE, ...wish } });
const confirm = (code: string, password = PASSWORD, browser = house.browser()): Promise<Response> =>
  browser.ask('confirmSignUp', { body: { code, password } });

/** The operator, and someone who signed up. */
async function withEve(): Promise<{ readonly eve: Browser; readonly id: string }> {
  operator = await house.setUp();
  await answered(await signUp());
  const eve = house.browser();
  await answered(await confirm(codeIn(await lastMail()), PASSWORD, eve));
  const { workspace } = await answered<{ workspace: { id: string } }>(await eve.ask('showMe'));
  return { eve, id: workspace.id };
}

describe('signing up', () => {
  test('until the address is confirmed there is nobody; then there is an owner with an empty workspace on trial', async () => {
    await house.setUp();
    const people = () => house.control.selectFrom('users').select('email').execute();
    const workspaces = () => house.control.selectFrom('workspaces').select('name').execute();
    expect(await answered(await signUp())).toEqual({ done: true });
    const mail = await lastMail();
    expect([await people(), await workspaces()]).toEqual([[{ email: 'ada@example.com' }], [{ name: 'Shop' }]]);
    expect(mail?.to).toBe('eve@example.com');
    // what a stranger types is not mailed to others
    for (const typed of [EVE.name, EVE.workspace]) expect(textOf(mail as Taken)).not.toContain(typed);
    const signIn = { body: { email: EVE.email, password: PASSWORD } };
    expect(await refusal(await house.browser().ask('signIn', signIn))).toBe('401 sign-in-failed');
    const eve = house.browser();
    expect(await refusal(await confirm(codeIn(mail), 'another long password'))).toBe('403 wrong-password');
    expect(await answered(await confirm(codeIn(mail), PASSWORD, eve))).toEqual({ state: 'signed-in' });
    expect(await answered(await eve.ask('showMe'))).toMatchObject({
      ...{ email: 'eve@example.com', role: 'owner', workspaces: 1, workspace: { name: EVE.workspace } },
      standing: { state: 'trial', daysLeft: 15, plan: null },
    });
    expect(await answered(await eve.ask('showOverview'))).toMatchObject({ head: { asOf: null }, currencies: [] });
    expect(await refusal(await confirm(codeIn(mail)))).toBe('404 link-invalid');
    const { entries } = await answered<{ entries: unknown[] }>(await eve.ask('listAudit'));
    expect(entries).toMatchObject([{ action: 'sign-in' }, { action: 'signed-up', actor: 'eve@example.com' }]);
    expect(await answered(await house.local.ask('showMe'))).toMatchObject({ standing: { state: 'unlimited' } });
  });

  test('an address with an account gets the same answer, and a mail that says so', async () => {
    await house.setUp();
    const answers = await Promise.all([signUp(), signUp({ email: 'ADA@example.com' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await Promise.all(answers.map((one) => one.text()))).toEqual(['{"done":true}', '{"done":true}']);
    await lastMail();
    const toAda = smtp.taken.find(({ to }) => to === 'ada@example.com') as Taken;
    expect(textOf(toAda)).toContain('It has an account already');
    expect(codeIn(toAda)).toBe('');
    expect(await refusal(await house.browser().ask('signIn', { body: EVE }))).toBe('400 invalid-request');
  });

  test('a link lasts a day; of several the first that is used ends the others', async () => {
    await house.setUp();
    await answered(await signUp());
    const first = codeIn(await lastMail());
    later(DAY_MS + 1);
    expect(await refusal(await confirm(first))).toBe('404 link-invalid');
    const codes: string[] = [];
    for (const workspace of ['One', 'Two']) {
      await answered(await signUp({ workspace }));
      codes.push(codeIn(await lastMail()));
    }
    await answered(await confirm(codes[0] ?? ''));
    expect(await refusal(await confirm(codes[1] ?? ''))).toBe('404 link-invalid');
    expect(
      await house.control.selectFrom('sign_ups').selectAll().where('email', '=', 'eve@example.com').execute(),
    ).toEqual([]);
  });

  test('an invitation mails names and nothing to follow, and one workspace sends few', async () => {
    const { eve, id } = await withEve();
    const spam = 'Prizes at https://evil.example/x';
    await answered(await eve.ask('changeWorkspace', { params: { workspace: id }, body: { name: spam } }));
    const invite = (email: string): Promise<Response> => eve.ask('inviteMember', { body: { email, role: 'viewer' } });
    await answered(await invite('bo@example.com'), 201);
    const mail = textOf((await lastMail()) as Taken);
    expect(mail).toContain('Eve invites you to Prizes at https evil example x as viewer.');
    expect(mail.match(/https?:\/\/[^/\s]+/g)?.filter((one) => one !== ORIGIN)).toEqual([]);
    for (let more = 1; more < 30; more += 1) await answered(await invite(`p${more}@example.com`), 201);
    expect(await refusal(await invite('one@example.com'))).toBe('429 too-many-attempts');
    await answered(await operator.ask('inviteMember', { body: { email: 'one@example.com', role: 'viewer' } }), 201);
  });

  test('nobody who was invited meanwhile gets a second account', async () => {
    await house.setUp();
    await answered(await signUp());
    const code = codeIn(await lastMail());
    await house.member('eve@example.com', 'viewer');
    expect(await refusal(await confirm(code))).toBe('409 already-member');
    expect(await house.control.selectFrom('workspaces').select('name').execute()).toEqual([{ name: 'Shop' }]);
  });

  test('limits for an address, a network and a code; weak passwords; and nothing before the operator is there', async () => {
    expect(await refusal(await signUp())).toBe('404 not-found');
    expect(await answered(await house.browser().ask('showSignIn'))).toMatchObject({ signUp: null });
    await house.setUp();
    expect(await answered(await house.browser().ask('showSignIn'))).toMatchObject({ signUp: { trialDays: 15 } });
    expect(await refusal(await signUp({ password: 'short' }))).toBe('422 weak-password');
    for (let time = 0; time < 3; time += 1) await answered(await signUp());
    expect(await refusal(await signUp())).toBe('429 too-many-attempts');
    for (let time = 0; time < 7; time += 1) await answered(await signUp({ email: `e${time}@example.com` }));
    expect(await refusal(await signUp({ email: 'other@example.com' }))).toBe('429 too-many-attempts');
    const code = codeIn(await lastMail());
    for (let time = 0; time < 10; time += 1) await confirm(code, 'wrong wrong wrong');
    expect(await refusal(await confirm(code))).toBe('429 too-many-attempts');
  });

  test('a self-hosted installation has nothing of it', async () => {
    const own = await openHouse();
    const ada = await own.setUp();
    const confirmation = { body: { code: 'x', password: PASSWORD } };
    expect(await refusal(await own.browser().ask('signUp', { body: EVE }))).toBe('404 not-found');
    expect(await refusal(await own.browser().ask('confirmSignUp', confirmation))).toBe('404 not-found');
    expect(await refusal(await own.local.ask('takeBillingMessage', { body: '{}' }))).toBe('404 not-found');
    expect(await refusal(await own.local.ask('setPlan', { body: { workspace: 'main', plan: null } }))).toBe(
      '404 not-found',
    );
    expect(await refusal(await ada.ask('showPlan'))).toBe('404 not-found');
    expect(await answered(await ada.ask('showMe'))).toMatchObject({ standing: null });
    await own.close();
  });
});

/** What of each route is refused once a trial is over. A new route fails here until someone says. */
const GOES_ON = 'goes on';
const REFUSED = 'refused';
const WHEN_OVER: Readonly<Record<RouteName, typeof GOES_ON | typeof REFUSED>> = {
  ...all(REFUSED, 'addConnection', 'changeConnection', 'startTest', 'takeFile', 'startImport', 'startPull'),
  ...all(REFUSED, 'startReplay', 'uploadRun', 'resumeRun', 'addSite', 'loadExchangeRates', 'createWorkspace'),
  ...all(GOES_ON, 'openDemo', 'leaveDemo', 'createDemo'),
  // reading and export
  ...all(
    GOES_ON,
    'showEarners',
    'showPage',
    'listClicks',
    'exportClicks',
    'showSubIds',
    'showAttributionQuality',
    'showEvidence',
  ),
  ...all(GOES_ON, 'listLabelRules', 'addLabelRule', 'changeLabelRule', 'deleteLabelRule', 'previewLabelRule'),
  ...all(GOES_ON, 'recogniseLink', 'showLive'),
  ...all(GOES_ON, 'listNetworks', 'showGuide', 'readSettings', 'recogniseFile', 'listConnections', 'showConnection'),
  ...all(GOES_ON, 'showTest', 'listRuns', 'showRun', 'showPreview', 'listAnswers', 'downloadRawReport', 'showFigures'),
  ...all(
    GOES_ON,
    'exportEntries',
    'showHealth',
    'showOverview',
    'showBreakdown',
    'listTransactions',
    'showTransaction',
  ),
  ...all(GOES_ON, 'exportTransactions', 'listOrders', 'showChanges', 'showFreshness', 'listSites', 'showSiteStatus'),
  ...all(GOES_ON, 'showCollector', 'showSettings', 'showExchangeRates', 'listViews', 'listAnnotations'),
  ...all(
    GOES_ON,
    'showEarners',
    'showPage',
    'listClicks',
    'exportClicks',
    'showSubIds',
    'showAttributionQuality',
    'showEvidence',
  ),
  ...all(GOES_ON, 'listLabelRules', 'addLabelRule', 'changeLabelRule', 'deleteLabelRule', 'previewLabelRule'),
  // taking away, and how one looks at what is there; the privacy of a site too, as its pageviews are still counted
  ...all(GOES_ON, 'deleteConnection', 'removeSite', 'changeSite', 'discardRun', 'cancelTest', 'deleteWorkspace'),
  ...all(GOES_ON, 'saveView', 'changeView', 'deleteView', 'addAnnotation', 'changeAnnotation', 'deleteAnnotation'),
  ...all(GOES_ON, 'changeSettings', 'changeWorkspace'),
  // people and their accounts
  ...all(GOES_ON, 'showPulse', 'showSetup', 'setUp', 'showSignIn', 'signIn', 'confirmSignIn', 'showInvitation'),
  ...all(GOES_ON, 'acceptInvitation', 'resetPassword', 'askForPassword', 'beginPasskeySignIn', 'signInWithPasskey'),
  ...all(
    GOES_ON,
    'showMe',
    'changeMe',
    'signOut',
    'listSessions',
    'revokeSession',
    'revokeOtherSessions',
    'changePassword',
  ),
  ...all(GOES_ON, 'beginTwoFactor', 'confirmTwoFactor', 'endTwoFactor', 'listPasskeys', 'beginPasskey', 'addPasskey'),
  ...all(GOES_ON, 'renamePasskey', 'removePasskey', 'listMembers', 'changeMember', 'removeMember', 'makePasswordLink'),
  ...all(GOES_ON, 'inviteMember', 'withdrawInvitation', 'listApiKeys', 'makeApiKey', 'revokeApiKey', 'listWorkspaces'),
  ...all(GOES_ON, 'listAudit', 'showPlan', 'signUp', 'confirmSignUp'),
  // the operator's
  ...all(GOES_ON, 'renewSignInSecret', 'rotateKeys', 'listMails', 'testMail', 'showNewsletter', 'exportSubscribers'),
  ...all(GOES_ON, 'testLetter', 'sendLetter', 'showLetter', 'setPlan', 'takeBillingMessage'),
};

function all<Name extends RouteName, Value>(value: Value, ...names: readonly Name[]): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>; // one member for each name
}

describe('a trial that is over', () => {
  test('refuses what brings something in, and nothing else; a plan makes it go on', async () => {
    const { eve, id } = await withEve();
    const key = await answered<{ key: string }>(
      await eve.ask('makeApiKey', { body: { name: 'k', scope: 'admin' } }),
      201,
    );
    const bearer = { authorization: `Bearer ${key.key}`, host: 'tributary.example' };
    const byKey: Asker = { ask: (name, wish = {}) => house.browser().ask(name, { ...wish, headers: bearer }) };
    const there = await house.workspace(id);
    await postLine(there.facts);
    const names = Object.keys(WHEN_OVER) as RouteName[]; // its own keys
    const refusedOf = async (asker: Asker): Promise<readonly RouteName[]> => {
      const refused: RouteName[] = [];
      for (const name of names) {
        if (contract[name].needs === 'none') continue;
        const path = { connection: 'x', workspace: id };
        const response = await asker.ask(name, { query: '?surplus=1', params: path });
        if ((await refusal(response)) === '402 trial-over') refused.push(name);
      }
      return refused.sort();
    };
    const wanted = names.filter((name) => WHEN_OVER[name] === REFUSED).sort();
    expect(await refusedOf(eve)).toEqual([]);
    later(15 * DAY_MS);
    expect(await answered(await eve.ask('showMe'))).toMatchObject({ standing: { state: 'over', daysLeft: null } });
    expect(await refusedOf(eve)).toEqual(wanted);
    expect(await refusedOf(byKey)).toEqual(wanted.filter((name) => contract[name].needs !== 'owner'));
    const local: Asker = { ask: (name, wish = {}) => house.local.ask(name, { ...wish, query: `?workspace=${id}` }) };
    expect(await refusal(await local.ask('startReplay'))).toBe('402 trial-over');
    expect(await refusal(await house.local.ask('startReplay'))).not.toContain('trial-over');
    // reading, export and people go on
    for (const name of ['showOverview', 'listTransactions', 'listConnections', 'listMembers'] as const) {
      await answered(await eve.ask(name));
    }
    const exported = await eve.ask('exportEntries', { query: '?format=csv' });
    expect((await exported.text()).split('\n').length).toBeGreaterThan(2);
    await answered(await eve.ask('inviteMember', { body: { email: 'bo@example.com', role: 'viewer' } }), 201);
    await answered(await eve.ask('changePassword', { body: { present: PASSWORD, wanted: 'nine rivers meet there' } }));
    await answered(await house.local.ask('setPlan', { body: { workspace: id, plan: 'small', until: null } }));
    expect(await refusedOf(eve)).toEqual([]);
    expect(await answered(await eve.ask('showMe'))).toMatchObject({ standing: { state: 'active', plan: 'small' } });
    const added = { body: { network: 'testnet', settings: { token: 'tok-0123456789' } } };
    await answered(await eve.ask('addConnection', added), 201);
  });

  test('another workspace is no other trial, and the first one stays the operator’s', async () => {
    const { eve, id } = await withEve();
    later(10 * DAY_MS);
    const made = await answered<{ id: string }>(await eve.ask('createWorkspace', { body: { name: 'Second' } }), 201);
    const of = async (asker: Asker, workspace: string): Promise<unknown> =>
      (await answered<{ standing: unknown }>(await asker.ask('showMe', { query: `?workspace=${workspace}` }))).standing;
    expect(await of(eve, made.id)).toMatchObject({ state: 'trial', daysLeft: 5 });
    const more = await answered<{ id: string }>(await operator.ask('createWorkspace', { body: { name: 'Own' } }), 201);
    expect(await of(operator, more.id)).toMatchObject({ state: 'unlimited' });
    const removal = { params: { workspace: 'main' }, body: { name: 'Shop' } };
    expect(await refusal(await operator.ask('deleteWorkspace', removal))).toBe('403 not-allowed');
    later(6 * DAY_MS);
    const own = { params: { workspace: id }, body: { name: EVE.workspace } };
    expect(await answered(await eve.ask('deleteWorkspace', own))).toEqual({ deleted: id });
  });
});

describe('plans', () => {
  test('the operator sets them, nobody else; the pageviews of the month stand beside the plan’s', async () => {
    const { eve, id } = await withEve();
    const wish = { body: { workspace: id, plan: 'small', until: '2099-12-31' } };
    expect(await refusal(await eve.ask('setPlan', wish))).toBe('403 not-allowed');
    expect(await answered(await eve.ask('showHealth'))).toMatchObject({ folder: null });
    const told = (await answered(await operator.ask('showHealth'))) as { readonly folder: string | null }; // by its contract
    expect(told.folder).toContain('/');
    expect(await answered(await operator.ask('setPlan', wish))).toEqual({
      ...{ state: 'active', plan: 'small', endsAt: '2100-01-01T00:00:00.000Z', daysLeft: null },
    });
    const { workspaces } = await answered<{ workspaces: { id: string; standing: unknown }[] }>(
      await house.local.ask('listWorkspaces'),
    );
    const listed = (of: string): unknown => workspaces.find((one) => one.id === of)?.standing;
    expect([listed('main'), listed(id)]).toMatchObject([{ state: 'unlimited' }, { state: 'active', plan: 'small' }]);
    const bad = (body: object): Promise<Response> => house.local.ask('setPlan', { body: { ...wish.body, ...body } });
    expect(await refusal(await bad({ plan: 'large' }))).toBe('404 unknown-plan');
    expect(await refusal(await bad({ workspace: 'nowhere' }))).toBe('404 unknown-workspace');
    expect(await refusal(await bad({ until: 'soon' }))).toBe('400 invalid-request');
    const { facts } = await house.workspace(id);
    const month = now.toISOString().slice(0, 7);
    const counted = (place: number, day: string, site: string, outcome: string, events: number): Promise<void> =>
      facts.exclusive(async (writer) => {
        const [at, log] = [`timestamp '${day} 00:00:00'`, `1, ${place}`];
        await writer.run(`insert into collector_counts (site_id, day, outcome, events, first_at, last_at, log_segment, log_from, log_to)
          values ('${site}', date '${day}', '${outcome}', ${events}, ${at}, ${at}, ${log}, ${place})`);
        await writer.run(`insert into collector_positions (log_segment, log_from, log_to, applied_at)
          values (${log}, ${place}, ${at})`);
      });
    const counts: readonly (readonly [string, string, string, number])[] = [
      [`${month}-01`, 's1', 'pageview', 700],
      [`${month}-28`, 's2', 'pageview', 400],
      [`${month}-01`, 's1', 'click', 5],
      [`${month}-01`, 's1', 'bot', 50],
      [`${month}-01`, '', 'pageview', 9],
      ['2020-01-31', 's1', 'pageview', 8000],
    ];
    for (const [place, one] of counts.entries()) await counted(place, ...one);
    const shown = contract.showPlan.answer.schema.parse(await answered(await eve.ask('showPlan')));
    expect(shown).toMatchObject({ month, pageviews: 1100, plan: { id: 'small', name: 'Small', pageviews: 1000 } });
    await answered(await house.local.ask('setPlan', { body: { workspace: id, plan: null } }));
    expect(await answered(await eve.ask('showPlan'))).toMatchObject({ standing: { state: 'trial' }, plan: null });
    const { entries } = await answered<{ entries: { action: string; what: unknown }[] }>(await eve.ask('listAudit'));
    expect(entries.filter(({ action }) => action === 'plan-set').map(({ what }) => what)).toEqual([
      { plan: null, until: null },
      { plan: 'small', until: '2099-12-31' },
    ]);
  });

  test('a signed message sets one, once; unsigned, late, changed or repeated ones do nothing', async () => {
    const { eve, id } = await withEve();
    const message = (more: object = {}): string =>
      JSON.stringify({ event: 'evt-1', workspace: id, plan: 'small', until: '2099-12-31', ...more });
    const send = (body: string, signature: string | null): Promise<Response> => {
      const headers = new Headers({ host: 'tributary.example', 'content-type': 'application/json' });
      if (signature !== null) headers.set('tributary-signature', signature);
      const request = new Request(`${ORIGIN}${contract.takeBillingMessage.path}`, { method: 'POST', headers, body });
      return Promise.resolve(house.api.fetch(request));
    };
    const signed = (body: string): Promise<Response> => send(body, signatureOf(body, SECRET, now));
    const state = async (): Promise<string> =>
      (await answered<{ standing: { state: string } }>(await eve.ask('showMe'))).standing.state;
    const old = signatureOf(message(), SECRET, new Date(now.getTime() - 301_000));
    for (const signature of [null, 't=1,v1=00', old, signatureOf(message(), 'x'.repeat(40), now)]) {
      expect(await refusal(await send(message(), signature))).toBe('401 bad-signature');
    }
    expect(await refusal(await send(message({ plan: null }), signatureOf(message(), SECRET, now)))).toBe(
      '401 bad-signature',
    );
    expect(await state()).toBe('trial');
    for (const [body, wanted] of [
      ['{', '400 invalid-request'],
      [message({ surplus: 1 }), '400 invalid-request'],
      [message({ plan: 'large' }), '404 unknown-plan'],
      [message({ workspace: 'nowhere' }), '404 unknown-workspace'],
    ] as const) {
      expect(await refusal(await signed(body))).toBe(wanted);
    }
    expect(await answered(await signed(message()))).toEqual({ done: true, isRepeated: false }); // what failed was not taken
    expect(await state()).toBe('active');
    await answered(await house.local.ask('setPlan', { body: { workspace: id, plan: null } }));
    later(60_000);
    expect(await answered(await signed(message()))).toEqual({ done: true, isRepeated: true });
    expect(await state()).toBe('trial');
    await answered(await signed(message({ event: 'evt-2', until: undefined })));
    expect(await state()).toBe('active');
    const { entries } = await answered<{ entries: { actor: string; what: unknown }[] }>(await eve.ask('listAudit'));
    expect(entries.find(({ actor }) => actor === 'billing')).toMatchObject({ what: { plan: 'small', event: 'evt-2' } });
    expect(house.logged.join('')).not.toContain(SECRET);
  });
});
