/** Demos through the API: who is let in, whose they are, and that they count for nothing but themselves. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered, type Asker, type House, openHouse, refusal } from '../../test/access/house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

interface Demo {
  readonly state: 'preparing' | 'ready';
  readonly workspace: string | null;
  readonly step?: string;
}

/** Asks until it is ready, as the page does. */
async function ready(ask: () => Promise<Response>): Promise<string> {
  for (let turn = 0; turn < 200; turn += 1) {
    const { workspace } = await answered<Demo>(await ask());
    if (workspace !== null) return workspace;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it was never ready');
}

async function setupCode(): Promise<string> {
  return (await house.services.access.invitations.setupLink())?.path.split('#')[1] ?? '';
}

const createDemo = (asker: Asker): Promise<string> => ready(() => asker.ask('createDemo'));

test('the set-up link lets its holder look around, and stays valid', async () => {
  const [code, visitor] = [await setupCode(), house.browser()];
  expect(await refusal(await visitor.ask('openDemo', { body: {} }))).toBe('404 link-invalid');
  expect(await refusal(await visitor.ask('openDemo', { body: { code: 'x'.repeat(43) } }))).toBe('404 link-invalid');
  const first = await answered<Demo>(await visitor.ask('openDemo', { body: { code } }));
  expect(first).toMatchObject({ state: 'preparing', step: 'network', done: 0, total: 0 });
  const demo = await ready(() => visitor.ask('openDemo', { body: { code } }));
  expect(await answered(await visitor.ask('showMe'))).toMatchObject({ kind: 'guest', workspace: { id: demo } });
  const cookie = [...visitor.cookies.values()];
  await ready(() => visitor.ask('openDemo', { body: { code } }));
  expect([...visitor.cookies.values()]).toEqual(cookie); // the session that there is goes on
  const body = { code, name: 'Ada', email: 'ada@example.com', password: 'seven rivers meet here', workspace: 'Shop' };
  await answered(await visitor.ask('setUp', { body }));
  expect(await answered(await visitor.ask('showMe'))).toMatchObject({
    kind: 'session',
    workspace: { id: 'main', kind: 'real' },
    workspaces: 1,
  });
  expect(await refusal(await house.browser().ask('openDemo', { body: { code } }))).toBe('404 link-invalid');
});

test('an owner has one demo: what guests of this machine saw, or a new one; a click removes it', async () => {
  const [code, visitor] = [await setupCode(), house.browser()];
  const seen = await ready(() => visitor.ask('openDemo', { body: { code } }));
  const owner = await house.setUp();
  expect(await createDemo(owner)).toBe(seen);
  expect(await createDemo(owner)).toBe(seen);
  const { workspaces } = await answered<{ workspaces: unknown[] }>(await owner.ask('listWorkspaces'));
  expect(workspaces).toMatchObject([
    { id: 'main', kind: 'real', role: 'owner' },
    { id: seen, kind: 'demo', role: 'owner' },
  ]);
  expect(await refusal(await visitor.ask('showMe'))).toBe('401 not-signed-in');
  const params = { workspace: seen };
  await answered(await owner.ask('deleteWorkspace', { params, body: { name: 'Demo' } }));
  expect(await answered(await owner.ask('showMe'))).toMatchObject({ workspaces: 1 });
  expect(await createDemo(owner)).not.toBe(seen);
});

test('a demo is nobody’s first workspace, and no rule counts it', async () => {
  const ada = await house.setUp();
  const { id: other, owner } = await house.another('Other', 'eve@example.com');
  const demo = await createDemo(owner);
  // the oldest by far: still not the first
  await house.control.updateTable('workspaces').set({ created_at: '2020-01-01' }).where('kind', '=', 'demo').execute();
  await house.control
    .updateTable('members')
    .set({ created_at: '2020-01-01' })
    .where('workspace_id', '=', demo)
    .execute();
  expect(await answered(await owner.ask('showMe'))).toMatchObject({ workspace: { id: other } });
  expect(await answered(await house.local.ask('showMe'))).toMatchObject({ workspace: { id: 'main' } });
  const query = `?workspace=${demo}`;
  expect(await refusal(await owner.ask('showNewsletter', { query }))).toBe('403 not-allowed');
  expect((await ada.ask('showNewsletter')).status).toBe(200);
  await answered(await ada.ask('deleteWorkspace', { params: { workspace: 'main' }, body: { name: 'Shop' } }));
  // its owner's own is the only one now: a demo beside it changes nothing
  expect(await answered(await house.local.ask('showMe'))).toMatchObject({ workspace: { id: other } });
  expect((await owner.ask('showNewsletter', { query: `?workspace=${other}` })).status).toBe(200);
  expect((await owner.ask('rotateKeys', { query: `?workspace=${other}` })).status).toBe(200);
  expect(await refusal(await owner.ask('rotateKeys', { query }))).toBe('403 not-allowed');
  const gone = { params: { workspace: other }, body: { name: 'Other' } };
  expect(await refusal(await owner.ask('deleteWorkspace', gone))).toBe('409 last-workspace');
});

test('who owns nothing makes none, and a program is no person', async () => {
  await house.setUp();
  const viewer = await house.member('viewer@example.com', 'viewer');
  expect(await refusal(await viewer.ask('createDemo'))).toBe('403 not-allowed');
  expect(await refusal(await house.local.ask('createDemo'))).toBe('403 session-wanted');
  const { browser } = await house.guest();
  expect(await refusal(await browser.ask('createDemo'))).toBe('403 not-allowed');
});
