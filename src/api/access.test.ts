/** Accounts through the API: how people come in, prove who they are, and are put out. */
import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  answered,
  Browser,
  type House,
  KEY,
  openHouse,
  PASSWORD,
  program,
  refusal,
  type Wish,
} from '../../test/access/house.ts';
import { contract, type RouteName } from './contract.ts';
import { accessRoutes } from './contract/access.ts';
import type { Route } from './contract/route.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const signIn = (browser: Browser, email: string, password = PASSWORD): Promise<Response> =>
  browser.ask('signIn', { body: { email, password } });
const setupCode = async (): Promise<string> =>
  (await house.services.access.invitations.setupLink())?.path.split('#')[1] ?? '';
const statusesOf = (all: readonly Response[]): number[] => all.map(({ status }) => status).sort((a, b) => a - b);
const owner = { name: 'Ada', email: 'Ada@Example.com', password: PASSWORD, workspace: 'Shop' };

/** The code of an authenticator app (RFC 6238), `steps` of 30 s from now. */
function totp(uri: string, steps = 0): string {
  const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = Array.from(secret.replaceAll('=', ''), (one) => base32.indexOf(one).toString(2).padStart(5, '0')).join(
    '',
  );
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Switches the second factor on for who is signed in. `code` is used up by that; the next step's is good already. */
async function switchOn(
  browser: Browser,
): Promise<{ readonly uri: string; readonly recoveryCodes: readonly string[]; readonly code: string }> {
  const begun = await answered<{ uri: string; recoveryCodes: string[] }>(
    await browser.ask('beginTwoFactor', { body: { password: PASSWORD } }),
    201,
  );
  const code = totp(begun.uri);
  await answered(await browser.ask('confirmTwoFactor', { body: { code } }));
  return { ...begun, code };
}

describe('the first run', () => {
  test('the set-up link makes the owner once, and is 404 ever after', async () => {
    const [first, stranger] = [house.browser(), house.browser()];
    expect(await answered(await stranger.ask('showSetup'))).toEqual({
      ...{ isOpen: true, hasPublicPages: false, hasPublicDemo: false },
    });
    expect(await refusal(await signIn(stranger, owner.email))).toBe('401 sign-in-failed');
    const code = await setupCode();
    expect(await refusal(await stranger.ask('setUp', { body: { ...owner, code: 'A'.repeat(43) } }))).toBe(
      '404 link-invalid',
    );
    expect(await refusal(await stranger.ask('setUp', { body: { ...owner, code, password: 'password1234' } }))).toBe(
      '422 weak-password',
    );
    expect(await answered(await first.ask('setUp', { body: { ...owner, code } }))).toEqual({ state: 'signed-in' });
    expect(await answered(await first.ask('showMe'))).toEqual({
      kind: 'session',
      name: 'Ada',
      email: 'ada@example.com',
      role: 'owner',
      hidesMoney: false,
      workspace: { id: 'main', name: 'Shop', kind: 'real' },
      workspaces: 1,
      mayCreateWorkspaces: true,
      twoFactor: false,
      mailsDrops: null,
      standing: null,
    });
    expect(await house.services.access.invitations.setupLink()).toBeNull();
    expect(await answered(await stranger.ask('showSetup'))).toEqual({
      ...{ isOpen: false, hasPublicPages: false, hasPublicDemo: false },
    });
    for (const again of [code, 'A'.repeat(43)]) {
      expect(await refusal(await stranger.ask('setUp', { body: { ...owner, code: again } }))).toBe('404 not-found');
    }
  });

  test('of two that set up at once with the same link, one wins', async () => {
    const code = await setupCode();
    const both = await Promise.all(
      ['one', 'two'].map((name) =>
        house.browser().ask('setUp', { body: { ...owner, code, email: `${name}@example.com` } }),
      ),
    );
    expect(statusesOf(both)).toEqual([200, 404]);
    const { members } = await answered<{ members: unknown[] }>(await house.local.ask('listMembers'));
    expect(members).toHaveLength(1);
  });

  test('a newer link ends the older one, and none outlives its day', async () => {
    const older = await setupCode();
    const code = await setupCode();
    const attempt = (with_: string): Promise<Response> =>
      house.browser().ask('setUp', { body: { ...owner, code: with_ } });
    expect(await refusal(await attempt(older))).toBe('404 link-invalid');
    await house.control.updateTable('links').set({ expires_at: '2020-01-01T00:00:00.000Z' }).execute();
    expect(await refusal(await attempt(code))).toBe('404 link-invalid');
  });
});

describe('signing in', () => {
  test('gives a session that is rotated, and signing out ends it', async () => {
    const browser = await house.setUp();
    const before = new Map(browser.cookies);
    await answered(await signIn(browser, 'ADA@example.com'));
    expect([...browser.cookies.keys()]).toEqual([...before.keys()]);
    expect([...browser.cookies.values()]).not.toEqual([...before.values()]);
    const stolen = house.browser();
    for (const [name, value] of before) stolen.cookies.set(name, value);
    expect(await refusal(await stolen.ask('showMe'))).toBe('401 not-signed-in');
    const kept = new Map(browser.cookies);
    await answered(await browser.ask('signOut'));
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of kept) stolen.cookies.set(name, value);
    expect(await refusal(await stolen.ask('showMe'))).toBe('401 not-signed-in');
  });

  test('cookies: HttpOnly, Lax, whole site; Secure and __Host- with a public https address', async () => {
    await house.setUp();
    const plain = house.browser();
    await answered(await signIn(plain, 'ada@example.com'));
    expect(plain.setCookies).toHaveLength(1);
    expect(plain.setCookies[0]).toMatch(
      /^tributary\.session_token=[\w%.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    await house.close();
    house = await openHouse('https://tributary.example');
    const secure = await house.setUp();
    expect(secure.setCookies[0]).toMatch(
      /^__Host-tributary\.session_token=[\w%.-]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await answered(await secure.ask('showMe'))).toMatchObject({ role: 'owner' });
  });

  test('a session ends when it is idle for a week, after 30 days, and with a false signature', async () => {
    const browser = await house.setUp();
    const sessions = house.control.updateTable('sessions');
    const kept = new Map(browser.cookies);
    await sessions.set({ createdAt: new Date(Date.now() - 31 * 86_400_000).toISOString() }).execute();
    expect(await refusal(await browser.ask('showMe'))).toBe('401 not-signed-in');
    await answered(await signIn(browser, 'ada@example.com'));
    await sessions.set({ expiresAt: new Date(Date.now() - 1000).toISOString() }).execute();
    expect(await refusal(await browser.ask('showMe'))).toBe('401 not-signed-in');
    await answered(await signIn(browser, 'ada@example.com'));
    for (const [name, value] of browser.cookies) browser.cookies.set(name, value.replace(/\..{6}/, '.AAAAAA'));
    expect([...browser.cookies.values()]).not.toEqual([...kept.values()]);
    expect(await refusal(await browser.ask('showMe'))).toBe('401 not-signed-in');
  });

  test('an unknown address and a wrong password are told alike, in text and in time', async () => {
    await house.setUp();
    const timed = async (email: string): Promise<{ text: string; ms: number }> => {
      const started = performance.now();
      const text = await (await signIn(house.browser(), email, 'not the right words')).text();
      return { text, ms: performance.now() - started };
    };
    await timed('warm@example.com');
    expect(await refusal(await signIn(house.browser(), 'ada@example.com', 'x'.repeat(900)))).toBe('401 sign-in-failed');
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const [right, wrong] = [await timed('ada@example.com'), await timed(`nobody${round}@example.com`)];
      expect(wrong.text).toBe(right.text);
      known.push(right.ms);
      unknown.push(wrong.ms);
    }
    const median = (values: number[]): number => values.sort((a, b) => a - b)[3] ?? 0;
    // without the hash for an unknown address it would be about a twentieth
    expect(median(unknown) / median(known)).toBeGreaterThan(0.4);
    expect(median(unknown) / median(known)).toBeLessThan(2.5);
  });

  test('guessing is stopped, also many at once, also with the right password, and for unknown addresses alike', async () => {
    await house.setUp();
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      const tries = await Promise.all(
        Array.from({ length: 30 }, () => signIn(house.browser(), email, 'wrong words here')),
      );
      const codes = await Promise.all(tries.map(refusal));
      expect(codes.filter((one) => one === '401 sign-in-failed')).toHaveLength(10);
      expect(codes.filter((one) => one === '429 too-many-attempts')).toHaveLength(20);
      expect(await refusal(await signIn(house.browser(), email))).toBe('429 too-many-attempts');
    }
  });

  test('what it left behind in the store and the log holds no password, code or key', async () => {
    const browser = await house.setUp();
    const { key } = await house.key('view');
    const { recoveryCodes } = await switchOn(browser);
    const link = await answered<{ path: string }>(
      await house.local.ask('makePasswordLink', { params: { member: 'ada@example.com' } }),
      201,
    );
    const tables = [
      'users',
      'sessions',
      'accounts',
      'two_factors',
      'links',
      'api_keys',
      'audit',
      'invitations',
    ] as const;
    const rows = await Promise.all(tables.map((table) => house.control.selectFrom(table).selectAll().execute()));
    const written = JSON.stringify(rows) + house.logged.join('');
    expect(written).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const secret of [PASSWORD, key, key.slice(-30), link.path.split('#')[1] ?? '', ...recoveryCodes]) {
      expect(written).not.toContain(secret);
    }
  });
});

