// Pages benchmark: how soon a person can use a page of the built program, in a browser whose processor is slowed down
// four times, with an empty cache; next to an empty page in the same run, since machines differ and ratios travel.
// `npm run bench -- page [rounds]`. LCP, CLS and TBT are the browser's own measures.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { openBrowser } from '../e2e/find-browser.mjs';
import { READ_VITALS, watchVitals } from '../e2e/page-vitals.mjs';
import { fail, say } from '../scripts/setup.mjs';
import { startShownPublisher } from '../scripts/shown-publisher.mjs';

const SLOWER = 4;
const rounds = Number(process.argv[3] ?? 5);
/** What stands on each page when it can be used. */
const PAGES = [
  ['overview', '/overview?period=91d&into=USD', 'main [title$="click to copy"]', 'owner'],
  ['transactions', '/transactions?period=91d', 'main tbody tr[aria-rowindex]', 'owner'],
  ['sign-in', '/sign-in', 'input[type=password]', 'none'],
  ['public home', '/', 'h1', 'none'],
];

const { browser, why } = await openBrowser();
if (browser === null) fail(`Not measured: ${why}.`);
const shown = await startShownPublisher({ months: 12, settings: { TRIBUTARY_PUBLIC_PAGES: 'on' } });
const empty = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><html lang="en"><title>Empty</title><h1>Empty</h1>');
}).listen(0, '127.0.0.1');
await once(empty, 'listening');

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function load(address, figure, cookies) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 860 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(watchVitals(figure));
  const tools = await context.newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(address, { waitUntil: 'commit' });
  const vitals = await page.evaluate(READ_VITALS);
  await context.close();
  return vitals;
}

try {
  const own = shown.cookies.map(([name, value]) => ({ name, value, url: shown.program.url }));
  const { port } = empty.address();
  const pages = [
    ['empty page', `http://127.0.0.1:${port}/`, 'h1', []],
    ...PAGES.map(([name, path, figure, who]) => [name, shown.program.url + path, figure, who === 'owner' ? own : []]),
  ];
  say(`${rounds} rounds, processor ${SLOWER} times slower, cold cache; medians`);
  const measured = new Map(pages.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, address, figure, cookies] of pages) measured.get(name).push(await load(address, figure, cookies));
  }
  const emptyMs = median(measured.get('empty page').map(({ figureMs }) => figureMs));
  for (const [name, loads] of measured) {
    const of = (key) => median(loads.map((one) => one[key]));
    const cells = [
      `usable ${of('figureMs').toFixed(0)} ms`,
      `${(of('figureMs') / emptyMs).toFixed(1)} x empty`,
      `LCP ${of('largestMs').toFixed(0)} ms`,
      `CLS ${of('jumps').toFixed(3)}`,
      `TBT ${of('blockedMs').toFixed(0)} ms`,
      `JS ${(of('scriptBytes') / 1000).toFixed(1)} kB as sent`,
    ];
    say(`${name.padEnd(13)} ${cells.join(' · ')}`);
  }
} finally {
  empty.close();
  await browser.close();
  await shown.close();
}
