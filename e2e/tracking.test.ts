/** The whole way of a click: the real script on a page, the real collector, the facts; and the id where the reader lands. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseClickId } from '../src/core/index.ts';
import { openDuckdb } from '../src/facts/index.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const LINK = 'http://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=3358&murl=https%3A%2F%2Fshop.example%2Fa';
/** As people's browsers say it: the one of the tests calls itself headless, which is a bot's word. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** What a publisher's page says, but for its script. */
const page = (script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta name="author" content="Ada Writer">
<meta property="article:tag" content="audio"><meta property="article:tag" content="travel">
<title>Headphones that last</title>
<script type="application/ld+json">
{ "@context": "https://schema.org", "@type": "Article", "headline": "Headphones", "datePublished": "2026-11-20T08:00:00Z",
  "articleSection": ["Audio", "Travel"] }
</script>
<link rel="icon" href="data:,">
${script}
</head>
<body><main><h1>Headphones</h1><article id="review"><h2>The winner</h2>
<p>It is <a id="link" href="${LINK.replaceAll('&', '&amp;')}">this one</a>.</p></article></main></body>
</html>`;

let script = '';
const landings: string[] = [];
const internet = createServer((request, response) => {
  const isSite = request.headers.host?.startsWith('localhost') === true;
  if (!isSite && request.url !== '/favicon.ico') landings.push(`http://${request.headers.host}${request.url}`);
  response.writeHead(200, { 'content-type': 'text/html' }).end(isSite ? page(script) : '<!doctype html><p>landed');
});
await new Promise<void>((resolve) => internet.listen(0, '127.0.0.1', resolve));
const { port } = internet.address() as AddressInfo; // it listens on a port
const { browser, why } = await openBrowser(
  `MAP click.linksynergy.com:80 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
  [],
  [`--user-agent=${USER_AGENT}`], // of the whole browser: a page that is left has no other
);
if (browser === null) process.stderr.write(`Browser tests are skipped: ${why}.\n`);

describe.skipIf(browser === null)('from a page to the facts', () => {
  let program: Program;
  let site: { readonly id: string; readonly key: string };

  /** The API, as a program asks it. */
  async function ask<Answer>(path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${program.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${program.key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    expect([200, 201], path).toContain(response.status);
    return (await response.json()) as Answer; // by the contract of the route
  }
  type Counts = { readonly byKind: Record<string, number>; readonly byReason: Record<string, number> };
  const counts = async () => (await ask<{ total: Counts }>(`/sites/${site.id}/status`)).total;

  beforeAll(async () => {
    program = await startProgram();
    site = await ask('/sites', { host: 'localhost' });
    const { collector } = await ask<{ collector: { scriptUrl: string } }>('/collector');
    script = `<script defer src="${collector.scriptUrl}" data-site="${site.key}"></script>`;
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    internet.closeAllConnections();
    internet.close();
    rmSync(program.folder, { recursive: true, force: true });
  });

  test('a pageview, an impression and a click with its id arrive, each once', async () => {
    if (browser === null) throw new Error(why);
    const context = await browser.newContext({ locale: 'en-GB' });
    const tab = await context.newPage();
    const faults: string[] = [];
    tab.on('console', (message) => faults.push(message.text()));
    tab.on('pageerror', (error) => faults.push(error.message));
    await tab.goto(`http://localhost:${port}/headphones?utm_source=letter&session=secret`);
    await expect.poll(async () => (await counts()).byKind, { timeout: 15_000 }).toEqual({ pageview: 1 });
    await tab.waitForTimeout(1500); // the link is visible for a second
    await tab.locator('#link').click({ noWaitAfter: true });
    await expect
      .poll(async () => ({ ...(await counts()).byKind, dropped: (await counts()).byReason }), { timeout: 15_000 })
      .toEqual({ pageview: 1, impressions: 1, click: 1, dropped: {} });
    expect(landings).toHaveLength(1);
    expect(faults).toEqual([]);
    await context.close();

    await program.kill();
    const facts = await openDuckdb(join(program.folder, 'workspaces', 'main', 'facts.duckdb'));
    try {
      const [view, ...otherViews] = await facts.query('select * from pageviews');
      const [seen, ...otherSeen] = await facts.query('select * from impressions');
      const [click, ...otherClicks] = await facts.query('select * from clicks');
      expect([otherViews, otherSeen, otherClicks]).toEqual([[], [], []]);
      const ofPage = { page_path: '/headphones', page_query: 'utm_source=letter', view_id: view?.['view_id'] };
      expect(view).toMatchObject({
        ...ofPage,
        ...{ title: 'Headphones that last', language: 'en-GB', country: 'GB', utm_source: 'letter', device: 'desktop' },
        ...{ author: 'Ada Writer', category: 'Audio,Travel', published_on: '2026-11-20', tags: 'audio,travel' },
      });
      const ofLink = { link: LINK, link_host: 'click.linksynergy.com', network: 'rakuten', position: 1 };
      const placement = 'main>article#review';
      expect(seen).toMatchObject({ ...ofPage, ...ofLink, placement });
      expect(click).toMatchObject({
        ...{ ...ofPage, ...ofLink, placement },
        ...{ way: 'c', link_text: 'this one', heading: 'The winner', is_cancelled: 0 },
      });
      const id = String(click?.['click_id']);
      expect(parseClickId(id, Date.now())).toEqual({ kind: 'intact', id });
      expect(new URL(landings[0] ?? '').searchParams.get('u1')).toBe(id);
      expect(JSON.stringify(view)).not.toContain('secret');
    } finally {
      await facts.close();
    }
  });
});
