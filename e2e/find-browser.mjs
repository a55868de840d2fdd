// A Chromium for browser tests: $CHROMIUM_PATH, then one of the system, then the one of @sparticuz/chromium.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Nothing but what the tests ask for: no updates, no metrics, no look-ups. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-pings',
  '--metrics-recording-only',
  '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication',
];
/** No name leads anywhere. */
const NO_HOSTS = 'MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost';

/** The package of this folder, or null where it is not installed. */
async function load(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

async function executable() {
  const { CHROMIUM_PATH: chosen, PATH: path = '' } = process.env;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH names ${chosen}, which is not there.`);
    return chosen;
  }
  for (const folder of path.split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const packed = await load('@sparticuz/chromium');
  return packed === null ? null : packed.default.executablePath();
}

/**
 * A browser, or in words why there is none: then the tests that need it are skipped. `hosts`: where names lead;
 * `without`: arguments of playwright that are left out; `more`: further ones.
 */
export async function openBrowser(hosts = NO_HOSTS, without = [], more = []) {
  const playwright = await load('playwright-core');
  if (playwright === null) return { browser: null, why: 'playwright-core is not installed in e2e (npm test does it)' };
  const executablePath = await executable();
  if (executablePath === null) return { browser: null, why: 'there is no Chromium: set CHROMIUM_PATH' };
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    return {
      browser: await playwright.chromium.launch({
        executablePath,
        ignoreDefaultArgs: without,
        args: [...QUIET, `--host-resolver-rules=${hosts}`, ...asRoot, ...more],
      }),
      why: null,
    };
  } catch (error) {
    const { CHROMIUM_PATH: chosen } = process.env;
    if (chosen !== undefined && chosen !== '') throw error; // whoever names a browser wants it
    return { browser: null, why: `${executablePath} does not start: ${String(error.message).split('\n')[0]}` };
  }
}

/** True when this file is the program: says what would be used. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { browser, why } = await openBrowser();
  process.stdout.write(`${why ?? browser.version()}\n`);
  await browser?.close();
  process.exitCode = why === null ? 0 : 1;
}
