// node scripts/doc-screens.mjs [NAME …]: takes the pictures of docs/screens/ again, of a simulated publisher: every screen,
// light and dark, at 1280 and 390 px. With names only those. --to FOLDER writes elsewhere; --full keeps every colour and
// the whole height, for looking closely.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../e2e/find-browser.mjs';
import { fail, root, say, setUp } from './setup.mjs';
import { send, startShownPublisher } from './shown-publisher.mjs';

const LARGEST = 60_000;
const LARGEST_FOLDER = 6_500_000;
/** Width and height, and how many dots a pixel has. */
const FORMS = [
  [1280, 860, 1],
  [390, 844, 1.5],
];
const LONGEST_WAIT_MS = 20_000;
/** Where its reports come from, for the eye: the token is one of the simulated network. */
const RAKUTEN = 'https://ran-reporting.rakutenmarketing.com';
const PERIOD = 'period=91d&into=USD';
/** A picture that is too large is taken with fewer colours. */
const COLOURS = [64, 48, 32, 24, 16];

const click = (role, name) => async (page) => page.getByRole(role, { name }).first().click();
const onPhone = (page) => page.viewportSize().width < 640;

/** What is shown: an address, and what is done there before the picture. `who` none: nobody is signed in. */
const SCREENS = ({ posted, connection, report }) => [
  { name: 'overview', path: `/overview?${PERIOD}` },
  {
    name: 'overview-filtered',
    path: `/overview?period=month&into=USD&cmp=year&f=${encodeURIComponent('country:is:GB')}`,
  },
  { name: 'transactions', path: `/transactions?${PERIOD}` },
  { name: 'orders', path: `/transactions?${PERIOD}&group=order` },
  { name: 'transaction', path: `/transactions?${PERIOD}`, act: openFirstLine },
  { name: 'calendar', path: `/overview?${PERIOD}`, act: (page) => page.keyboard.press('c') },
  { name: 'compare', path: `/overview?${PERIOD}`, act: openCompare },
  { name: 'search', path: `/overview?${PERIOD}`, act: (page) => page.keyboard.press('/') },
  { name: 'notes', path: `/overview?${PERIOD}`, act: click('button', 'Notes on these days') },
  { name: 'connections', path: '/connections' },
  { name: 'connection', path: `/connections/${connection}` },
  { name: 'connect-network', path: '/connections/new' },
  {
    name: 'connect',
    path: '/connections/new?network=rakuten&step=credentials',
    act: async (page) => {
      await page.getByLabel('Report URL or token').fill(report);
      await page.getByText(/^Token found/).waitFor();
      await page.getByLabel('Site ID').fill('1234567');
    },
  },
  { name: 'runs', path: '/runs' },
  { name: 'run', path: `/runs/${posted}` },
  { name: 'settings-account', path: '/settings/account' },
  { name: 'settings-reporting', path: '/settings/reporting' },
  { name: 'settings-workspace', path: '/settings/workspace' },
  { name: 'settings-members', path: '/settings/members' },
  { name: 'settings-api-keys', path: '/settings/api-keys' },
  { name: 'settings-audit', path: '/settings/audit' },
  { name: 'sign-in', path: '/sign-in', who: 'none' },
  { name: 'forgot-password', path: '/forgot-password', who: 'none' },
  { name: 'home', path: '/', who: 'none' },
  { name: 'features', path: '/features', who: 'none' },
  { name: 'integrations', path: '/integrations', who: 'none' },
  { name: 'integration', path: '/integrations/rakuten', who: 'none' },
];

