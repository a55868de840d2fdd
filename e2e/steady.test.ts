/** The daily screens while they load: nothing jumps, and nothing holds the page up for long. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './find-browser.mjs';
import { READ_VITALS, type Vitals, watchVitals } from './page-vitals.mjs';
import type { Program } from './start-program.mjs';
import { ownerOf, startWithSales, type Visitor } from './with-sales.ts';

const { browser, why } = await openBrowser();
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

const MOST_JUMPS = 0.1; // what browsers call good
const LONGEST_TASK_MS = 500;
/** A machine that others keep busy makes any one load slow. */
const ROUNDS = 3;
const FIGURES = {
  '/overview?period=custom&from=2026-01-05&to=2026-02-11': 'main [title$="click to copy"]',
  '/transactions?period=all': 'main tbody tr[aria-rowindex]',
} as const;

describe.skipIf(browser === null)('the daily screens while they load', () => {
  let program: Program;
  let owner: Visitor;
  beforeAll(async () => {
    if (browser === null) return;
    program = await startWithSales();
    owner = await ownerOf(browser, program);
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
  });

  for (const [path, figure] of Object.entries(FIGURES)) {
    for (const width of [1280, 390]) {
      test(`${path} at ${width} px is steady`, async () => {
        const page = await owner.context.newPage();
        await page.setViewportSize({ width, height: 844 });
        await page.addInitScript(watchVitals(width === 390 ? 'main [title]:not(tr *)' : figure));
        const loads: Vitals[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          await page.goto(program.url + path);
          loads.push((await page.evaluate(READ_VITALS)) as Vitals);
        }
        expect(Math.max(...loads.map(({ jumps }) => jumps))).toBeLessThan(MOST_JUMPS);
        expect(Math.min(...loads.map(({ longTasksMs }) => Math.max(0, ...longTasksMs)))).toBeLessThan(LONGEST_TASK_MS);
        await page.close();
      });
    }
  }
});