describe('the second factor', () => {
  test('is asked for after the password; a code counts once, also at once from two browsers', async () => {
    const browser = await house.setUp();
    const { uri, code } = await switchOn(browser);
    expect(await answered(await browser.ask('showMe'))).toMatchObject({ twoFactor: true });
    const [one, two] = [house.browser(), house.browser()];
    for (const each of [one, two]) {
      expect(await answered(await signIn(each, 'ada@example.com'))).toEqual({ state: 'code-wanted' });
      expect(await refusal(await each.ask('showMe'))).toBe('401 not-signed-in');
    }
    const used = await refusal(await one.ask('confirmSignIn', { body: { code } }));
    expect(used).toBe('401 wrong-code'); // it switched the factor on
    await answered(await signIn(one, 'ada@example.com'));
    const body = { code: totp(uri, 1) };
    const both = await Promise.all([one, two].map((each) => each.ask('confirmSignIn', { body })));
    expect(statusesOf(both)).toEqual([200, 401]);
    const sessions = await house.control.selectFrom('sessions').selectAll().execute();
    expect(sessions).toHaveLength(2);
  });

  test('a recovery code opens once; wrong codes end the attempt; without the first step nothing opens', async () => {
    const browser = await house.setUp();
    const { recoveryCodes, uri } = await switchOn(browser);
    const [recoveryCode = ''] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    expect(await refusal(await house.browser().ask('confirmSignIn', { body: { code: totp(uri) } }))).toBe(
      '401 wrong-code',
    );
    expect(await refusal(await house.browser().ask('confirmSignIn', { body: {} }))).toBe('400 invalid-request');
    const again = house.browser();
    await answered(await signIn(again, 'ada@example.com'));
    await answered(await again.ask('confirmSignIn', { body: { recoveryCode } }));
    expect(await answered(await again.ask('showMe'))).toMatchObject({ email: 'ada@example.com' });
    const late = house.browser();
    await answered(await signIn(late, 'ada@example.com'));
    expect(await refusal(await late.ask('confirmSignIn', { body: { recoveryCode } }))).toBe('401 wrong-code');
    for (let guess = 0; guess < 4; guess += 1) {
      expect(await refusal(await late.ask('confirmSignIn', { body: { code: '000000' } }))).toBe('401 wrong-code');
    }
    expect(await refusal(await late.ask('confirmSignIn', { body: { code: totp(uri, 1) } }))).toBe(
      '429 too-many-attempts',
    );
  });

  test('asks for the password to begin and to end; ends with it', async () => {
    const browser = await house.setUp();
    const wrong = { body: { password: 'not my password' } };
    expect(await refusal(await browser.ask('beginTwoFactor', wrong))).toBe('403 wrong-password');
    expect(await refusal(await browser.ask('endTwoFactor', wrong))).toBe('409 two-factor-off');
    expect(await refusal(await browser.ask('confirmTwoFactor', { body: { code: '123456' } }))).toBe(
      '409 two-factor-off',
    );
    await switchOn(browser);
    expect(await refusal(await browser.ask('beginTwoFactor', { body: { password: PASSWORD } }))).toBe(
      '409 two-factor-on',
    );
    expect(await refusal(await browser.ask('endTwoFactor', wrong))).toBe('403 wrong-password');
    await answered(await browser.ask('endTwoFactor', { body: { password: PASSWORD } }));
    expect(await answered(await signIn(house.browser(), 'ada@example.com'))).toEqual({ state: 'signed-in' });
  });

  test('a new password by link does not pass it by; only the command line removes it', async () => {
    const browser = await house.setUp();
    await switchOn(browser);
    const params = { member: 'ada@example.com' };
    const refused = await browser.ask('makePasswordLink', { params, body: { removesTwoFactor: true } });
    expect(await refusal(refused)).toBe('403 not-allowed');
    const code = async (wish: Wish): Promise<string> =>
      (
        await answered<{ path: string }>(await house.local.ask('makePasswordLink', { params, ...wish }), 201)
      ).path.split('#')[1] ?? '';
    const password = 'nine rivers meet there';
    const body = { code: await code({}), password };
    await answered(await house.browser().ask('resetPassword', { body }));
    expect(await refusal(await browser.ask('showMe'))).toBe('401 not-signed-in');
    expect(await refusal(await house.browser().ask('resetPassword', { body }))).toBe('404 link-invalid');
    expect(await answered(await signIn(house.browser(), 'ada@example.com', password))).toEqual({
      state: 'code-wanted',
    });
    await code({ body: { removesTwoFactor: true } });
    expect(await answered(await signIn(house.browser(), 'ada@example.com', password))).toEqual({ state: 'signed-in' });
  });
});

