/** Several workspaces in one installation: who is in which, and what one of them does not do to another. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  answered,
  type Browser,
  type House,
  openHouse,
  PASSWORD,
  program,
  refusal,
  type Wish,
} from '../../test/access/house.ts';

let house: House;
let ada: Browser;
let eve: Browser;
/** Eve's workspace. */
let other: string;
beforeEach(async () => {
  house = await openHouse();
  ada = await house.setUp();
  const made = await house.another('Other', 'eve@example.com');
  [eve, other] = [made.owner, made.id];
});
afterEach(() => house.close());

const inOther = (wish: Wish = {}): Wish => ({ ...wish, query: `?workspace=${other}` });
const codeOf = (invited: { readonly link: { readonly path: string } }): string => invited.link.path.split('#')[1] ?? '';
const invite = async (email: string, role: string, by: Browser, wish: Wish = {}): Promise<string> => {
  const made = await by.ask('inviteMember', { ...wish, body: { email, role } });
  return codeOf(await answered<{ link: { path: string } }>(made, 201));
};
const me = async (by: Browser, wish: Wish = {}): Promise<unknown> => answered(await by.ask('showMe', wish));

/** Brings someone with an account of `main` into the other workspace too. */
async function joined(role: string): Promise<Browser> {
  const bo = await house.member('bo@example.com', 'admin');
  const code = await invite('bo@example.com', role, eve);
  await answered(await bo.ask('acceptInvitation', { body: { code } }));
  return bo;
}

test('a person is in the one they joined first, unless they name another of theirs', async () => {
  const bo = await joined('viewer');
  expect(await me(bo)).toMatchObject({ role: 'admin', workspace: { id: 'main', name: 'Shop' }, workspaces: 2 });
  expect(await me(bo, inOther())).toMatchObject({ role: 'viewer', workspace: { id: other, name: 'Other' } });
  expect(await refusal(await bo.ask('listMembers', inOther()))).toBe('403 not-allowed');
  expect(await refusal(await ada.ask('showMe', inOther()))).toBe('404 unknown-workspace');
  expect(await refusal(await ada.ask('showMe', { query: '?workspace=nowhere' }))).toBe('404 unknown-workspace');
  expect(await refusal(await bo.ask('showMe', { query: `?workspace=main&workspace=${other}` }))).toBe(
    '400 invalid-request',
  );
  expect(await answered(await bo.ask('listWorkspaces'))).toMatchObject({
    workspaces: [
      { id: 'main', role: 'admin' },
      { id: other, role: 'viewer' },
    ],
  });
});

test('the command line names one by id or by a name that only one has', async () => {
  const named = (workspace: string): Promise<Response> =>
    house.local.ask('showMe', { query: `?workspace=${workspace}` });
  expect(await answered(await named('Other'))).toMatchObject({ workspace: { id: other }, workspaces: 2 });
  const twin = await answered<{ id: string }>(
    await house.local.ask('createWorkspace', { body: { name: 'Other' } }),
    201,
  );
  expect(await refusal(await named('Other'))).toBe('400 workspace-wanted');
  const remove = { params: { workspace: twin.id }, body: { name: 'Other' } };
  await answered(await house.local.ask('deleteWorkspace', remove));
  await answered(await ada.ask('deleteWorkspace', { params: { workspace: 'main' }, body: { name: 'Shop' } }));
  expect(await answered(await house.local.ask('showMe'))).toMatchObject({ workspace: { id: other } });
});

test('a key opens its own workspace only, whoever names another', async () => {
  const made = await eve.ask('makeApiKey', { body: { name: 'of eve', scope: 'view' } });
  const { key } = await answered<{ key: string }>(made, 201);
  const caller = program(house.api, key);
  expect(await answered(await caller.ask('showMe'))).toMatchObject({ workspace: { id: other }, workspaces: 1 });
  expect((await caller.ask('showMe', inOther())).status).toBe(200);
  expect(await refusal(await caller.ask('showMe', { query: '?workspace=main' }))).toBe('404 unknown-workspace');
  await answered(await eve.ask('deleteWorkspace', { params: { workspace: other }, body: { name: 'Other' } }));
  expect(await refusal(await caller.ask('showMe'))).toBe('401 wrong-key');
});

