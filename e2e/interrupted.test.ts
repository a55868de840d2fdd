/** An import that is left, reloaded and killed in the middle goes on where it was, and gives the truth once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillCredentials, LONGEST_PULL_MS, openStage, type Stage, startImport } from './connect-stage.ts';
import { openBrowser } from './find-browser.mjs';
import { startProgram } from './start-program.mjs';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

/** One a second: 9 requests take long enough to be interrupted in the middle, twice. */
const PACE = '60';

describe.skipIf(browser === null)('an interrupted import', () => {
  let stage: Stage;
  beforeAll(async () => {
    if (browser !== null) stage = await openStage(browser, { seed: 'interrupted', days: 70 });
  });
  afterAll(async () => {
    await stage?.close();
    await browser?.close();
  });

  const asked = (): number => stage.network.requests.filter((one) => one.report !== null).length;

  test('goes on after a reload, and after the program was killed and started again', async () => {
    const { page, button, seen } = stage;
    await fillCredentials(stage, PACE);
    await button('Save and test connection').click();
    await startImport(stage, '3');
    const before = asked();
    await expect.poll(() => asked() - before, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    // the network holds its next answer: the middle lasts as long as a busy machine needs for the reload and the kill
    stage.network.faults.next('slow', { ms: LONGEST_PULL_MS });
    await page.reload();
    await page.getByText(/asking the network|waits for its turn/i).waitFor();

    const { program } = stage;
    await program.kill();
    stage.network.faults.clear();
    const atDeath = asked() - before;
    expect(atDeath).toBeLessThan(9);
    stage.program = await startProgram(['--port', new URL(program.url).port], { folder: program.folder });
    stage.faults.length = 0; // while it was dead the browser could not reach it, and noted that
    await page.reload();
    await seen(button('See what was found'));
    await seen(page.getByText(/Everything that the network gave is here/));
    // what had been answered before was not asked for again: at most the request that was under way
    expect(asked() - before).toBeLessThanOrEqual(10);
    expect(await stage.ledger()).toEqual([]);

    await button('See what was found').click();
    await seen(button(/^Upload [\d,]+ sales/));
    await button(/^Upload [\d,]+ sales/).click();
    await seen(page.getByText('Your sales are in the ledger'));
    expect(await stage.ledger()).toEqual(stage.truth());
    expect(stage.faults).toEqual([]);
  }, 240_000);
});