describe('members', () => {
  test('a change of role or removal ends sessions and keys at once', async () => {
    await house.setUp();
    const admin = await house.member('bo@example.com', 'admin');
    const { key } = await answered<{ key: string }>(
      await admin.ask('makeApiKey', { body: { name: 'mine', scope: 'admin' } }),
      201,
    );
    const bot = program(house.api, key);
    expect((await bot.ask('listMembers')).status).toBe(200);
    const params = { member: 'bo@example.com' };
    await answered(await house.local.ask('changeMember', { params, body: { role: 'editor' } }));
    expect(await refusal(await admin.ask('showMe'))).toBe('401 not-signed-in');
    expect(await refusal(await bot.ask('listMembers'))).toBe('401 wrong-key');
    await answered(await signIn(admin, 'bo@example.com'));
    expect(await refusal(await admin.ask('listMembers'))).toBe('403 not-allowed');
    await answered(await house.local.ask('removeMember', { params }));
    expect(await refusal(await admin.ask('showMe'))).toBe('401 not-signed-in');
    expect(await refusal(await signIn(admin, 'bo@example.com'))).toBe('401 sign-in-failed');
  });

  test('nobody rises above themselves or acts on someone who is not below', async () => {
    const ada = await house.setUp();
    const admin = await house.member('bo@example.com', 'admin');
    await house.member('cy@example.com', 'admin');
    const on = (member: string, body: unknown): Promise<Response> =>
      admin.ask('changeMember', { params: { member }, body });
    const invited = await admin.ask('inviteMember', { body: { email: 'x@example.com', role: 'owner' } });
    expect(await refusal(invited)).toBe('403 not-allowed');
    for (const member of ['ada@example.com', 'bo@example.com', 'cy@example.com']) {
      expect(await refusal(await on(member, { role: 'viewer' }))).toBe('403 not-allowed');
      expect(await refusal(await admin.ask('removeMember', { params: { member } }))).toBe('403 not-allowed');
      expect(await refusal(await admin.ask('makePasswordLink', { params: { member } }))).toBe('403 not-allowed');
    }
    const self = { params: { member: 'ada@example.com' } };
    expect(await refusal(await ada.ask('changeMember', { ...self, body: { role: 'admin' } }))).toBe('409 last-owner');
    expect(await refusal(await ada.ask('removeMember', self))).toBe('409 last-owner');
    expect(await refusal(await ada.ask('changeMember', { ...self, body: { hidesMoney: true } }))).toBe(
      '403 not-allowed',
    );
    const again = await ada.ask('inviteMember', { body: { email: 'BO@example.com', role: 'viewer' } });
    expect(await refusal(again)).toBe('409 already-member');
  });

  test('an invitation is for one person, once, and can be taken back', async () => {
    const ada = await house.setUp();
    const invite = async (email: string): Promise<{ code: string; id: string }> => {
      const asked = await ada.ask('inviteMember', { body: { email, role: 'editor' } });
      const { link, invitation } = await answered<{ link: { path: string }; invitation: { id: string } }>(asked, 201);
      return { code: link.path.split('#')[1] ?? '', id: invitation.id };
    };
    const first = await invite('bo@example.com');
    const guest = house.browser();
    expect(await answered(await guest.ask('showInvitation', { body: { code: first.code } }))).toEqual({
      ...{ email: 'bo@example.com', role: 'editor', workspace: 'Shop', workspaceId: 'main', hasAccount: false },
    });
    const body = { code: first.code, name: 'Bo', password: PASSWORD };
    const both = await Promise.all([guest, house.browser()].map((one) => one.ask('acceptInvitation', { body })));
    expect(statusesOf(both)).toEqual([200, 404]);
    const second = await invite('cy@example.com');
    await answered(await ada.ask('withdrawInvitation', { params: { invitation: second.id } }));
    const late = await guest.ask('acceptInvitation', { body: { ...body, code: second.code } });
    expect(await refusal(late)).toBe('404 link-invalid');
  });
});

