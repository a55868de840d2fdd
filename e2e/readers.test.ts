/**
 * Keeps the simulated readers honest: some of them really read pages of the simulated publisher in a browser, and the facts
 * hold of them what they hold of the events that the sandbox would have sent for them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, pageHtml, type ReaderEvent, readerEvents, requestOf } from '../sandbox/index.ts';
import { type NamedEvent, readWireEvent, takePastEvents } from '../src/collect/index.ts';
import { parseClickId } from '../src/core/index.ts';
import { type FactsStore, openDuckdb } from '../src/facts/index.ts';
import { networks } from '../src/networks/index.ts';
import type { Page } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

/** As people's browsers say it: the one of the tests calls itself headless, which is a bot's word. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const HOST = 'kitchen-notes.example';
const LINKS = networks.find(({ id }) => id === 'rakuten')?.links;
const world = createWorld({
  ...{ style: 'tidy', networks: [1], sites: 1, advertisers: 5, pagesPerSite: 8, ordersPerDay: 8 },
  ...{ startDay: '2026-05-01', endDay: '2026-05-02' },
  tracking: {
    blockedShare: 0,
    strippedShare: 0,
    lostEventShare: 0,
    otherDeviceShare: 0,
    foldingShare: 0,
    truncatingShare: 0,
  },
});
const pages = new Map(world.publisher.pages.map((page) => [page.url, page]));

/** An event, and what the collector reads of it. */
interface Said {
  readonly sent: ReaderEvent;
  readonly event: NamedEvent;
}
/** A view with its events. */
type View = readonly Said[];
interface Reading {
  readonly what: string;
  readonly views: readonly View[];
}

/** One reader of each sort whose simulated self saw all links of the page, as one with a large window does. */
function sample(siteKey: string): readonly Reading[] {
  const byView = new Map<string, Said[]>();
  const siteKeys = new Map([['site-1', siteKey]]);
  for (const one of readerEvents(world, { siteKeys })) {
    if (/bot/.test(one.browser.userAgent)) continue;
    const event = readWireEvent(JSON.stringify(one.event));
    if (event === null) throw new Error(`invalid: ${JSON.stringify(one.event)}`);
    byView.set(event.viewId, [...(byView.get(event.viewId) ?? []), { sent: one, event }]);
  }
  const all = [...byView.values()].filter((view) => {
    const seen = view.find(({ event }) => event.kind === 'impressions')?.event;
    const page = pages.get(addressOf(view));
    return seen?.kind === 'impressions' && page !== undefined && seen.links.length === page.links.length;
  });
  const taken = new Set<View>(); // nobody is two readers
  const find = (what: string, isOne: (view: View) => boolean): Reading => {
    const view = all.find((one) => !taken.has(one) && isOne(one));
    if (view === undefined) throw new Error(`the world has no reader like this: ${what}`);
    const before = all.find(
      (other) =>
        !taken.has(other) &&
        addressOf(other) === referrerOf(view) &&
        other.length === 2 &&
        !/\.example/.test(referrerOf(other)),
    );
    const views = before === undefined ? [view] : [before, view];
    for (const one of views) taken.add(one);
    return { what, views };
  };
  const hasClick = (view: View): boolean => view.some(({ event }) => event.kind === 'click');
  return [
    find('a click after a search', (view) => hasClick(view) && /google/.test(referrerOf(view))),
    find(
      'a click out of the newsletter',
      (view) => hasClick(view) && /utm_source/.test(view[0]?.event.page.search ?? ''),
    ),
    find('no click, by an assistant', (view) => !hasClick(view) && /chatgpt/.test(referrerOf(view))),
    find('a second page', (view) => hasClick(view) && referrerOf(view).includes(HOST)),
  ];
}

function addressOf([first]: View): string {
  return first?.sent.pageUrl ?? '';
}

function referrerOf([first]: View): string {
  return first?.event.kind === 'pageview' ? (first.event.referrer?.href ?? '') : '';
}

