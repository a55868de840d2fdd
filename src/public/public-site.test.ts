import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { readGuide, readGuidePicture } from '../cli/read-guide.ts';
import type { PublicSettings } from '../core/index.ts';
import { networks } from '../networks/index.ts';
import type { Plans } from '../plans/index.ts';
import { createPublicSite, pathsOf } from './public-site.tsx';
import { PUBLIC_POLICY } from './render.ts';

const ORIGIN = 'https://tributary.example';
/** Of the whole page with its styles, as it is sent. */
const LARGEST_PAGE = 30_000;
const SETTINGS: PublicSettings = {
  mode: 'self-hosted',
  isOn: true,
  contact: 'hello@tributary.example',
  hasDemo: false,
  plansFile: undefined,
};

function siteOf(settings: Partial<PublicSettings> = {}, plans: Plans | null = null, hasNewsletter = false) {
  return createPublicSite({
    settings: { ...SETTINGS, ...settings },
    ...{ plans, hasNewsletter, networks, readGuide, readGuidePicture },
  });
}

type Answer = ReturnType<typeof siteOf>;

async function ask(site: Answer, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const request = new Request(ORIGIN + path, { headers, method });
  return site({ request, origin: ORIGIN, isAtHome: () => Promise.resolve(headers['cookie'] !== undefined) });
}

async function textOf(site: Answer, path: string): Promise<string> {
  const answer = await ask(site, path);
  if (answer === null) throw new Error(`${path} is not public`);
  return answer.text();
}

/** Elements without an end. */
const VOID = new Set(['meta', 'link', 'img', 'input', 'source', 'br', 'hr']);

