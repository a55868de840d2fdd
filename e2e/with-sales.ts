/** A program with two months of simulated sales, its owner, and other people: what tests of the daily screens begin with. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from './browser.ts';
import { type Program, startProgram } from './start-program.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The world ends here, long before any clock that tests run by. */
const NOW = '2026-03-01T06:00:00Z';
const REPORTS = /^(signature-orders|individual-item|non-commissionable-sales)-report_network-1_/;
const PASSWORD = 'seven quiet rivers meet';
const LONGEST_WAIT_MS = 15_000;

function tributary(...args: readonly string[]): void {
  execFileSync(process.execPath, [join(root, 'bin', 'tributary.js'), ...args], { cwd: root, stdio: 'pipe' });
}

/** Starts it; `close` ends it. */
export async function startWithSales(): Promise<Program> {
  const files = mkdtempSync(join(tmpdir(), 'tributary-e2e-files-'));
  tributary('sandbox', '--files', files, '--months', '2', '--orders-per-day', '3', '--now', NOW);
  const program = await startProgram();
  const paths = readdirSync(files).filter((name) => REPORTS.test(name));
  const reports = paths.map((name) => join(files, name));
  tributary('import', '--data', program.folder, '--network', 'rakuten', '--country', 'US', ...reports);
  rmSync(files, { recursive: true, force: true });
  return program;
}

interface Answer {
  readonly json: unknown;
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

/** A change as the page of the program would send it; with the key of the program where nobody is signed in for it. */
async function post({ url, key }: Program, path: string, body: unknown, hasKey: boolean): Promise<Answer> {
  const own = { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' };
  const headers = hasKey ? { ...own, authorization: `Bearer ${key}` } : own;
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((cookie) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    return [name, value] as const;
  });
  return { json: await response.json(), cookies };
}

/** A person's browser. */
export interface Visitor {
  readonly context: BrowserContext;
  /** As a header, for asking the API as they do. */
  readonly cookie: string;
}

async function visitorOf(browser: Browser, { url }: Program, { cookies }: Answer): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 860 },
  });
  context.setDefaultTimeout(LONGEST_WAIT_MS);
  const kept = cookies.filter(([, value]) => value !== '');
  await context.addCookies(kept.map(([name, value]) => ({ name, value, url })));
  return { context, cookie: kept.map((one) => one.join('=')).join('; ') };
}

/** The owner, by the set-up link. */
export async function ownerOf(browser: Browser, program: Program): Promise<Visitor> {
  const code = program.setupLink?.split('#')[1];
  const body = { code, name: 'Ada Owner', email: 'ada@example.org', password: PASSWORD, workspace: 'The Daily Find' };
  return visitorOf(browser, program, await post(program, '/api/v1/setup', body, false));
}

/** A viewer, by invitation. */
export async function viewerOf(
  browser: Browser,
  program: Program,
  name: string,
  hidesMoney: boolean,
): Promise<Visitor> {
  const wish = { email: `${name}@example.org`, role: 'viewer', hidesMoney };
  const { json } = await post(program, '/api/v1/invitations', wish, true);
  const { link } = json as { readonly link: { readonly path: string } }; // by the contract of the route
  const body = { code: link.path.split('#')[1], name, password: PASSWORD };
  return visitorOf(browser, program, await post(program, '/api/v1/invitation/acceptance', body, false));
}

/** Every address of the app that can be named, from its table of routes; parameters by their names. */
export function addressesOf(parameters: Readonly<Record<string, string>>): readonly string[] {
  const text = readFileSync(join(root, 'web', 'src', 'router.tsx'), 'utf8');
  const routes = new Map<string, { readonly parent: string; readonly path: string }>();
  const form = /const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*(?:path|id): '([^']+)'/g;
  for (const [, name = '', parent = '', path = ''] of text.matchAll(form)) routes.set(name, { parent, path });
  const whole = (name: string): string => {
    const route = routes.get(name);
    if (route === undefined) return '';
    return whole(route.parent) + (route.path.startsWith('/') ? route.path.replace(/\/$/, '') : '');
  };
  const filled = [...routes.keys()].map((name) =>
    whole(name).replaceAll(/\$(\w+)/g, (all, key: string) => parameters[key] ?? all),
  );
  return [...new Set(filled)].filter((path) => path !== '' && !path.includes('$')).sort();
}