/** What readers did, in the demo: it has sites, readers and clicks beside its sales. */
const TRACKING_SCREENS = ({ demo, page, site, line, subId }) => {
  const at = (path, more = {}) => `${path}?${new URLSearchParams({ ws: demo, period: '30d', ...more })}`;
  return [
    { name: 'overview-tracking', path: at('/overview') },
    { name: 'pages', path: at('/pages') },
    { name: 'page', path: at('/page', { page }) },
    { name: 'links', path: at('/links') },
    { name: 'placements', path: at('/links', { of: 'placement' }) },
    { name: 'clicks', path: at('/clicks') },
    { name: 'sources', path: at('/sources') },
    { name: 'quality', path: at('/quality') },
    { name: 'sub-ids', path: at('/quality', { of: 'coverage' }) },
    { name: 'live', path: at('/live') },
    { name: 'sites', path: at('/sites') },
    { name: 'site', path: at(`/sites/${site}`) },
    { name: 'why-page', path: at('/transactions', { line }), act: showWhy },
    {
      name: 'label-rule',
      path: at('/quality', { of: 'rules' }),
      act: async (tab) => {
        await tab.getByRole('button', { name: 'Make a rule' }).first().click();
        await tab.getByLabel('Text', { exact: true }).fill(subId);
        await tab.getByLabel('Page', { exact: true }).fill(`https://${page}`);
        await tab.getByText(/sub-ids? (is|are) like that/).waitFor();
      },
    },
  ];
};

async function showWhy(page) {
  const part = page.locator('[role=dialog] section:has(h3:text-is("Why this page?"))');
  await part.locator('ol li').first().waitFor();
  await part.scrollIntoViewIfNeeded();
}