/** What is wrong with the nesting of a document; empty: every element ends where it should. */
function nestingFaults(html: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, slash, name = '', rest = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (slash === '/') {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> ends <${last ?? 'nothing'}>`);
    } else if (!VOID.has(name) && !rest.endsWith('/')) open.push(name);
  }
  return [...faults, ...open.map((name) => `<${name}> has no end`)];
}

function all(html: string, pattern: RegExp): readonly string[] {
  return [...html.matchAll(pattern)].map(([, found = '']) => found);
}

const site = siteOf();
const paths = pathsOf({ networks });
const pages = new Map<string, string>();

beforeAll(async () => {
  for (const path of paths) pages.set(path, await textOf(site, path));
});

describe('every page', () => {
  test('is there for every network, and says when its guide was last looked at', () => {
    for (const { id, label } of networks) {
      expect(pages.get(`/integrations/${id}`), id).toContain(`<h1>${label}</h1>`);
      expect(pages.get(`/integrations/${id}`), id).toMatch(/Last updated on <time datetime="20\d\d-\d\d-\d\d">/);
      expect(pages.get('/integrations'), id).toContain(`href="/integrations/${id}"`);
    }
  });

  test.each(paths)('%s is a whole document with one h1, its own title, and nothing from elsewhere', async (path) => {
    const html = pages.get(path) ?? '';
    expect(html.startsWith('<!doctype html><html lang="en">')).toBe(true);
    expect(nestingFaults(html)).toEqual([]);
    expect(all(html, /<h1[ >]/g)).toHaveLength(1);
    const ids = all(html, / id="([^"]*)"/g);
    expect(new Set(ids).size, `ids of ${path}`).toBe(ids.length);
    expect(all(html, /<meta name="description" content="([^"]{50,260})"/g)).toHaveLength(1);
    expect(html).toContain(`<link rel="canonical" href="${ORIGIN}${path}"`);
    expect(html).toContain(`<meta property="og:image" content="${ORIGIN}/public/preview.`);
    const resources = all(html, /<(?:img|script|link|source|iframe|form)[^>]*? (?:src|href|srcset|action)="([^"]*)"/g);
    for (const one of resources.filter((url) => url !== ORIGIN + path)) expect(one, path).toMatch(/^\/(?!\/)/);
    expect(html).not.toMatch(/<script|<style|<iframe| style="| on\w+="/);
    for (const image of all(html, /<img([^>]*)>/g)) expect(image, path).toMatch(/ alt="[^"]{20,}"/);
    const styles = await textOf(site, all(html, /<link rel="stylesheet" href="([^"]*)"/g)[0] ?? '');
    expect(gzipSync(html + styles, { level: 9 }).length, path).toBeLessThan(LARGEST_PAGE);
  });

  test('has a title of its own', () => {
    const titles = paths.map((path) => all(pages.get(path) ?? '', /<title>([^<]*)<\/title>/g)[0]);
    expect(new Set(titles).size).toBe(paths.length);
    const texts = paths.map((path) => all(pages.get(path) ?? '', /name="description" content="([^"]*)"/g)[0]);
    expect(new Set(texts).size).toBe(paths.length);
  });

  test('is sent under a policy by which nothing runs, compressed, and not twice', async () => {
    const page = await ask(site, '/features', { 'accept-encoding': 'gzip, br' });
    expect(page?.headers.get('content-security-policy')).toBe(PUBLIC_POLICY);
    expect(PUBLIC_POLICY).toMatch(/^default-src 'none'/);
    expect(PUBLIC_POLICY).not.toMatch(/unsafe|script-src|https?:/);
    expect(page?.headers.get('content-encoding')).toBe('br');
    const again = await ask(site, '/features', { 'if-none-match': page?.headers.get('etag') ?? '' });
    expect([again?.status, await again?.text()]).toEqual([304, '']);
    const head = await ask(site, '/features', {}, 'HEAD');
    expect([head?.status, await head?.text()]).toEqual([200, '']);
  });

  test('links to nothing that is not there', async () => {
    const missing: string[] = [];
    const elsewhere = new Set(['/sign-in', '/favicon.svg']); // the app's
    for (const [path, html] of pages) {
      for (const target of all(html, / (?:href|src|srcset|action)="([^"]*)"/g)) {
        const url = new URL(target, ORIGIN + path);
        if (url.origin !== ORIGIN || elsewhere.has(url.pathname)) continue;
        const answer = await ask(site, url.pathname + url.search);
        if (answer?.status !== 200) missing.push(`${path} → ${target}: ${answer?.status}`);
        else if (url.hash !== '' && !(await answer.text()).includes(` id="${url.hash.slice(1)}"`)) {
          missing.push(`${path} → ${target}: no such part`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});

test('the sitemap lists exactly the pages, robots.txt names it', async () => {
  const listed = all(await textOf(site, '/sitemap.xml'), /<loc>([^<]*)<\/loc>/g);
  expect(listed).toEqual(paths.map((path) => ORIGIN + path));
  expect(await textOf(site, '/robots.txt')).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
});

test('what is not there is said to be so, by a page that no search engine keeps', async () => {
  for (const path of ['/integrations/nothing', '/features/x', '/public/other.css']) {
    const answer = await ask(site, path);
    expect(answer?.status, path).toBe(404);
    const html = (await answer?.text()) ?? '';
    expect(html).toContain('<meta name="robots" content="noindex"');
    expect(nestingFaults(html)).toEqual([]);
  }
  const echoed = await textOf(site, '/features/"><script>alert(1)</script>');
  expect(echoed).not.toContain('<script');
  expect((await ask(site, '/features/'))?.headers.get('location')).toBe('/features');
});

test('the app keeps its addresses, and the root for who is signed in', async () => {
  for (const path of ['/overview', '/sign-in', '/settings/account', '/demo', '/assets/x.js', '/api/v1/pulse']) {
    expect(await ask(site, path), path).toBeNull();
  }
  expect(await ask(site, '/', { cookie: 'tributary.session_token=x' })).toBeNull();
  expect(await ask(site, '/', {}, 'POST')).toBeNull();
});

test('off, nothing of it is there but the pictures of guides', async () => {
  const off = siteOf({ isOn: false });
  for (const path of [...paths, '/sitemap.xml', '/robots.txt', '/features/x'])
    expect(await ask(off, path), path).toBeNull();
  const picture = await ask(off, '/guides/rakuten/report-menu.svg');
  expect(picture?.headers.get('content-type')).toBe('image/svg+xml');
  expect(picture?.headers.get('content-security-policy')).toContain('sandbox');
  for (const path of ['/guides/rakuten/other.svg', '/guides/nothing/report-menu.svg', '/guides/rakuten/guide.md']) {
    expect(await ask(off, path), path).toBeNull();
  }
});

test('the catalogue is narrowed by words of what it says, and by how a network comes in', async () => {
  const found = async (query: string): Promise<readonly string[]> =>
    all(await textOf(site, `/integrations?${query}`), /<h2><a href="\/integrations\/([^"]*)"/g);
  expect(await found('')).toEqual(networks.map(({ id }) => id));
  expect(await found('q=u1')).toContain('rakuten');
  expect(await found('q=brazil+brl')).toContain('rakuten');
  expect(await found('q=brazil+custom')).toEqual([]);
  expect(await found('way=files')).toEqual(networks.filter(({ api }) => api === null).map(({ id }) => id));
  const asked = await textOf(site, '/integrations?q=%22%3E%3Cb%3E');
  expect(asked).toContain('value="&quot;&gt;&lt;b&gt;"');
});

test('contact, demo, plans and newsletter show what there is, and say what there is not', async () => {
  expect(pages.get('/contact')).toContain('href="mailto:hello@tributary.example"');
  expect(await textOf(siteOf({ contact: undefined }), '/contact')).toContain('has not given an address');
  expect(await textOf(siteOf({ contact: 'https://x.example/ask' }), '/contact')).toContain(
    'href="https://x.example/ask"',
  );
  expect(pages.get('/try')).toContain('This server has no demo');
  expect(await textOf(siteOf({ hasDemo: true }), '/try')).toContain('href="/demo"');
  expect(pages.get('/pricing')).not.toContain('id="hosted"');
  for (const page of pages.values()) expect(page).not.toContain('href="/sign-up"'); // nobody signs up at one’s own
  expect(await textOf(siteOf({ mode: 'hosted' }), '/pricing')).toContain('has not written down what that costs');
  const plans: Plans = {
    trialDays: 15,
    plans: [
      {
        ...{ id: 'one', name: 'One & only', pageviews: 100_000, features: ['Answers by mail'] },
        prices: [
          { amount: '19', currency: 'EUR', per: 'month' },
          { amount: '190.50', currency: 'EUR', per: 'year' },
        ],
      },
    ],
  };
  const html = await textOf(siteOf({ mode: 'hosted' }, plans), '/pricing');
  for (const text of [
    'One &amp; only',
    '€19<',
    '€190.50',
    '100,000 pageviews',
    '15 days',
    'Answers by mail',
    'href="/sign-up"',
    'stop nothing',
  ]) {
    expect(html).toContain(text);
  }
  expect(pages.get('/')).not.toContain('/newsletter/');
  expect(await textOf(siteOf({}, null, true), '/')).toContain('method="post" action="/newsletter/sign-up"');
});