test('a changed password ends the other sessions and wants the old one', async () => {
  const [here, there] = [await house.setUp(), house.browser()];
  await answered(await signIn(there, 'ada@example.com'));
  const change = (present: string, wanted: string): Promise<Response> =>
    here.ask('changePassword', { body: { present, wanted } });
  expect(await refusal(await change('not my password', 'nine rivers meet there'))).toBe('403 wrong-password');
  expect(await refusal(await change(PASSWORD, 'passwordpassword'))).toBe('422 weak-password');
  expect(await refusal(await change(PASSWORD, 'short'))).toBe('422 weak-password');
  await answered(await change(PASSWORD, 'nine rivers meet there'));
  expect((await here.ask('showMe')).status).toBe(200);
  expect(await refusal(await there.ask('showMe'))).toBe('401 not-signed-in');
  expect(await refusal(await signIn(there, 'ada@example.com'))).toBe('401 sign-in-failed');
});

test('sessions are listed and ended by their owner alone', async () => {
  const [ada, other] = [await house.setUp(), house.browser()];
  const bo = await house.member('bo@example.com', 'owner');
  await answered(await signIn(other, 'ada@example.com'));
  const list = async (): Promise<{ id: string; isCurrent: boolean }[]> =>
    (await answered<{ sessions: { id: string; isCurrent: boolean }[] }>(await ada.ask('listSessions'))).sessions;
  const [theirs] = (await list()).filter((one) => !one.isCurrent);
  expect(await list()).toHaveLength(2);
  const params = { session: theirs?.id ?? '' };
  expect(await refusal(await bo.ask('revokeSession', { params }))).toBe('404 unknown-session');
  await answered(await ada.ask('revokeSession', { params }));
  expect(await refusal(await other.ask('showMe'))).toBe('401 not-signed-in');
  await answered(await signIn(other, 'ada@example.com'));
  expect(await answered(await ada.ask('revokeOtherSessions'))).toEqual({ revoked: 1 });
  expect(await list()).toMatchObject([{ isCurrent: true }]);
  expect((await bo.ask('showMe')).status).toBe(200);
});

