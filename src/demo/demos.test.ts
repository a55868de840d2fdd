/** What becomes of demos that fail, are interrupted or grow old. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../test/server/test-services.ts';
import { TributaryError } from '../core/index.ts';
import { Demos, type DemosOptions } from './demos.ts';

const VISIT = { ipPrefix: '192.0.2.0/24', userAgent: null, cookies: null, port: null };
const DAY_MS = 86_400_000;

let folder: string;
let open: TestServices;
let cleared: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-demos-'));
  open = await openTestServices(folder);
  cleared = 0;
});
afterEach(async () => {
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

function demosWith(change: Partial<DemosOptions>): Demos {
  const { access, clock, log } = open.services;
  return new Demos({
    ...{ access, clock, log, isPublic: true, fill: () => Promise.resolve() },
    clearRemoved: () => {
      cleared += 1;
      return Promise.resolve();
    },
    ...change,
  });
}

const rows = () => open.control.selectFrom('demos').selectAll().execute();
const turn = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('one that a killed process left half made is removed at the next start', async () => {
  const { demos } = open.services.access;
  const [half, orphan] = [demos.newId(), demos.newId()];
  await demos.begin(half, null, new Date('2026-03-01T00:00:00Z'));
  await demos.begin(orphan, null, new Date('2026-03-01T00:00:00Z'));
  await demos.finish(orphan);
  await demosWith({ isPublic: false }).start();
  expect([(await rows()).map((row) => row.workspace_id), cleared]).toEqual([[orphan], 1]);
  const at = '2026-03-01T00:00:00.000Z';
  const ada = { ...{ id: 'ada', name: 'Ada', email: 'ada@example.com', emailVerified: 1, image: null } };
  await open.control
    .insertInto('users')
    .values({ ...ada, createdAt: at, updatedAt: at, twoFactorEnabled: 0 })
    .execute();
  await demosWith({ isPublic: false }).start();
  expect([await rows(), cleared]).toEqual([[], 2]); // with the set-up, guests are let in no more
  const left = open.control.selectFrom('workspaces').select('workspace_id').where('removed_at', 'is', null);
  expect(await left.execute()).toEqual([{ workspace_id: 'main' }]);
});

test('what failed is said once, leaves nothing, and can be tried again', async () => {
  let tries = 0;
  const demos = demosWith({
    fill: () => {
      tries += 1;
      const error = new TributaryError('demo-failed', 'The simulated network did not start.', {}, new Error('port'));
      return tries === 1 ? Promise.reject(error) : Promise.resolve();
    },
  });
  expect(await demos.openForGuest(undefined, VISIT)).toMatchObject({ state: 'preparing', step: 'network' });
  await turn();
  await expect(demos.openForGuest(undefined, VISIT)).rejects.toMatchObject({ code: 'demo-failed' });
  expect([await rows(), cleared]).toEqual([[], 1]);
  expect(open.logged.join('')).toContain('port');
  expect(await demos.openForGuest(undefined, VISIT)).toMatchObject({ state: 'preparing' });
  await turn();
  expect(await demos.openForGuest(undefined, VISIT)).toMatchObject({ state: 'ready' });
});

test('many who come at once wait for one and the same', async () => {
  const demos = demosWith({ fill: () => turn(30) });
  await Promise.all(Array.from({ length: 20 }, () => demos.openForGuest(undefined, VISIT)));
  expect(await rows()).toHaveLength(1);
  await turn(80);
  const states = await Promise.all(Array.from({ length: 5 }, () => demos.openForGuest(undefined, VISIT)));
  expect(new Set(states.map(({ workspace }) => workspace)).size).toBe(1);
});

test('a public demo is made anew after a day, and its guests go on in the new one', async () => {
  let now = new Date('2026-03-01T12:00:00Z');
  const former = demosWith({ clock: () => now });
  await former.start();
  await turn(50);
  const { workspace, cookies } = await former.openForGuest(undefined, VISIT);
  expect(workspace).not.toBeNull();
  await former.close();
  // the book keeps the time of the machine
  const old = new Date(Date.now() - 2 * DAY_MS).toISOString();
  await open.control.updateTable('demos').set({ ready_at: old }).execute();
  now = new Date();
  const next = demosWith({ clock: () => now });
  await next.start();
  await turn(50);
  const renewed = await rows();
  expect(renewed).toHaveLength(1);
  expect(renewed[0]?.workspace_id).not.toBe(workspace);
  const visit = { ...VISIT, cookies: (cookies[0] ?? '').split(';')[0] ?? '' };
  expect(await open.services.access.guests.find(visit)).toMatchObject({ workspaceId: renewed[0]?.workspace_id });
  await next.close();
});

test('what is under way is stopped with the program, and left for the next start', async () => {
  let stopped = false;
  const demos = demosWith({
    fill: (_id, _now, stop) =>
      new Promise((_resolve, reject) => {
        stop.addEventListener('abort', () => {
          stopped = true;
          reject(new Error('stopped'));
        });
      }),
  });
  await demos.openForGuest(undefined, VISIT);
  await turn();
  await demos.close();
  expect([stopped, (await rows()).map(({ ready_at }) => ready_at)]).toEqual([true, [null]]);
});
