/** A line of the ledger for tests of the API: sales 79.9000, commission 3.9950. */
import type { FactsStore } from '../../src/facts/index.ts';

/** One posted line, as a run would leave it. */
export async function postLine(facts: FactsStore, advertiser = 'Example, Inc.'): Promise<void> {
  await facts.exclusive(async (writer) => {
    await writer.run(
      `insert into entries values (4, 1, 'testnet:files:1', 'counted', 'sales', 4, '3358', {advertiser:String}, '1', 'A', null, null,
       'post', null, '2026-03-10', '09:08:07', null, null, 'USD', 79.9, 3.995, 1, 'approved', null, null, null)`,
      { advertiser },
    );
    await writer.run(`insert into posted_runs values (1, 'run-1', '2026-03-12 10:00:00')`);
  });
}