test('the audit tells who did what, and an edit or a gap shows', async () => {
  const ada = await house.setUp();
  await signIn(house.browser(), 'ada@example.com', 'wrong words here');
  await house.key('edit');
  await house.local.ask('exportEntries', { query: '?format=csv' });
  const asked = await answered<{ entries: { action: string; actor: string }[]; firstBroken: number | null }>(
    await ada.ask('listAudit'),
  );
  expect(asked.firstBroken).toBeNull();
  expect(asked.entries.map(({ action, actor }) => [action, actor]).reverse()).toEqual([
    ['setup', 'ada@example.com'],
    ['sign-in', 'ada@example.com'],
    ['sign-in-failed', 'ada@example.com'],
    ['api-key-made', 'command line'],
    ['entries-exported', 'command line'],
  ]);
  await expect(house.control.updateTable('audit').set({ actor: 'x' }).execute()).rejects.toThrow('append-only');
  await expect(house.control.deleteFrom('audit').execute()).rejects.toThrow('append-only');
  const { sql } = await import('kysely');
  await sql`drop trigger audit_is_never_changed`.execute(house.control);
  await sql`drop trigger audit_is_never_cut`.execute(house.control);
  await house.control.updateTable('audit').set({ what: '{"at":"x"}' }).where('audit_seq', '=', 3).execute();
  expect(await answered(await ada.ask('listAudit'))).toMatchObject({ firstBroken: 3 });
  await house.control.deleteFrom('audit').where('audit_seq', '=', 3).execute();
  expect(await answered(await ada.ask('listAudit'))).toMatchObject({ firstBroken: 4 });
});

