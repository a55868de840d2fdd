// node scripts/screens.mjs FOLDER [ROUTE …]: pictures of screens, light and dark, at 1280 and 390 px, for looking at.
// Starts the built program on a data folder of its own, or uses --url URL; --key KEY sends the key of server.json,
// --cookie NAME=VALUE a session. `#theme=dark` and the like are not needed: both themes are taken of every route.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../e2e/find-browser.mjs';
import { startProgram } from '../e2e/start-program.mjs';
import { fail, say, setUp } from './setup.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' }, key: { type: 'string' }, cookie: { type: 'string' }, full: { type: 'boolean' } },
});
const [folder, ...routes] = positionals;
if (folder === undefined) fail('Where to? node scripts/screens.mjs FOLDER [ROUTE …]');
if (routes.length === 0) routes.push('/overview', '/transactions', '/connections', '/runs', '/settings', '/nothing');
mkdirSync(folder, { recursive: true });
await setUp('full');
const { browser, why } = await openBrowser();
if (browser === null) fail(`No pictures: ${why}.`);
const program = values.url === undefined ? await startProgram() : null;
const url = values.url ?? program.url;
const key = values.key ?? program?.key;

try {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: width === 390 ? 844 : 860 },
        deviceScaleFactor: width === 390 ? 2 : 1,
        reducedMotion: 'reduce',
        ...(key === undefined ? {} : { extraHTTPHeaders: { authorization: `Bearer ${key}` } }),
      });
      if (values.cookie !== undefined) {
        const [name, ...value] = values.cookie.split('=');
        await context.addCookies([{ name, value: value.join('='), url }]);
      }
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && say(`console: ${message.text()}`));
      page.on('pageerror', (error) => say(`page: ${error.message}`));
      for (const route of routes) {
        await page.goto(new URL(route, url).href, { waitUntil: 'networkidle' });
        await page.waitForTimeout(250);
        const name = `${route.replaceAll(/[^\w]+/g, '-').replaceAll(/^-|-$/g, '') || 'start'}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: values.full ?? false });
        say(name);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await program?.close();
}
