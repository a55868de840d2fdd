/**
 * What tests of attribution begin with: a publisher's two pages with the script, readers who came from somewhere and
 * followed links, and a report whose sub-ids are what a network makes of theirs. The test knows every figure beforehand.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, until } from './browser.ts';
import { openBrowser } from './find-browser.mjs';
import { type Program, startProgram } from './start-program.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const HOST = 'www.kitchen.example';
const LONGEST_WAIT_MS = 20_000;
/** A link counts as seen after a second in view. */
const SEEN_MS = 1000;
/**
 * Counts the links that the script has seen: its own timer was set in the observer just before this one's, and is as long, so
 * it has run. However slow the machine is, nobody leaves too early, or waits for longer.
 */
const COUNT_SEEN = `
window.seenLinks = new Set();
const Observer = window.IntersectionObserver;
window.IntersectionObserver = class extends Observer {
  constructor(told, options) {
    super((entries, observer) => {
      told(entries, observer);
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) setTimeout(() => window.seenLinks.add(target), ${SEEN_MS});
      }
    }, options);
  }
};`;
const ALL_SEEN = 'seenLinks.size === document.links.length';
/** As people's browsers say it: the one of the tests calls itself headless, which is a bot's word. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** A link of Rakuten's to a thing of a shop. */
const linkTo = (advertiser: string, thing: string): string =>
  `https://click.linksynergy.com/deeplink?id=AbCdEfGhIjK&mid=${advertiser}&murl=${encodeURIComponent(`https://shop.example/${thing}`)}`;
/** The shops, as the network numbers them. */
export const SHOP = '3358';
const OTHER_SHOP = '40000';
/** A shop that no page links to. */
const UNKNOWN_SHOP = '55555';

/** Links by the id of their element. */
export const LINKS = {
  knife: linkTo(SHOP, 'knife'),
  board: linkTo(SHOP, 'board'),
  pan: linkTo(SHOP, 'pan'),
  pot: linkTo(OTHER_SHOP, 'pot'),
} as const;
type LinkName = keyof typeof LINKS;

const anchor = (name: LinkName, words: string): string =>
  // what would leave for the network is asked of the same small internet, without its certificate
  `<a id="${name}" href="${LINKS[name].replace('https:', 'http:').replaceAll('&', '&amp;')}">${words}</a>`;

/** Pages by their paths: title, author, and the body. */
const PAGES: Readonly<Record<string, readonly [title: string, author: string, body: string]>> = {
  '/knives': [
    'Knives that stay sharp',
    'Ada Writer',
    `<article id="review"><h2>The winner</h2><p>${anchor('knife', 'This knife')}</p></article>
<aside id="more"><h2>Also</h2><p>${anchor('board', 'A board')}</p></aside>`,
  ],
  '/pans': [
    'Pans for every day',
    'Ben Writer',
    `<article id="review"><h2>Our pan</h2><p>${anchor('pan', 'This pan')}</p><p>${anchor('pot', 'A pot')}</p></article>`,
  ],
};

