/** The browser script in a real browser: what it counts, what it changes, and that nothing of it is ever felt. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NamedEvent } from '../src/collect/index.ts';
import { statedFacts } from '../src/collect/page-facts.ts';
import { parseClickId } from '../src/core/index.ts';
import type { Browser, BrowserContext, Page } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Mood, openSnippetWorld, type SnippetWorld } from './snippet-world.ts';

const LINK =
  'http://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=3358&murl=https%3A%2F%2Fshop.example%2Fa%20b%3Fc%3D1';
const SITE = 'http://site.example';
/** How a link is followed: the browser's event, whether the reader caused it, whether a key was held. `w`: the page opens a window. */
const WAYS = {
  c: ['click', true, false],
  t: ['click', true, true],
  m: ['auxclick', true, false],
  o: ['contextmenu', true, false],
  w: undefined,
  s: ['click', false, false],
} as const;
const PLACEMENT = 'main>article.review';
type Way = keyof typeof WAYS;

const world: SnippetWorld = await openSnippetWorld();
const { browser, why } = await openBrowser(world.resolverRules, ['--disable-back-forward-cache']);
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

/** Waits until something is there, or gives what there is. */
async function until(isThere: () => boolean, timeoutMs = 5000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isThere() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type EventOf<Kind extends NamedEvent['kind']> = Extract<NamedEvent, { kind: Kind }>;
const ofKind =
  <Kind extends NamedEvent['kind']>(kind: Kind) =>
  (): EventOf<Kind>[] =>
    world.events.filter((event): event is EventOf<Kind> => event.kind === kind);
const pageviews = ofKind('pageview');
const impressions = ofKind('impressions');
const clicks = ofKind('click');
/** When an event's id was made, by the clock of its page: the one of this machine. */
const timeOf = (event: NamedEvent | undefined): number => Number.parseInt((event?.id ?? '').slice(1, 9), 36);
/** The id that a click wrote into its link. */
const clickIdOf = (click: EventOf<'click'> | undefined) => (click?.isTagged === true ? click.id : undefined);

describe.skipIf(browser === null)('the browser script', () => {
  let context: BrowserContext;
  let page: Page;
  /** What the script must never cause. What the browser itself notes of a request that failed is kept apart. */
  let faults: string[];
  let browserNotes: string[];
  /** Pages stay open for one test more, so that what they send too late is seen. */
  let before: Page[] = [];

  beforeAll(async () => {
    context = await (browser as Browser).newContext({ viewport: { width: 900, height: 700 }, hasTouch: true });
    context.setDefaultTimeout(10_000);
  });
  beforeEach(async () => {
    world.begin();
    for (const one of before) await one.close();
    before = context.pages();
    page = await context.newPage();
    const [ownFaults, ownNotes]: [string[], string[]] = [[], []];
    [faults, browserNotes] = [ownFaults, ownNotes];
    page.on('pageerror', (error) => ownFaults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      const isOfBrowser = /^Failed to load resource|Content Security Policy/.test(message.text());
      (isOfBrowser ? ownNotes : ownFaults).push(`${message.type()}: ${message.text()}`);
    });
  });
  afterEach(() => expect(world.invalid).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await world.close();
    expect(world.late).toEqual([]);
  });

  /** Opens a fixture and waits for its pageview, so that only what follows is looked at. */
  async function open(name: string): Promise<void> {
    await page.goto(`${SITE}/${name}`);
    await until(() => pageviews().length > 0);
  }
  /** Nothing more may come of these pages; `hasLists`: nor lists of links that were seen. */
  const seal = (hasLists = false) => world.seal(expect.getState().currentTestName ?? '', hasLists);
  const link = () => page.locator('#link');
  /** A click that may take the page away. */
  const clickLink = (options: Parameters<ReturnType<typeof link>['click']>[0] = {}) =>
    link().click({ ...options, noWaitAfter: true });

  /** One event, one landing, the same intact id in both; the event has the link as the page wrote it. */
  async function expectOneClick(way: Way, isCancelled = false): Promise<EventOf<'click'>> {
    await until(() => clicks().length > 0 && world.landings.length > 0);
    seal();
    expect(clicks()).toHaveLength(1);
    expect(world.landings).toEqual([expect.stringContaining('u1=')]);
    const [click] = clicks();
    if (click === undefined) throw new Error('no click');
    const landed = new URL(world.landings[0] ?? '').searchParams;
    expect(parseClickId(clickIdOf(click) ?? '', Date.now())).toEqual({ kind: 'intact', id: click.id });
    expect(landed.get('u1')).toBe(click.id);
    expect(landed.get('murl')).toBe('https://shop.example/a b?c=1');
    expect(click).toMatchObject({ siteKey: 'test-key', href: new URL(LINK), network: 'rakuten' });
    expect(click.way).toEqual(WAYS[way]);
    expect(click.isCancelled ?? false).toBe(isCancelled);
    expect(faults).toEqual([]);
    expect(browserNotes).toEqual([]);
    return click;
  }

  describe('follows', () => {
    const ways: readonly (readonly [string, string, Way, () => Promise<unknown>])[] = [
      ['a click', 'plain', 'c', () => clickLink()],
      ['the middle button', 'plain', 'm', () => clickLink({ button: 'middle' })],
      ['a click with ctrl', 'plain', 't', () => clickLink({ modifiers: ['Control'] })],
      ['a click with shift', 'plain', 't', () => clickLink({ modifiers: ['Shift'] })],
      ['a tap', 'plain', 'c', () => link().tap({ noWaitAfter: true })],
      [
        'Enter',
        'plain',
        'c',
        async () => {
          await link().focus();
          await page.keyboard.press('Enter');
        },
      ],
      ['a click under a strict policy', 'strict-csp', 'c', () => clickLink()],
      ['a link that opens a tab', 'new-tab', 'c', () => clickLink()],
      ['a click on what is inside a link', 'nested', 'c', () => clickLink()],
      ['a link in an open shadow root', 'shadow', 'c', () => clickLink()],
      ['a link whose page stops the event', 'stop-propagation', 'c', () => clickLink()],
      ['the middle button, stopped', 'stop-propagation', 'm', () => clickLink({ button: 'middle' })],
      ['a link that was added later', 'added-later', 'c', () => clickLink()],
      ['a click by a script', 'script-click', 's', () => page.locator('#button').click({ noWaitAfter: true })],
      ['window.open', 'window-open', 'w', () => clickLink()],
    ];
    test.each(ways)('%s', async (_, fixture, way, act) => {
      await open(`${fixture}.html`);
      await act();
      const click = await expectOneClick(way);
      expect(click.viewId).toBe(pageviews()[0]?.viewId);
      expect(click.page.href).toBe(`${SITE}/${fixture}.html`);
    });
    test('a click that the page cancels, to open the link itself', async () => {
      await open('window-open-of-link.html');
      await clickLink();
      await expectOneClick('c');
    });
    test('the context menu: the link has the id while the menu is made, and not after it', async () => {
      await open('plain.html');
      await page.evaluate("addEventListener('contextmenu', (event) => (window.inMenu = event.target.href))");
      await link().click({ button: 'right' });
      await until(() => clicks().length > 0);
      const [click] = clicks();
      expect(click).toMatchObject({ way: WAYS.o, href: new URL(LINK) });
      expect(await page.evaluate('window.inMenu')).toContain(`u1=${clickIdOf(click)}&`);
      expect(await link().getAttribute('href')).toBe(LINK);
      seal();
      expect(clicks()).toHaveLength(1);
    });
  });

  test('says where the link is', async () => {
    await open('plain.html');
    await clickLink();
    expect(await expectOneClick('c')).toMatchObject({
      ...{ text: 'Buy them', heading: 'The winner', placement: PLACEMENT, position: 1 },
    });
    world.begin();
    await open('placement.html');
    await clickLink();
    expect(await expectOneClick('c')).toMatchObject({ placement: 'box "top"', heading: 'Headphones' });
  });

  test('a click that the page cancels is marked, and the link is as it was, for whoever copies it', async () => {
    await open('copy-link.html');
    await clickLink();
    await clickLink();
    await until(() => clicks().length > 1);
    seal();
    expect(clicks().map(({ isCancelled }) => isCancelled)).toEqual([true, true]);
    expect(new Set(clicks().map(clickIdOf)).size).toBe(2);
    expect(await link().getAttribute('href')).toBe(LINK);
    expect(world.landings).toEqual([]);
  });

  test('a sub-id of the publisher stays alone', async () => {
    await open('existing-sub-id.html');
    await clickLink();
    await until(() => clicks().length > 0 && world.landings.length > 0);
    seal();
    expect(world.landings).toEqual([`${LINK}&u1=my-own`]);
    expect(clicks()[0]).toMatchObject({
      ...{ href: new URL(`${LINK}&u1=my-own`), network: 'rakuten', isTagged: false },
    });
  });

  test('behind a sub-id of the publisher the id goes into the next parameter of the network', async () => {
    await open('second-sub-id.html');
    const href = await link().getAttribute('href');
    await clickLink();
    await until(() => clicks().length > 0 && world.landings.length > 0);
    seal();
    const [click] = clicks();
    expect(click).toMatchObject({ href: new URL(href ?? ''), network: 'awin', isTagged: true });
    expect(world.landings).toEqual([href?.replace('?', `?clickref2=${clickIdOf(click)}&`)]);
  });

  test('where every parameter is taken the click is counted without an id', async () => {
    await open('every-sub-id.html');
    const href = await link().getAttribute('href');
    await clickLink();
    await until(() => clicks().length > 0 && world.landings.length > 0);
    seal();
    expect(clicks()[0]).toMatchObject({ href: new URL(href ?? ''), network: 'awin', isTagged: false });
    expect(world.landings).toEqual([href]);
  });

  test('both networks of a nested link get the id, and the target stays encoded once', async () => {
    await open('nested-deep-link.html');
    await clickLink();
    await until(() => clicks().length > 0 && world.landings.length > 0);
    const { searchParams } = new URL(world.landings[0] ?? '');
    const inner = new URL(searchParams.get('ued') ?? '');
    const [click] = clicks();
    expect(click?.network).toBe('awin');
    expect([searchParams.get('clickref'), inner.searchParams.get('u1')]).toEqual([clickIdOf(click), clickIdOf(click)]);
    expect(inner.searchParams.get('murl')).toBe('https://shop.example/a b?c=1');
  });

  test("Amazon's links are counted and never changed", async () => {
    await open('amazon.html');
    await clickLink();
    await until(() => clicks().length > 0 && world.landings.length > 0);
    expect(world.landings).toEqual(['http://www.amazon.co.uk/dp/B01?tag=mine-21']);
    expect(clicks()[0]).toMatchObject({ network: 'amazon', isTagged: false });
  });

  test('what the page wants ignored is ignored', async () => {
    await open('ignored.html');
    await pause(1300);
    seal(true);
    await clickLink();
    await until(() => world.landings.length > 0);
    expect(world.landings).toEqual([LINK]);
    expect(world.events.map(({ kind }) => kind)).toEqual(['pageview']);
  });

  test("a link that is no network's is left alone, also if one is inside it: nobody knows what it does with that", async () => {
    await open('redirector.html');
    seal(true);
    const href = await link().getAttribute('href');
    await clickLink();
    await until(() => world.landings.length > 0);
    expect(world.landings).toEqual([href]);
  });

  test('the tag of another tool, which has a data-site too, is not taken for its own', async () => {
    await open('other-tag.html');
    expect(pageviews()).toMatchObject([{ siteKey: 'test-key', attributes: { site: 'test-key', author: 'Ann' } }]);
    expect(faults).toEqual([]);
  });

  test('a tab that is closed just after the click loses nothing', async () => {
    await open('plain.html');
    await page.evaluate("document.querySelector('#link').addEventListener('click', (event) => event.preventDefault())");
    await page.evaluate("document.querySelector('#link').click()");
    await page.close();
    await until(() => clicks().length > 0);
    expect(clicks()).toHaveLength(1);
  });

  describe('a pageview', () => {
    test('says what it is, and no more', async () => {
      await page.goto(`${SITE}/plain.html`);
      await page.evaluate(
        "location.href = '/article.html?utm_source=letter&gclid=secret&p=7&session=secret&ref=x#part'",
      );
      await until(() => pageviews().length > 1);
      const view = pageviews()[1];
      expect(view).toMatchObject({
        siteKey: 'test-key',
        page: new URL(`${SITE}/article.html?utm_source=letter&gclid&p=7&ref=x`),
        referrer: new URL(`${SITE}/plain.html`),
        title: 'article',
        attributes: { site: 'test-key', query: 'p|page' },
      });
      expect(statedFacts({}, view?.facts ?? '')).toEqual({
        author: 'Ada Writer',
        category: 'Café gear,Audio',
        published: '2026-11-20',
        tags: 'audio,travel',
      });
      for (const id of [view?.id, view?.viewId]) expect(id).toMatch(/^a[0-9a-z]{19}$/);
      expect(JSON.stringify(world.events)).not.toContain('secret');
      const header = world.headers[1];
      expect(header?.['content-type']).toMatch(/^text\/plain/);
      expect(header?.origin).toBe(SITE);
      expect(header?.cookie).toBeUndefined();
    });
    test('comes with every change of address, and with none that only changes the fragment', async () => {
      await open('spa.html');
      await page.locator('#same').click();
      for (const title of ['page 2', 'page 3']) {
        await page.locator('#go').click();
        await until(() => pageviews().at(-1)?.title === title);
      }
      await page.goBack();
      await until(() => pageviews().length > 3);
      const at = (path: string) => `${SITE}/spa.html${path}`;
      expect(pageviews().map(({ page: { href }, referrer }) => [href, referrer?.href])).toEqual([
        [at(''), undefined],
        [at('/2?utm_source=x'), at('')],
        [at('/3?utm_source=x'), at('/2')],
        [at('/2?utm_source=x'), at('/3')],
      ]);
      expect(new Set(pageviews().map(({ viewId }) => viewId)).size).toBe(4);
      await clickLink();
      await until(() => clicks().length > 0);
      expect(clicks()[0]?.viewId).toBe(pageviews()[3]?.viewId);
    });
    test('comes again when the page comes back out of the cache of the browser', async () => {
      await open('plain.html');
      await page.goto(`${SITE}/without.html`);
      await page.evaluate('setTimeout(() => history.back(), 50)');
      await until(() => pageviews().length > 1);
      seal();
      expect(world.pages.filter((path) => path === '/plain.html')).toHaveLength(1); // it was not loaded again
      expect(pageviews()).toHaveLength(2);
      expect(pageviews()[1]?.viewId).not.toBe(pageviews()[0]?.viewId);
    });
    test('that is prerendered counts when it is shown', async () => {
      // the browser of the tests prerenders nothing, so the page is told that it is prerendered
      await page.addInitScript("Object.defineProperty(document, 'prerendering', { get: () => !window.isShown })");
      await page.goto(`${SITE}/plain.html`);
      await pause(600);
      expect(world.events).toEqual([]);
      const shownAt = Number(await page.evaluate('(window.isShown = true) && Date.now()'));
      await until(() => pageviews().length > 0);
      seal();
      expect(pageviews()).toHaveLength(1);
      expect(timeOf(pageviews()[0])).toBeGreaterThanOrEqual(shownAt);
    });
  });

  describe('impressions', () => {
    const hide = () =>
      page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))",
      );
    test('are links that were half visible for a second, in one list', async () => {
      await open('plain.html');
      await pause(1500);
      expect(impressions()).toEqual([]);
      await hide();
      await until(() => impressions().length > 0);
      // each once, however long it is looked at
      await pause(1600);
      await hide();
      seal(true);
      expect(impressions()).toHaveLength(1);
      expect(impressions()[0]?.links).toEqual([
        { href: new URL(LINK), network: 'rakuten', placement: PLACEMENT, position: 1 },
      ]);
    });
    test('are none after less than a second', async () => {
      await open('plain.html');
      seal(true);
      await page.goto(`${SITE}/without.html`);
      expect(impressions()).toEqual([]);
    });
    test('are those on the screen only, and come also when the page is left', async () => {
      await open('many.html');
      await pause(1800);
      await page.goto(`${SITE}/without.html`);
      // several lists, and each has its own connection
      const seen = () =>
        impressions()
          .flatMap(({ links }) => links)
          .map(({ position }) => position)
          .sort((a, b) => a - b);
      const isWhole = () => seen().every((position, at) => position === at + 1);
      await until(() => seen().length > 10 && isWhole()); // lists come one by one
      seal(true);
      expect(seen().length).toBeGreaterThan(10);
      expect(seen().length).toBeLessThan(40);
      expect(isWhole()).toBe(true);
    });
  });

  describe('consent', () => {
    test('is waited for, and can be taken back', async () => {
      await page.goto(`${SITE}/consent.html`);
      await pause(700);
      await page.evaluate(
        "document.querySelector('#link').addEventListener('click', (event) => event.preventDefault())",
      );
      await clickLink();
      expect(world.events).toEqual([]);
      await page.evaluate("document.querySelector('script[data-site]').dataset.consent = 'yes'");
      await until(() => pageviews().length > 0);
      await clickLink();
      await until(() => clicks().length > 0);
      expect(world.events.map(({ kind, consent }) => [kind, consent])).toEqual([
        ['pageview', 'yes'],
        ['click', 'yes'],
      ]);
      await page.evaluate("document.querySelector('script[data-site]').dataset.consent = 'no'");
      seal(true);
      await clickLink();
    });
    test('a privacy signal: counted, no id', async () => {
      await page.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
      await open('plain.html');
      await clickLink();
      await until(() => clicks().length > 0 && world.landings.length > 0);
      expect(world.landings).toEqual([LINK]);
      seal();
      expect(clicks()[0]).toMatchObject({ gpc: true, href: new URL(LINK), isTagged: false });
    });
    test('nothing is stored', async () => {
      await open('plain.html');
      const stored = await page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]');
      expect(stored).toEqual(['', 0, 0]);
    });
  });

  describe('is never felt when', () => {
    const troubles: readonly (readonly [string, Mood, string])[] = [
      ['the collector fails', 'fails', ''],
      ['the collector hangs', 'hangs', ''],
      ['the collector breaks off', 'breaks', ''],
      ['the collector refuses', 'well', '?to=http://closed.example/c'],
      ['the collector has no name', 'well', '?to=http://nowhere.example/c'],
      ['a policy forbids the collector', 'well', '?refuse'],
    ];
    test.each(troubles)('%s', async (_, mood, query) => {
      world.begin(mood);
      await page.goto(`${SITE}/plain.html${query}`);
      // until the browser says that the pageview failed, and so the script knows it; of what hangs it says nothing
      await (mood === 'hangs' ? pause(300) : until(() => browserNotes.length > 0));
      await clickLink();
      await page.waitForURL(/linksynergy/);
      expect(world.landings).toHaveLength(1);
      expect(faults).toEqual([]);
      // one line of the browser's own for each request that failed, and nothing of the script's
      expect(browserNotes.length).toBeLessThanOrEqual(query === '?refuse' ? 4 : 2);
    });
    test('the reader is offline', async () => {
      await open('copy-link.html');
      await context.setOffline(true);
      await clickLink();
      await until(() => browserNotes.length > 0);
      await context.setOffline(false);
      expect(faults).toEqual([]);
      expect(await link().getAttribute('href')).toBe(LINK);
    });
    test('no id can be made: then the link stays as it is', async () => {
      await open('plain.html');
      await page.evaluate('crypto.getRandomValues = () => { throw new Error("no randomness"); }');
      await clickLink();
      await until(() => world.landings.length > 0);
      expect(world.landings).toEqual([LINK]);
      expect(faults).toEqual([]);
    });
    test('a link is followed: it takes no longer than without the script', async () => {
      const time = async (fixture: string): Promise<number> => {
        world.begin('hangs');
        await page.goto(`${SITE}/${fixture}`);
        await pause(150);
        const began = performance.now();
        await clickLink();
        await until(() => world.landings.length > 0);
        const taken = performance.now() - began;
        await page.waitForURL(/linksynergy/);
        return taken;
      };
      // in turns, and the quickest of five: what else the machine does only adds to it
      let [without, withScript] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let round = 0; round < 5; round++) {
        without = Math.min(without, await time('without.html'));
        withScript = Math.min(withScript, await time('plain.html'));
      }
      process.stderr.write(`to the landing: ${without.toFixed(0)} ms without, ${withScript.toFixed(0)} ms with\n`);
      expect(withScript - without).toBeLessThan(80); // less than the collector's own way there and back
    });
  });
});