test('after the master key was lost people sign in again, once the command line has said so', async () => {
  const ada = await house.setUp();
  await switchOn(ada);
  const [{ dataFolder: folder }, inFolder] = [house.services, 'master-keys.json'];
  rmSync(join(folder, inFolder));
  const { keyIdsOf, KeyRingDoor, LazySecrets } = await import('../control/index.ts');
  const { Access } = await import('../access/index.ts');
  const { createApi } = await import('./app.ts');
  const secrets = new LazySecrets(
    house.control,
    new KeyRingDoor(folder, () => keyIdsOf(house.control)),
    house.redactor,
    null,
  );
  const { log } = house.services;
  const access = new Access({ control: house.control, secrets, clock: () => new Date(), log, origin: undefined });
  const api = createApi({ ...house.services, access }, KEY); // as after a new start
  const browser = new Browser(api);
  expect(await refusal(await signIn(browser, 'ada@example.com'))).toBe('503 master-key-missing');
  expect(await refusal(await ada.ask('renewSignInSecret'))).toBe('403 not-allowed');
  await answered(await program(api, KEY).ask('renewSignInSecret'));
  expect(await answered(await signIn(browser, 'ada@example.com'))).toEqual({ state: 'signed-in' });
  expect(await answered(await browser.ask('showMe'))).toMatchObject({ twoFactor: false });
});

test('every route of accounts answers what its contract says', async () => {
  const called = new Set<string>();
  const network = vi.spyOn(globalThis, 'fetch');
  const ada = await house.setUp();
  const call = async (
    name: RouteName,
    wish: Wish = {},
    by: { ask: Browser['ask'] } = ada,
  ): Promise<Record<string, unknown>> => {
    called.add(name);
    const route: Route = contract[name];
    const body = await answered<Record<string, unknown>>(await by.ask(name, wish), route.answer.status);
    if (route.answer.kind === 'json') expect(body).toEqual(route.answer.schema.parse(body));
    return body;
  };
  called.add('setUp');
  await call('showSetup');
  await call('showMe');
  const invited = await call('inviteMember', { body: { email: 'bo@example.com', role: 'viewer', hidesMoney: true } });
  const code = (invited['link'] as { path: string }).path.split('#')[1];
  const bo = house.browser();
  await call('showInvitation', { body: { code } }, bo);
  await call('acceptInvitation', { body: { code, name: 'Bo', password: PASSWORD } }, bo);
  const open = await call('inviteMember', { body: { email: 'cy@example.com', role: 'viewer' } });
  await call('listMembers');
  await call('withdrawInvitation', { params: { invitation: (open['invitation'] as { id: string }).id } });
  const member = { member: 'bo@example.com' };
  expect(await call('changeMember', { params: member, body: { role: 'editor' } })).toMatchObject({ hidesMoney: true });
  const link = await call('makePasswordLink', { params: member });
  await call('resetPassword', { body: { code: String(link['path']).split('#')[1], password: PASSWORD } }, bo);
  await call('signIn', { body: { email: 'bo@example.com', password: PASSWORD } }, bo);
  await call('removeMember', { params: member });
  const made = await call('makeApiKey', { body: { name: 'sheet', scope: 'view', expiresAt: '2099-01-01T00:00:00Z' } });
  await call('listApiKeys');
  await call('revokeApiKey', { params: { key: (made['apiKey'] as { id: string }).id } });
  await call('changePassword', { body: { present: PASSWORD, wanted: PASSWORD } });
  const { uri } = await call('beginTwoFactor', { body: { password: PASSWORD } });
  await call('confirmTwoFactor', { body: { code: totp(String(uri)) } });
  await signIn(bo, 'ada@example.com');
  await call('confirmSignIn', { body: { code: totp(String(uri), 1) } }, bo);
  const { sessions } = await call('listSessions');
  const other = (sessions as { id: string; isCurrent: boolean }[]).find((one) => !one.isCurrent);
  await call('revokeSession', { params: { session: other?.id ?? '' } });
  await call('changeMe', { body: { mailsDrops: false } });
  await call('revokeOtherSessions');
  await call('endTwoFactor', { body: { password: PASSWORD } });
  await call('listAudit', { query: '?limit=3&before=5' });
  await call('signOut');
  await call('renewSignInSecret', {}, house.local);
  expect(called).toEqual(new Set(Object.keys(accessRoutes)));
  expect(network).not.toHaveBeenCalled(); // nothing of it asks anyone outside
  network.mockRestore();
});