/** Makes the owner's demo, and finds what its pictures show: its best page, a site, a line whose click is known, a sub-id. */
async function openDemo({ program, cookies }) {
  const headers = { cookie: cookies.map((pair) => pair.join('=')).join('; ') };
  let made = { state: 'preparing' };
  while (made.state === 'preparing') {
    made = await (await send(program, 'POST', '/api/v1/demo/workspace', undefined, headers)).json();
    if (made.state === 'preparing') await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const demo = made.workspace;
  const get = async (path, query = {}) => {
    const asked = new URLSearchParams({ ...query, workspace: demo });
    const response = await fetch(`${program.url}/api/v1${path}?${asked}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const [{ rows: pages }, { sites }, { rows: known }, { rows: unknown }] = await Promise.all([
    get('/reports/earners', { by: 'page', limit: 5 }),
    get('/sites'),
    get('/reports/transactions', { limit: 1, f: 'method:is:click-id' }),
    get('/reports/sub-ids', { by: 'subId', kind: 'unmatched', limit: 1 }),
  ]);
  const page = pages.find(({ key }) => key !== '(none)')?.key;
  if (page === undefined || sites.length === 0) {
    say('The demo has no readers: no pictures of what they did.');
    return null;
  }
  return { demo, page, site: sites[0].id, line: known[0]?.id ?? '', subId: unknown[0]?.key ?? 'newsletter' };
}

/** While a pull waits for its upload. */
const WAITING_SCREENS = (waiting) => [
  { name: 'run-preview', path: `/runs/${waiting}` },
  { name: 'connections-waiting', path: '/connections' },
];

async function openFirstLine(page) {
  if (onPhone(page)) await page.locator('main ul[aria-label=Transactions] button').first().click();
  else await page.locator('main tbody tr').nth(2).locator('td').nth(3).click();
}

async function openCompare(page) {
  const name = onPhone(page) ? 'Comparison, currency and views' : /^vs |^Compare$/;
  await page.getByRole('button', { name }).first().click();
}

/** Notes, a saved view and a second member, so that no screen is as empty as on the first day. */
async function furnish({ program, cookies }) {
  const headers = { cookie: cookies.map((pair) => pair.join('=')).join('; ') };
  const dayBefore = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  for (const [days, text] of [
    [12, 'Autumn gift guide sent'],
    [45, 'New theme live'],
  ])
    await send(program, 'POST', '/api/v1/annotations', { day: dayBefore(days), text }, headers);
  await send(
    program,
    'POST',
    '/api/v1/invitations',
    { email: 'ben@example.org', role: 'editor', hidesMoney: false },
    headers,
  );
  const get = async (path) => (await fetch(program.url + path, { headers })).json();
  const { runs } = await get('/api/v1/runs');
  const { connections } = await get('/api/v1/connections');
  return { posted: runs.find(({ state }) => state === 'posted').id, connection: connections[0].id };
}

/** Fewer colours make a third of the file; without pngquant it stays as it is. */
function shrink(path) {
  for (const colours of COLOURS) {
    if (statSync(path).size <= LARGEST && colours !== COLOURS[0]) return;
    const done = spawnSync('pngquant', [
      String(colours),
      '--nofs',
      '--speed',
      '1',
      '--strip',
      '--force',
      '--output',
      path,
      path,
    ]);
    if (done.error !== undefined) return;
  }
}

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string' }, full: { type: 'boolean', default: false } },
});
const target = values.to ?? join(root, 'docs', 'screens');
/** They replace the old ones when all are there: the program is built with those in between. */
const folder = mkdtempSync(join(tmpdir(), 'tributary-screens-'));
await setUp('full');
const { browser, why } = await openBrowser();
if (browser === null) fail(`No pictures: ${why}.`);
const settings = { TRIBUTARY_PUBLIC_PAGES: 'on', TRIBUTARY_CONTACT: 'hello@tributary.example' };
const isWanted = ({ name }) => names.length === 0 || names.includes(name);
const isOfDemo = TRACKING_SCREENS({ demo: '' }).some(isWanted);
const ofPublisher = [...SCREENS({}), ...WAITING_SCREENS('')].filter(isWanted);
// pictures of the demo alone need no other sales
const size = ofPublisher.length > 0 ? {} : { months: 1, ordersPerDay: 1 };
const shown = await startShownPublisher({ settings, ...size });
let faults = 0;
const complain = (text) => {
  faults += 1;
  say(text);
};

async function take(context, { name, path, act }, suffix) {
  const page = await context.newPage();
  page.on('pageerror', (error) => complain(`${name}${suffix}: ${error.message}`));
  try {
    await page.goto(shown.program.url + path, { waitUntil: 'networkidle' });
    await act?.(page);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(250);
    const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    if (wide > 0) complain(`${name}${suffix} is ${wide} px too wide`);
    const file = join(folder, `${name}${suffix}.png`);
    await page.screenshot({ path: file, fullPage: values.full && act === undefined });
    if (!values.full) shrink(file);
    if (!values.full && statSync(file).size > LARGEST) complain(`${file} is larger than ${LARGEST} bytes`);
  } catch (error) {
    complain(`${name}${suffix}: ${error.message}`);
  } finally {
    await page.close();
  }
}

async function takeAll(screens) {
  if (screens.length === 0) return;
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height, deviceScaleFactor] of FORMS) {
      for (const who of ['owner', 'none']) {
        const wanted = screens.filter((one) => (one.who ?? 'owner') === who);
        if (wanted.length === 0) continue;
        const context = await browser.newContext({
          colorScheme,
          locale: 'en-US',
          viewport: { width, height },
          deviceScaleFactor,
          reducedMotion: 'reduce',
        });
        context.setDefaultTimeout(LONGEST_WAIT_MS);
        if (who === 'owner')
          await context.addCookies(shown.cookies.map(([name, value]) => ({ name, value, url: shown.program.url })));
        for (const screen of wanted) await take(context, screen, `-${colorScheme}-${width}`);
        await context.close();
      }
      say(`${colorScheme}, ${width} px: taken`);
    }
  }
}

try {
  const report = shown.network.report.replace(/^http:..[^/]+/, RAKUTEN);
  await takeAll(SCREENS({ ...(await furnish(shown)), report }).filter(isWanted));
  const some = isOfDemo ? await openDemo(shown) : null;
  if (some !== null) await takeAll(TRACKING_SCREENS(some).filter(isWanted));
  const later = WAITING_SCREENS('').filter(isWanted).length > 0 ? WAITING_SCREENS(shown.wait()) : [];
  await takeAll(later.filter(isWanted));
} finally {
  await browser.close();
  await shown.close();
}
if (names.length === 0) rmSync(target, { recursive: true, force: true });
cpSync(folder, target, { recursive: true });
rmSync(folder, { recursive: true });
const sizes = readdirSync(target).map((name) => statSync(join(target, name)).size);
const bytes = sizes.reduce((sum, size) => sum + size, 0);
say(`${target}: ${sizes.length} pictures, ${Math.round(bytes / 1000)} kB`);
if (!values.full && bytes > LARGEST_FOLDER) complain(`That is more than ${LARGEST_FOLDER / 1_000_000} MB.`);
process.exitCode = faults === 0 ? 0 : 1;
