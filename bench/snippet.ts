/**
 * What the browser script costs a page with 2,000 links, half of them a network's, on a main thread slowed down four times:
 * everything that its files spend, and one click, as ratios to the same page without it. `npm run bench -- snippet`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as finding from '../e2e/find-browser.mjs';
import { openSnippetWorld } from '../e2e/snippet-world.ts';

const SLOWER = 4;
const ROUNDS = 5;

/** The parts of playwright that only this needs. */
interface Session {
  send(method: string, parameters?: object): Promise<{ metrics: { name: string; value: number }[] }>;
}
interface BenchContext {
  newCDPSession(page: unknown): Promise<Session>;
}

const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;

const world = await openSnippetWorld();
// not bundled: it looks for the browser beside itself
const finder = pathToFileURL(join(import.meta.dirname, '..', 'e2e', 'find-browser.mjs')).href;
const { openBrowser } = (await import(finder)) as typeof finding;
const { browser, why } = await openBrowser(world.resolverRules);
if (browser === null) throw new Error(why);

interface Cost {
  readonly scriptMs: number;
  readonly taskMs: number;
  readonly clickMs: number;
}

/** Milliseconds of the main thread for the page's first three seconds, and for one click. */
async function cost(isWith: boolean): Promise<Cost> {
  if (browser === null) throw new Error(why);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await (context as unknown as BenchContext).newCDPSession(page); // playwright has it, its types are not at hand
  await session.send('Performance.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(`http://site.example/many.html${isWith ? '' : '?bare'}`);
  await page.waitForTimeout(3000);
  const { metrics } = await session.send('Performance.getMetrics');
  const seconds = (name: string): number =>
    (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1000;
  // each click after the one before is over: until then the link has its id
  const clickMs = await page.evaluate(`(async () => {
    document.addEventListener('click', (event) => event.preventDefault());
    let spent = 0;
    for (let n = 0; n < 20; n++) {
      const began = performance.now();
      document.querySelectorAll('#list a')[1001].click();
      spent += performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return spent / 20;
  })()`);
  await context.close();
  return { scriptMs: seconds('ScriptDuration'), taskMs: seconds('TaskDuration'), clickMs: Number(clickMs) };
}

try {
  const runs: { bare: Cost; whole: Cost }[] = [];
  for (let round = 0; round < ROUNDS; round++) runs.push({ bare: await cost(false), whole: await cost(true) });
  const figure = (pick: (cost: Cost) => number): string => {
    const bare = median(runs.map((run) => pick(run.bare)));
    const whole = median(runs.map((run) => pick(run.whole)));
    return `${whole.toFixed(1).padStart(7)} ms with, ${bare.toFixed(1).padStart(7)} without: + ${(whole - bare).toFixed(1)} ms, ${(whole / bare).toFixed(2)} times`;
  };
  process.stdout.write(`2,000 links, main thread ${SLOWER} times slower, median of ${ROUNDS}\n`);
  process.stdout.write(`scripts in 3 s  ${figure((one) => one.scriptMs)}\n`);
  process.stdout.write(`all work in 3 s ${figure((one) => one.taskMs)}\n`);
  process.stdout.write(`one click       ${figure((one) => one.clickMs)}\n`);
  process.stdout.write(`${readFileSync(join(import.meta.dirname, '..', 'dist', 'snippet', 'snippet.json'), 'utf8')}\n`);
} finally {
  await browser.close();
  await world.close();
}
