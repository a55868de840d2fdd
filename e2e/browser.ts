/** What browser tests share: a browser, a page that notes every fault, and the look for barriers. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The parts of playwright-core that the tests use. It is installed in this folder only, so its types are not at hand. */
export interface Locator {
  click(options?: {
    readonly button?: 'left' | 'middle' | 'right';
    readonly modifiers?: readonly ('Control' | 'Shift')[];
    readonly noWaitAfter?: boolean;
  }): Promise<void>;
  tap(options?: { readonly noWaitAfter?: boolean }): Promise<void>;
  focus(): Promise<void>;
  fill(text: string): Promise<void>;
  waitFor(options?: { readonly timeout?: number; readonly state?: 'visible' | 'hidden' }): Promise<void>;
  count(): Promise<number>;
  textContent(): Promise<string | null>;
  first(): Locator;
  nth(place: number): Locator;
  locator(selector: string): Locator;
  getByText(text: string | RegExp): Locator;
  getAttribute(name: string): Promise<string | null>;
  scrollIntoViewIfNeeded(): Promise<void>;
  allTextContents(): Promise<string[]>;
  press(keys: string): Promise<void>;
  isVisible(): Promise<boolean>;
}

/** A file that the page handed over. */
export interface Download {
  suggestedFilename(): string;
  path(): Promise<string>;
}

export interface Page {
  goto(
    url: string,
    options?: { readonly waitUntil?: 'load' | 'networkidle' | 'commit'; readonly referer?: string },
  ): Promise<unknown>;
  getByLabel(text: string | RegExp, options?: { readonly exact?: boolean }): Locator;
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  getByText(text: string | RegExp): Locator;
  locator(selector: string): Locator;
  /** An expression, given as text. */
  goBack(): Promise<unknown>;
  goForward(): Promise<unknown>;
  waitForEvent(event: 'download'): Promise<Download>;
  url(): string;
  waitForURL(url: RegExp): Promise<void>;
  waitForLoadState(state: 'networkidle'): Promise<void>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  emulateMedia(media: { readonly colorScheme?: 'light' | 'dark' }): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  on(
    event: 'console',
    listener: (message: { type(): string; text(): string; location(): { url: string } }) => void,
  ): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  on(event: 'response', listener: (response: { url(): string; text(): Promise<string> }) => void): void;
  waitForTimeout(timeoutMs: number): Promise<void>;
  addInitScript(code: string): Promise<void>;
  readonly keyboard: { press(keys: string): Promise<void>; type(text: string): Promise<void> };
  close(): Promise<void>;
}

/** The browser's own tools, by the DevTools protocol. */
export interface DevTools {
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface BrowserContext {
  newCDPSession(page: Page): Promise<DevTools>;
  addCookies(
    cookies: readonly { readonly name: string; readonly value: string; readonly url: string }[],
  ): Promise<void>;
  setDefaultTimeout(timeoutMs: number): void;
  newPage(): Promise<Page>;
  /** Those that are open. */
  pages(): Page[];
  addInitScript(code: string): Promise<void>;
  setOffline(isOffline: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Browser {
  newContext(options: Readonly<Record<string, unknown>>): Promise<BrowserContext>;
  close(): Promise<void>;
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Notes what must not happen on any page: errors on the console, and requests to anyone but the program. */
export function watch(page: Page, own: string): { readonly faults: string[] } {
  const faults: string[] = [];
  page.on('console', (message) => {
    // the browser notes the answer that nobody is signed in, which is how the app learns it
    if (message.location().url === `${own}/api/v1/me`) return;
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${own}/`) && !url.startsWith('data:')) faults.push(`request: ${url}`);
  });
  return { faults };
}

/** Its text, put into a page once: a page that navigates by itself keeps it. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Styles are not fetched a second time, and what passes is not written down: half of the time. */
const LOOK = "axe.run(document, { preload: false, resultTypes: ['violations'] })";

/** What axe finds serious or critical on the page, one line each. The app has no frames, so nothing hides from it. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  // a theme or a width that has just changed is painted first
  await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(true))))');
  await page.evaluate(`typeof axe === 'undefined' && void (() => {${axe}})()`);
  const { violations } = (await page.evaluate(LOOK)) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    );
}

/** Counts what a page has asked for and not got yet; `show` waits for it. */
const COUNT_REQUESTS = `
window.waitingFor = 0;
const ask = window.fetch;
window.fetch = async (...request) => {
  window.waitingFor += 1;
  try { return await ask(...request); } finally { setTimeout(() => { window.waitingFor -= 1; }, 0); }
};`;

/** Has every page of the context count its requests: `show` needs it. */
export function countRequests(context: BrowserContext): Promise<void> {
  return context.addInitScript(COUNT_REQUESTS);
}

const LONGEST_WAIT_MS = 20_000;

/** Until an expression, given as text, is true in the page. Not by a function of the page's own: its policy allows none. */
export async function until(page: Page, expression: string): Promise<void> {
  await page.evaluate(`new Promise((resolve, reject) => {
    const end = Date.now() + ${LONGEST_WAIT_MS};
    const holds = () => ${expression};
    const look = () => {
      if (holds()) resolve(true);
      else if (Date.now() > end) reject(new Error(${JSON.stringify(`It never came true: ${expression}`)}));
      else setTimeout(look, 20);
    };
    look();
  })`);
}

/** A screen is there once the router has come to it and it has been quiet for a moment: nothing is asked for, and no place is kept for what is to come. */
const SETTLED = `(() => {
  const { state, latestLocation } = __TSR_ROUTER__;
  const isThere = state.status === 'idle' && state.resolvedLocation?.href === latestLocation.href;
  const isQuiet = isThere && window.waitingFor === 0 && document.querySelector('main') !== null && document.querySelector('.breathe') === null;
  window.quietLooks = isQuiet ? (window.quietLooks ?? 0) + 1 : 0;
  return window.quietLooks > 4;
})()`;

/**
 * Shows a screen of the app, by its own router where one is open: a document that is loaded anew costs a second. It is there
 * when its answers are.
 */
export async function show(page: Page, url: string): Promise<void> {
  const { origin, pathname, search } = new URL(url);
  const isOpen = page.url().startsWith(`${origin}/`);
  if (!isOpen) await page.goto(url);
  else {
    await page.evaluate(`(() => {
      window.quietLooks = 0;
      __TSR_ROUTER__.history.push(${JSON.stringify(pathname + search)});
    })()`);
  }
  await until(page, SETTLED);
}