function pageAt(path: string, script: string): string {
  const [title, author, body] = PAGES[path] ?? ['About us', 'Ada Writer', '<p>Two people and a stove.</p>'];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="author" content="${author}">
<title>${title}</title><link rel="icon" href="data:,">${script}</head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

/** A reader: where they came from, and the link they followed; null: they only read. */
interface Reader {
  readonly path: string;
  readonly referrer?: string;
  readonly follows: LinkName | null;
  /** Does not look at the page before. */
  readonly isHasty?: boolean;
}

/** Seven pageviews, five clicks, and six lists of the links that were seen. */
const READERS = {
  intact: { path: '/knives?utm_source=letter&utm_medium=email&utm_campaign=autumn', follows: 'knife' },
  folded: { path: '/pans', referrer: 'https://www.google.com/', follows: 'pan' },
  cut: { path: '/knives', referrer: 'https://www.google.com/', follows: 'board' },
  again: { path: '/knives?utm_source=letter&utm_medium=email&utm_campaign=autumn', follows: 'knife' },
  other: { path: '/pans', follows: 'pot' },
  early: { path: '/pans', follows: null },
  about: { path: '/about', follows: null },
} as const satisfies Readonly<Record<string, Reader>>;

/** The ids that the script wrote into the links, by reader. */
export type ClickIds = Readonly<Record<'intact' | 'folded' | 'cut' | 'again' | 'other', string>>;

/** A line of the report: the amounts are exact texts. */
interface Sale {
  readonly order: string;
  readonly subId: string;
  readonly advertiser: string;
  readonly sales: string;
  readonly commission: string;
  readonly referrer?: string;
}

/** What the network reports of them. */
export const ORDERS = (ids: ClickIds): readonly Sale[] => [
  { order: 'K-1', subId: ids.intact, advertiser: SHOP, sales: '79.90', commission: '3.9950' },
  { order: 'K-1', subId: ids.intact, advertiser: SHOP, sales: '1,234.56', commission: '61.7281' },
  { order: 'K-2', subId: ids.folded.toUpperCase(), advertiser: SHOP, sales: '45.00', commission: '2.2503' },
  { order: 'K-3', subId: ids.cut.slice(0, 14), advertiser: SHOP, sales: '20.00', commission: '1.0007' },
  { order: 'K-4', subId: 'newsletter-may', advertiser: UNKNOWN_SHOP, sales: '310.10', commission: '31.0109' },
  { order: 'K-5', subId: 'newsletter-may', advertiser: UNKNOWN_SHOP, sales: '10.00', commission: '0.9999' },
  { order: 'K-6', subId: '', advertiser: UNKNOWN_SHOP, sales: '12.00', commission: '0.7777' },
  {
    order: 'K-7',
    subId: '',
    advertiser: UNKNOWN_SHOP,
    sales: '8.00',
    commission: '0.4444',
    referrer: `https://${HOST}/pans`,
  },
  { order: 'K-8', subId: '', advertiser: SHOP, sales: '60.00', commission: '3.0001' },
];

const HEAD =
  'Transaction ID,Order ID,Member ID (U1),MID,Advertiser Name,SKU,Product Name,Product Brand,Transaction Date,Transaction Time,Process Date,Process Time,Sales,# of Items,Total Commission,Currency,Network ID,Commission Status,Referrer URL,Device';
const NAMES: Readonly<Record<string, string>> = {
  [SHOP]: 'Kitchen Shop',
  [OTHER_SHOP]: 'Pot Shop',
  [UNKNOWN_SHOP]: 'Book Shop',
};

function reportOf(sales: readonly Sale[], now: Date): string {
  const day = `${now.getUTCMonth() + 1}/${now.getUTCDate()}/${String(now.getUTCFullYear()).slice(2)}`;
  const time = now.toISOString().slice(11, 19);
  const lines = sales.map(
    ({ order, subId, advertiser, sales: paid, commission, referrer = '' }, place) =>
      `"T-${place}","${order}","${subId}",${advertiser},"${NAMES[advertiser]}","SKU-${place}","Thing ${place}","Maker",${day},"${time}",${day},"${time}","${paid}",1,${commission},"USD",1,"Unlocked","${referrer}","Mobile"`,
  );
  return `\uFEFF${[HEAD, ...lines].join('\r\n')}\r\n`;
}

export interface AttributionStage {
  readonly browser: Browser;
  readonly program: Program;
  readonly site: { readonly id: string; readonly key: string };
  readonly ids: ClickIds;
  /** Lets a reader come and go; the id that the script wrote, or '' of who follows nothing. */
  readonly read: (reader: Reader) => Promise<string>;
  /** Brings the report in: before it there are readers, and no sale. */
  readonly sell: () => void;
  /** The API, as a program asks it. */
  readonly ask: <Answer>(path: string, body?: object) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

type Counts = { readonly byKind: Readonly<Record<string, number>>; readonly byReason: object };

/** A small internet: the site, and whatever the links lead to. */
async function openInternet() {
  let script = '';
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const isSite = url.hostname === HOST;
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(isSite ? pageAt(url.pathname, script) : '<!doctype html><link rel="icon" href="data:,"><p>landed');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    rules: `MAP ${HOST}:80 127.0.0.1:${port}, MAP click.linksynergy.com:80 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    setScript: (text: string) => {
      script = text;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts it all; null and in words why, where there is no browser. */
export async function openAttributionStage(): Promise<AttributionStage | string> {
  const internet = await openInternet();
  const { browser, why } = await openBrowser(internet.rules, [], [`--user-agent=${USER_AGENT}`]);
  if (browser === null) {
    internet.close();
    return why;
  }
  const program = await startProgram();
  const ask = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${program.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${program.key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer; // by the contract of the route
  };
  const close = async (): Promise<void> => {
    await browser.close();
    internet.close();
    await program.close();
  };
  const readers: BrowserContext[] = [];
  const read = async ({ path, referrer, follows, isHasty = false }: Reader): Promise<string> => {
    const context = await browser.newContext({ locale: 'en-GB' });
    await context.addInitScript(COUNT_SEEN);
    const page = await context.newPage();
    await page.goto(`http://${HOST}${path}`, referrer === undefined ? {} : { referer: referrer });
    if (!isHasty) await until(page, ALL_SEEN);
    if (follows !== null) {
      await page.locator(`#${follows}`).click({ noWaitAfter: true });
      await page.waitForURL(/linksynergy/);
    }
    const landing = new URL(page.url());
    if (follows === null) await page.goto('about:blank'); // leaves, which sends what was seen
    readers.push(context); // open until their events have arrived: with them would go what is on its way
    return landing.searchParams.get('u1') ?? '';
  };
  try {
    // without an id of readers each is a visit of their own, though all of them come from this machine
    const site = await ask<{ id: string; key: string }>('/sites', { host: HOST, privacy: 'none' });
    const { collector } = await ask<{ collector: { scriptUrl: string } }>('/collector');
    internet.setScript(`<script defer src="${collector.scriptUrl}" data-site="${site.key}"></script>`);
    const [intact, folded, cut, again, other] = await Promise.all([
      read(READERS.intact),
      read(READERS.folded),
      read(READERS.cut),
      read(READERS.again),
      read(READERS.other),
      read(READERS.early),
      read(READERS.about),
    ]);
    const ids = { intact, folded, cut, again, other };
    await arrived(async () => (await ask<{ total: Counts }>(`/sites/${site.id}/status`)).total);
    await Promise.all(readers.splice(0).map((context) => context.close()));
    const sell = (): void => importReport(program, reportOf(ORDERS(ids), new Date()));
    return { browser, program, site, ids, read, sell, ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Until every event is in the facts. */
async function arrived(counts: () => Promise<Counts>): Promise<void> {
  const until = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const { byKind, byReason } = await counts();
    if (byKind['pageview'] === 7 && byKind['click'] === 5 && byKind['impressions'] === 6) return;
    if (Date.now() > until) throw new Error(`Events are missing: ${JSON.stringify({ byKind, byReason })}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function importReport(program: Program, report: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-e2e-report-'));
  const path = join(folder, 'report.csv');
  writeFileSync(path, report);
  const bin = join(root, 'bin', 'tributary.js');
  const args = ['import', '--data', program.folder, '--network', 'rakuten', '--country', 'US', path];
  try {
    execFileSync(process.execPath, [bin, ...args], { cwd: root, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
