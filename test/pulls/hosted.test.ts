/** Pulls of a hosted workspace: a trial that is over pauses the schedule, a plan brings everything that was missed. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAccounts } from '../../src/control/index.ts';
import { Account } from './account.ts';

test('the schedule skips a workspace whose trial is over, also after a restart; with a plan it catches up', async () => {
  const account = await Account.open({ isHosted: true });
  const { accounts, close } = openAccounts(join(account.folder, 'data', 'accounts.db'));
  const set = (values: { readonly trial_ends_at?: string; readonly plan_id?: string | null }): Promise<unknown> =>
    accounts.updateTable('workspaces').set(values).where('workspace_id', '=', 'main').execute();
  try {
    const connection = await account.connect({ requestsPerMinute: 600 });
    await account.importHistory(connection);
    await set({ trial_ends_at: new Date(account.server.now().getTime() + 48 * 3_600_000).toISOString() });
    account.pass(24);
    expect(await account.tick()).toMatchObject([{ state: 'posted' }]);
    account.pass(24 * 20);
    const asked = account.server.requests.length;
    expect(await account.tick()).toEqual([]);
    await account.restart();
    await account.imports.startSchedule();
    expect(account.server.requests.length).toBe(asked);
    expect((await account.imports.runs(10)).every(({ state }) => state === 'posted')).toBe(true);
    await set({ plan_id: 'small' });
    const [caughtUp] = await account.tick();
    expect(caughtUp?.state).toBe('posted');
    expect(await account.held()).toEqual(account.truth());
  } finally {
    await close();
    await account.leave();
  }
});
