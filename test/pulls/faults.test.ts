/** A year from a network that fails: whatever goes wrong, the ledger ends equal to the truth, line by line. */
import { afterEach, expect, test } from 'vitest';
import type { FaultKind } from '../../sandbox/index.ts';
import type { Connection, Run } from '../../src/imports/index.ts';
import { Account } from './account.ts';

let account: Account;
afterEach(() => account.leave());

const SEEDS = process.env['TRIBUTARY_LONG'] === '1' ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];
/**
 * Everything that can be told from a good answer, or that must not matter. Left out: rows that are doubled or left out,
 * and order ids that change, which nobody could tell from the network's own word.
 */
const KINDS: readonly FaultKind[] = [
  'slow',
  'rate-limited',
  'forbidden',
  'server-error',
  'html',
  'truncated',
  'truncated-length',
  'renamed-column',
  'extra-column',
  'reordered-columns',
  'no-bom',
  'no-thousands',
  'bad-escape',
  'stray-field',
  'summary-lines',
];

/** What a person does until the import waits for the upload: tests again after a refusal, goes on after a failure. */
async function untilPreview(connection: Connection): Promise<Run> {
  let run = await account.pull(connection, { months: 12 });
  for (let tries = 0; run.state !== 'preview'; tries += 1) {
    if (tries > 30) throw new Error(`the import is still ${run.state}: ${run.error?.message ?? ''}`);
    await testAgain(connection);
    await account.imports.resumeRun(run.id);
    run = await account.settled(run.id);
  }
  return run;
}

async function testAgain(connection: Connection): Promise<void> {
  const { id } = await account.imports.startTest(connection.id);
  while ((await account.imports.test(id)).state === 'running') await new Promise((resolve) => setTimeout(resolve, 10));
}

test.each(SEEDS)(
  '12 months with 3 % faults, seed %i',
  async (seed) => {
    account = await Account.open({
      now: '2025-12-20T10:00:00Z',
      world: { ordersPerDay: 4 },
      server: {
        faults: { probability: 0.03, seed, kinds: KINDS },
        rateLimit: { perMinute: Number.POSITIVE_INFINITY },
      },
    });
    const connection = await account.connect({ requestsPerMinute: 6000 });
    const run = await untilPreview(connection);
    await account.imports.uploadRun(run.id);
    expect((await account.settled(run.id)).state).toBe('posted');
    // a report that was refused meanwhile comes back with the next pulls, from the beginning
    for (let days = 0; days < 4; days += 1) {
      await testAgain(connection);
      account.pass(24);
      await account.tick();
    }
    account.server.faults.clear();
    await testAgain(connection);
    account.pass(24);
    await account.tick();
    expect(await account.held()).toEqual(account.truth());
    const hit = account.server.requests.filter((request) => request.faults.length > 0);
    expect(hit.length).toBeGreaterThan(0);
  },
  300_000,
);