describe('an invited person who has an account', () => {
  test('accepts with its password, and makes no second one', async () => {
    await house.member('bo@example.com', 'viewer');
    const code = await invite('bo@example.com', 'editor', eve);
    const guest = house.browser();
    expect(await answered(await guest.ask('showInvitation', { body: { code } }))).toMatchObject({ hasAccount: true });
    const wrong = { code, name: 'Someone', password: 'another password here' };
    expect(await refusal(await guest.ask('acceptInvitation', { body: wrong }))).toBe('401 sign-in-failed');
    expect(await answered(await guest.ask('acceptInvitation', { body: { code, password: PASSWORD } }))).toEqual({
      state: 'signed-in',
    });
    expect(await me(guest, inOther())).toMatchObject({ role: 'editor', workspaces: 2 });
    const users = house.control.selectFrom('users').select('id').where('email', '=', 'bo@example.com');
    expect(await users.execute()).toHaveLength(1);
  });

  test('is invited without a word of their account, and nobody else can accept', async () => {
    const code = await invite('ada@example.com', 'viewer', eve);
    const others = await eve.ask('acceptInvitation', { body: { code } });
    expect(await refusal(others)).toBe('400 invalid-request'); // signed in as another: the password is asked for
    expect(await refusal(await eve.ask('inviteMember', { body: { email: 'ada@example.com', role: 'viewer' } }))).toBe(
      '409 already-member', // for the open invitation, as for an address without an account
    );
  });
});

test('removed from one workspace, a member stays signed in to the other and keeps their account', async () => {
  const bo = await joined('editor');
  await answered(await eve.ask('removeMember', { params: { member: 'bo@example.com' } }));
  expect(await me(bo)).toMatchObject({ workspace: { id: 'main' }, workspaces: 1 });
  expect(await refusal(await bo.ask('showMe', inOther()))).toBe('404 unknown-workspace');
  await answered(await ada.ask('removeMember', { params: { member: 'bo@example.com' } }));
  expect(await refusal(await bo.ask('showMe'))).toBe('401 not-signed-in');
  const users = house.control.selectFrom('users').select('id').where('email', '=', 'bo@example.com');
  expect(await users.execute()).toEqual([]);
});

test('no administrator of one workspace comes into another by a link for a password', async () => {
  await house.member('cy@example.com', 'viewer');
  const early = await ada.ask('makePasswordLink', { params: { member: 'cy@example.com' }, body: {} });
  const link = await answered<{ path: string }>(early, 201);
  const code = await invite('cy@example.com', 'owner', eve);
  await answered(await house.browser().ask('acceptInvitation', { body: { code, password: PASSWORD } }));
  const late = await ada.ask('makePasswordLink', { params: { member: 'cy@example.com' }, body: {} });
  expect(await refusal(late)).toBe('403 not-allowed');
  const reset = { code: link.path.split('#')[1], password: 'nine rivers meet there' };
  expect(await refusal(await house.browser().ask('resetPassword', { body: reset }))).toBe('404 link-invalid');
});

test('an owner reads the audit of their workspace and of its members, and of nobody else', async () => {
  await house.browser().ask('signIn', { body: { email: 'eve@example.com', password: 'wrong words here' } });
  await house.browser().ask('signIn', { body: { email: 'ada@example.com', password: 'wrong words here' } });
  await answered(await ada.ask('makeApiKey', { body: { name: 'of ada', scope: 'view' } }), 201);
  const read = async (by: Browser): Promise<string> => JSON.stringify(await answered(await by.ask('listAudit')));
  const [hers, theirs] = [await read(eve), await read(ada)];
  expect(hers).toContain('eve@example.com');
  expect(hers).not.toContain('ada@example.com');
  expect(theirs).toContain('api-key-made');
  expect(theirs).not.toContain('eve@example.com');
  expect([hers, theirs].map((one) => one.includes('"firstBroken":null'))).toEqual([true, true]);
  const { sql } = await import('kysely');
  await sql`drop trigger audit_is_never_changed`.execute(house.control);
  await house.control.updateTable('audit').set({ workspace_id: other }).where('action', '=', 'api-key-made').execute();
  expect(await read(ada)).not.toContain('"firstBroken":null'); // moved to another workspace, it shows
});

describe('workspaces', () => {
  test('are made by owners, who own them', async () => {
    const bo = await house.member('bo@example.com', 'admin');
    expect(await refusal(await bo.ask('createWorkspace', { body: { name: 'Mine' } }))).toBe('403 not-allowed');
    const made = await answered<{ id: string }>(await ada.ask('createWorkspace', { body: { name: 'Third' } }), 201);
    expect(await me(ada, { query: `?workspace=${made.id}` })).toMatchObject({ role: 'owner', workspaces: 2 });
    expect(await refusal(await eve.ask('rotateKeys'))).toBe('403 not-allowed'); // the key is of all of them
  });

  test('are removed by name, never the last one', async () => {
    const remove = (by: Browser, workspace: string, name: string) =>
      by.ask('deleteWorkspace', { params: { workspace }, body: { name } });
    expect(await refusal(await remove(eve, other, 'Shop'))).toBe('400 name-not-repeated');
    expect(await answered(await remove(eve, other, 'Other'))).toEqual({ deleted: other });
    expect(await refusal(await eve.ask('showMe'))).toBe('401 not-signed-in');
    expect(await refusal(await remove(ada, 'main', 'Shop'))).toBe('409 last-workspace');
  });
});
