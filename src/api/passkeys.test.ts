/** Passkeys through the API, with an authenticator in software that lies where told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Authenticator, type Lie, type Options } from '../../test/access/authenticator.ts';
import { answered, type Browser, type House, openHouse, PASSWORD, refusal } from '../../test/access/house.ts';
import { contract, type RouteName } from './contract.ts';
import { passkeyRoutes } from './contract/passkeys.ts';

const ORIGIN = 'https://tributary.example';
let house: House;
beforeEach(async () => {
  house = await openHouse(ORIGIN);
});
afterEach(() => house.close());

interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly lastUsedAt: string | null;
}

const optionsOf = async (browser: Browser, name: 'beginPasskey' | 'beginPasskeySignIn'): Promise<Options> => {
  const wish = name === 'beginPasskey' ? { body: { password: PASSWORD } } : {};
  return (await answered<{ options: Options }>(await browser.ask(name, wish), 201)).options;
};

async function register(browser: Browser, device: Authenticator, lie: Lie = {}): Promise<Response> {
  const response = device.register(await optionsOf(browser, 'beginPasskey'), lie);
  return browser.ask('addPasskey', { body: { name: 'Phone', response } });
}

async function signIn(device: Authenticator, lie: Lie = {}, browser = house.browser()): Promise<Response> {
  const response = device.authenticate(await optionsOf(browser, 'beginPasskeySignIn'), lie);
  return browser.ask('signInWithPasskey', { body: { response } });
}

test('a passkey is made after the password, signs in as both factors, and is a session like any other', async () => {
  const [ada, device, called] = [await house.setUp(), new Authenticator(ORIGIN), new Set<RouteName>()];
  const call = async <T>(name: RouteName, response: Response): Promise<T> => {
    called.add(name);
    const { answer } = contract[name];
    const body = await answered<T>(response, answer.status);
    if (answer.kind === 'json') expect(body).toEqual(answer.schema.parse(body));
    return body;
  };
  const wrong = await ada.ask('beginPasskey', { body: { password: 'not my password' } });
  expect(await refusal(wrong)).toBe('403 wrong-password');
  const begun = await call<{ options: Options }>(
    'beginPasskey',
    await ada.ask('beginPasskey', { body: { password: PASSWORD } }),
  );
  expect(begun.options).toMatchObject({
    rp: { id: 'tributary.example' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const made = { body: { name: ' Phone ', response: device.register(begun.options) } };
  const phone = await call<Passkey>('addPasskey', await ada.ask('addPasskey', made));
  expect(phone).toMatchObject({ name: 'Phone', isSynced: false, lastUsedAt: null });
  // the second factor is on, and is not asked for
  await house.control.updateTable('users').set({ twoFactorEnabled: 1 }).execute();
  const other = house.browser();
  const asked = await call<{ options: Options }>('beginPasskeySignIn', await other.ask('beginPasskeySignIn'));
  expect(asked.options).not.toHaveProperty('allowCredentials.0'); // nobody learns who has one
  const response = device.authenticate(asked.options);
  const signed = await other.ask('signInWithPasskey', { body: { response } });
  expect(await call('signInWithPasskey', signed)).toEqual({ state: 'signed-in' });
  expect(other.setCookies[0]).toMatch(
    /^__Host-tributary\.session_token=[\w%.-]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(await answered(await other.ask('showMe'))).toMatchObject({ email: 'ada@example.com', role: 'owner' });
  const { sessions } = await answered<{ sessions: { isCurrent: boolean }[] }>(await other.ask('listSessions'));
  expect(sessions).toHaveLength(2);
  expect(await answered(await other.ask('revokeOtherSessions'))).toEqual({ revoked: 1 });
  const before = new Map(other.cookies);
  await answered(await signIn(device, {}, other)); // again in the same browser: the session is another
  expect([...other.cookies.values()]).not.toEqual([...before.values()]);
  expect((await house.control.selectFrom('sessions').selectAll().execute()).length).toBe(1);

  const params = { passkey: phone.id };
  await call('renamePasskey', await other.ask('renamePasskey', { params, body: { name: 'My phone' } }));
  const listed = await call<{ passkeys: Passkey[] }>('listPasskeys', await other.ask('listPasskeys'));
  expect(listed.passkeys).toMatchObject([{ name: 'My phone' }]);
  expect(listed.passkeys[0]?.lastUsedAt).not.toBeNull();
  const bo = await house.member('bo@example.com', 'owner');
  expect(await refusal(await bo.ask('removePasskey', { params }))).toBe('404 unknown-passkey');
  expect(await refusal(await bo.ask('renamePasskey', { params, body: { name: 'x' } }))).toBe('404 unknown-passkey');
  await call('removePasskey', await other.ask('removePasskey', { params }));
  expect(await refusal(await signIn(device))).toBe('401 passkey-refused');
  expect(called).toEqual(new Set(Object.keys(passkeyRoutes)));
  const audit = await house.control.selectFrom('audit').select(['action', 'what']).execute();
  expect(audit.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['passkey-added', 'passkey-renamed', 'passkey-removed', 'sign-in-failed']),
  );
  expect(audit.some(({ action, what }) => action === 'sign-in' && what.includes('"by":"passkey"'))).toBe(true);
});

test('what an honest device never sends is refused, in the same words', async () => {
  const [ada, device] = [await house.setUp(), new Authenticator(ORIGIN)];
  const lies: readonly Lie[] = [
    { origin: 'https://evil.example' },
    { origin: 'http://tributary.example' },
    { rpId: 'evil.example' },
    { isVerified: false },
    { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  ];
  for (const lie of lies)
    expect([lie, await refusal(await register(ada, device, lie))]).toEqual([lie, '401 passkey-refused']);
  await answered(await register(ada, device), 201);
  expect(await refusal(await register(ada, device))).toBe('401 passkey-refused'); // the same credential again
  for (const lie of [...lies, { userHandle: 'AAAA' }, { userHandle: '' }]) {
    expect([lie, await refusal(await signIn(device, lie))]).toEqual([lie, '401 passkey-refused']);
  }
  expect(await refusal(await signIn(new Authenticator(ORIGIN)))).toBe('401 passkey-refused');
  await answered(await signIn(device, { counter: 50 }));
  expect(await refusal(await signIn(device, { counter: 50 }))).toBe('401 passkey-refused'); // of a copy of it
  expect(await refusal(await signIn(device, { counter: 3 }))).toBe('401 passkey-refused');
  await answered(await signIn(device, { counter: 51 }));
});

test('a challenge is good once, for 5 minutes, and for what it was made for', async () => {
  const [ada, device] = [await house.setUp(), new Authenticator(ORIGIN)];
  await answered(await register(ada, device), 201);
  const browser = house.browser();
  const response = device.authenticate(await optionsOf(browser, 'beginPasskeySignIn'));
  const body = { response };
  const both = await Promise.all([1, 2].map(() => house.browser().ask('signInWithPasskey', { body })));
  expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401]);
  const ofRegistration = device.authenticate(await optionsOf(ada, 'beginPasskey'));
  expect(await refusal(await browser.ask('signInWithPasskey', { body: { response: ofRegistration } }))).toBe(
    '401 passkey-refused',
  );
  const late = device.authenticate(await optionsOf(browser, 'beginPasskeySignIn'));
  await house.control.updateTable('passkey_challenges').set({ expires_at: '2020-01-01T00:00:00.000Z' }).execute();
  expect(await refusal(await browser.ask('signInWithPasskey', { body: { response: late } }))).toBe(
    '401 passkey-refused',
  );
  const bo = await house.member('bo@example.com', 'viewer');
  const forAda = new Authenticator(ORIGIN).register(await optionsOf(ada, 'beginPasskey'));
  expect(await refusal(await bo.ask('addPasskey', { body: { name: 'x', response: forAda } }))).toBe(
    '401 passkey-refused',
  );
});

test('attempts are limited; a removed member has no passkey; a new password leaves them; the command line removes them', async () => {
  await house.setUp();
  const [bo, device] = [await house.member('bo@example.com', 'viewer'), new Authenticator(ORIGIN)];
  await answered(await register(bo, device), 201);
  const params = { member: 'bo@example.com' };
  const link = async (body: unknown): Promise<string> =>
    (await answered<{ path: string }>(await house.local.ask('makePasswordLink', { params, body }), 201)).path;
  const code = (await link({})).split('#')[1];
  await answered(await house.browser().ask('resetPassword', { body: { code, password: 'nine rivers meet there' } }));
  expect(await refusal(await bo.ask('showMe'))).toBe('401 not-signed-in');
  await answered(await signIn(device));
  await link({ removesTwoFactor: true });
  expect(await refusal(await signIn(device))).toBe('401 passkey-refused');
  const again = house.browser();
  await answered(await again.ask('signIn', { body: { email: 'bo@example.com', password: 'nine rivers meet there' } }));
  const begun = await again.ask('beginPasskey', { body: { password: 'nine rivers meet there' } });
  const { options } = await answered<{ options: Options }>(begun, 201);
  await answered(await again.ask('addPasskey', { body: { name: 'x', response: device.register(options) } }), 201);
  await answered(await house.local.ask('removeMember', { params }));
  expect(await refusal(await signIn(device))).toBe('401 passkey-refused');
  expect(await house.control.selectFrom('passkeys').selectAll().execute()).toEqual([]);
  let status = '';
  const response = device.authenticate({ challenge: 'AAAA' });
  for (let guess = 0; guess < 61 && !status.startsWith('429'); guess += 1) {
    status = await refusal(await house.browser().ask('signInWithPasskey', { body: { response } }));
  }
  expect(status).toBe('429 too-many-attempts');
});

test.each([
  [undefined, 'http://localhost:4300'],
  ['https://tributary.example', 'https://tributary.example'],
  ['http://tributary.example', null],
  ['https://203.0.113.7', null],
  ['http://localhost:4300', 'http://localhost:4300'],
])('with TRIBUTARY_URL %s passkeys work at %s', async (origin, at) => {
  await house.close();
  house = await openHouse(origin);
  const browser = house.browser();
  expect(await answered(await browser.ask('showSignIn'))).toMatchObject({ mailsLinks: false, passkeysAt: at });
  const begun = await browser.ask('beginPasskeySignIn');
  if (at === null) expect(await refusal(begun)).toBe('409 passkeys-unavailable');
  else expect(await answered(begun, 201)).toMatchObject({ options: { rpId: new URL(at).hostname } });
});