let siteKey = '';
let scriptUrl = '';
const internet = createServer((request, response) => {
  const page = pages.get(`https://${HOST}${(request.url ?? '').split('?')[0]}`);
  const script = { url: scriptUrl, key: siteKey };
  response
    .writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' })
    .end(page === undefined ? '' : pageHtml(page, script, world.publisher.pages));
});
await new Promise<void>((resolve) => internet.listen(0, '127.0.0.1', resolve));
const { port } = internet.address() as AddressInfo; // it listens on a port
const { browser, why } = await openBrowser(
  `MAP ${HOST}:80 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
  [],
  [`--user-agent=${USER_AGENT}`],
);
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

/** What matters of an event, in an order that does not depend on its time. */
async function held(facts: FactsStore): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const page = 'page_host, page_path, page_query, country';
  const link = 'link, link_host, network, advertiser_id, placement, position';
  const views = await facts.query(
    `select ${page}, title, language, author, category, cast(published_on as varchar) as published_on, tags, utm_source,
       utm_medium, utm_campaign, source_class, source_name from pageviews order by page_path, page_query, source_class, source_name`,
  );
  const seen = await facts.query(
    `select ${page}, ${link}, seen from impressions order by page_path, page_query, position, link`,
  );
  const clicks = await facts.query(
    `select ${page}, ${link}, link_text, heading, way, is_cancelled, click_id from clicks order by page_path, page_query, position, link`,
  );
  return {
    views,
    seen,
    clicks: clicks.map(({ click_id: id, ...click }) => ({ ...click, id: parseClickId(String(id)).kind })),
  };
}

describe.skipIf(browser === null)('simulated readers and real ones', () => {
  let program: Program;
  let folder: string;
  let siteId: string;

  async function ask<Answer>(path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${program.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${program.key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    expect([200, 201], path).toContain(response.status);
    return (await response.json()) as Answer; // by the contract of the route
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-readers-'));
    program = await startProgram();
    ({ id: siteId, key: siteKey } = await ask<{ id: string; key: string }>('/sites', { host: HOST }));
    ({ scriptUrl } = (await ask<{ collector: { scriptUrl: string } }>('/collector')).collector);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    internet.closeAllConnections();
    internet.close();
    rmSync(program.folder, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  /** Reads pages as the simulated reader did. */
  async function read(tab: Page, views: readonly View[]): Promise<void> {
    for (const [place, view] of views.entries()) {
      const [first] = view;
      const address = (first?.event.page.href ?? '').replace('https:', 'http:');
      const referer = referrerOf(view);
      if (place === 0) await tab.goto(address, referer === '' ? {} : { referer });
      else await tab.locator(`nav a[href="${new URL(address).pathname}"]`).click();
      await tab.waitForTimeout(1600); // links are seen after a second
      const click = view.find(({ event }) => event.kind === 'click')?.event;
      if (click?.kind === 'click') {
        await tab.locator(`[data-placement="${click.placement}"] a`).click({ noWaitAfter: true });
      } else if (place === views.length - 1) await tab.goto('about:blank');
    }
  }

  test('what a browser sends of a visit is what the sandbox sends of it', async () => {
    if (browser === null) throw new Error(why);
    const readings = sample(siteKey);
    const events = readings.flatMap(({ views }) => views.flat()).toSorted((a, b) => a.sent.atMs - b.sent.atMs);
    const wanted = (kind: NamedEvent['kind']): number => events.filter(({ event }) => event.kind === kind).length;
    for (const { views } of readings) {
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 1600 } });
      await read(await context.newPage(), views);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await context.close();
    }
    const counted = async () =>
      (await ask<{ total: { byKind: Record<string, number>; byReason: object } }>(`/sites/${siteId}/status`)).total;
    await expect
      .poll(async () => ({ ...(await counted()).byKind, dropped: (await counted()).byReason }), { timeout: 15_000 })
      .toEqual({
        pageview: wanted('pageview'),
        impressions: wanted('impressions'),
        click: wanted('click'),
        dropped: {},
      });
    await program.kill();

    const simulated = await openDuckdb(join(folder, 'simulated.duckdb'));
    const real = await openDuckdb(join(program.folder, 'workspaces', 'main', 'facts.duckdb'));
    const site = {
      ...{ siteId, key: siteKey, workspaceId: 'main', allowedHosts: [HOST], privacy: 'daily' as const },
      ...{ respectsGpc: true, excludedLinks: [], retentionMonths: 25 },
      dimensions: ['author', 'category', 'published', 'tags'],
    };
    async function* requests() {
      yield Promise.resolve(events.map(({ sent }) => requestOf(sent)));
    }
    try {
      await takePastEvents(
        requests(),
        {
          ...{ facts: simulated, folder, sites: [site], geoDatabase: null },
          advertiserOf: (_network, link) => LINKS?.recognise(link)?.advertiserId ?? '',
        },
        () => undefined,
      );
      const [ofBrowser, ofSandbox] = [await held(real), await held(simulated)];
      expect(ofBrowser).toEqual(ofSandbox);
      expect(ofSandbox['clicks']).toHaveLength(3);
      expect(ofSandbox['clicks']).toMatchObject(Array.from({ length: 3 }, () => ({ id: 'intact' })));
    } finally {
      await real.close();
      await simulated.close();
    }
  });
});
