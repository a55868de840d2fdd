/** The recipes of `docs/first-party.md`, run as they stand there with the programs that they are for. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, type TestContext, test } from 'vitest';
import type { FactsStore } from '../../src/facts/index.ts';
import { type Collecting, collecting, SITE, visitorUnder } from '../events/collecting.ts';
import { BROWSER, idOf, pageview } from '../events/sent-events.ts';
import { type RunningProxy, programNamed, recipesIn, startCaddy, startNginx } from './recipes.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const SCRIPT = 'let a="text";'.repeat(40);
const folder = mkdtempSync(join(tmpdir(), 'tributary-proxies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Asked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}
interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address of this machine from which the reader asks. */
  readonly from?: string;
}
/** Asks for a path as a reader does. */
type Ask = (path: string, asking?: Asking) => Promise<Asked>;

function asks(url: string): Ask {
  return (path, { method = 'GET', body, headers = {}, from = '127.0.0.1' } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}${path}`, { method, headers, localAddress: from, agent: false }, (response) => {
        response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
      });
      sent.once('error', reject);
      sent.end(body);
    });
}

/** A collector behind a proxy, as the recipes ask for it. */
interface Behind {
  readonly collector: Collecting;
  /** Makes the disk fail from now on. */
  readonly breakDisk: () => void;
  readonly recipe: (text: string) => string;
  readonly place: string;
}

async function behindProxy(name: string, countryHeader: string | null): Promise<Behind> {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 't.js'), SCRIPT);
  let isBroken = false;
  const collector = await collecting({
    folder: place,
    facts: null as unknown as FactsStore, // nothing is applied here
    nowMs: () => NOON,
    setup: {
      collectPath: '/read/c',
      scriptPath: '/read/s.js',
      countryHeader,
      rates: { network: 1, site: 1000 }, // ten at once
    },
    between: (log) => ({
      ...log,
      append: (frames, atMs) => (isBroken ? Promise.reject(new Error('EIO')) : log.append(frames, atMs)),
    }),
  });
  ends.push(() => collector.stop());
  return {
    collector,
    breakDisk: () => {
      isBroken = true;
    },
    recipe: (text) => text.replaceAll('127.0.0.1:4301', new URL(collector.url).host),
    place,
  };
}

async function through(proxy: Promise<RunningProxy>): Promise<string> {
  const { url, stop } = await proxy;
  ends.push(stop);
  return url;
}

const HEADERS = { origin: 'https://blog.example', 'user-agent': BROWSER, 'content-type': 'text/plain;charset=UTF-8' };
/** What a reader may write to seem to be somebody else. */
const FORGED = {
  'x-forwarded-for': '198.51.100.7',
  'x-real-ip': '198.51.100.7',
  'x-reader': '198.51.100.7',
  forwarded: 'for=198.51.100.7',
  'x-reader-country': 'BR',
};

const logOf = ({ collector }: Behind): string => readFileSync(join(collector.folder, 'events-000000001.log'), 'utf8');

/** All that a recipe promises. `addresses` are two readers of different networks, `fromAddress` asks as one of them. */
async function keepsItsPromises(
  behind: Behind,
  ask: Ask,
  addresses: readonly [string, string],
  as: (address: string) => Asking,
): Promise<void> {
  const send = (n: number, address: string, headers: Readonly<Record<string, string>> = {}): Promise<Asked> => {
    const { headers: given, ...rest } = as(address);
    const all = { ...HEADERS, cookie: 'session=1', ...FORGED, ...given, ...headers };
    return ask('/read/c', { method: 'POST', body: JSON.stringify(pageview(n)), ...rest, headers: all });
  };
  const [reader, other] = addresses;

  const first = await send(1, reader);
  expect([first.status, first.headers['cache-control']]).toEqual([202, 'no-store']);
  expect(first.headers['access-control-allow-origin']).toBe('*');
  const saltFile = join(behind.collector.folder, 'visitor-salt');
  await expect.poll(() => existsSync(saltFile)).toBe(true); // nobody waited for it
  const visitor = visitorUnder(saltFile, SITE.siteId, reader, NOON);
  expect(logOf(behind)).toContain(`"eventId":"${idOf(1)}","viewId":"${idOf(1)}","visitor":"${visitor}"`);
  expect(logOf(behind)).not.toContain('198.51.100');

  // the same again comes through to the collector, which counts it as a duplicate: no cache answers for it
  expect((await send(1, reader)).status).toBe(202);
  expect(logOf(behind)).toContain('"reason":"duplicate","count":1');

  // eight more of this reader, under as many names as it likes, are all that it gets; another one is served
  const more = [...Array(10).keys()].map((n) => send(10 + n, reader, { 'x-forwarded-for': `192.0.${n}.1` }));
  const statuses = (await Promise.all(more)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 202, 202, 202, 202, 202, 202, 202, 429, 429]);
  expect((await send(30, other)).status).toBe(202);

  const script = await ask('/read/s.js', { headers: { 'accept-encoding': 'br, gzip' } });
  expect(script).toMatchObject({
    status: 200,
    headers: { 'content-encoding': 'br', 'cache-control': 'public, max-age=3600', vary: 'accept-encoding' },
  });
  expect(Number(script.headers['content-length'] ?? 0)).toBeLessThan(SCRIPT.length / 4);
  const again = await ask('/read/s.js', { headers: { 'if-none-match': script.headers.etag ?? '' } });
  expect(again.status).toBe(304);
  expect((await ask('/health')).status).not.toBe(200);

  behind.breakDisk();
  const refused = await send(40, other);
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
}

/** The program, or null after it was said why the test is skipped. */
function programFor(context: TestContext, name: Parameters<typeof programNamed>[0]): string {
  const program = process.platform === 'linux' ? programNamed(name) : null; // readers are addresses of 127/8
  if (program === null) context.skip(`there is no ${name} on this machine`);
  return program ?? '';
}

const STARTS = { nginx: startNginx, caddy: startCaddy } as const;

for (const [name, start] of Object.entries(STARTS)) {
  const [own = '', forWorker = ''] = recipesIn(name === 'nginx' ? 'nginx' : 'caddy');

  test(`${name}: the recipe keeps its promises`, async (context) => {
    const program = programFor(context, name === 'nginx' ? 'nginx' : 'caddy');
    const behind = await behindProxy(name, null);
    const url = await through(start(program, join(behind.place, 'proxy'), behind.recipe(own)));
    await keepsItsPromises(behind, asks(url), ['127.0.1.1', '127.0.2.1'], (from) => ({ from }));
    const nginxLog = join(behind.place, 'proxy', 'access.log');
    if (existsSync(nginxLog)) expect(readFileSync(nginxLog, 'utf8')).not.toContain('/read/');
  });

  test(`a Cloudflare Worker before ${name}: the recipes keep their promises`, async (context) => {
    const program = programFor(context, name === 'nginx' ? 'nginx' : 'caddy');
    const behind = await behindProxy(`${name}-worker`, 'x-reader-country');
    const recipe = behind.recipe(forWorker).replaceAll('WORKER KEY', 'a-key-of-its-own');
    const url = await through(start(program, join(behind.place, 'proxy'), recipe));
    const ask = await workerBefore(url, behind.place);
    await keepsItsPromises(behind, ask, ['203.0.113.9', '2001:db8:7:9900::1'], (address) => ({
      headers: { 'cf-connecting-ip': address },
    }));
    expect(logOf(behind)).toContain('"country":"AT","countryIsGuess":false');
    const direct = await asks(url)('/read/c', { method: 'POST', body: '{}', headers: { ...HEADERS, ...FORGED } });
    expect(direct.status).toBe(403);
  });
}

/** The Worker, run by Node as Cloudflare runs it: one call of `fetch` for a request. */
async function workerBefore(url: string, place: string): Promise<Ask> {
  const [text = ''] = recipesIn('js');
  const file = join(place, 'worker.mjs');
  writeFileSync(file, text.replaceAll('https://t.example.com', url));
  type Worker = { default: { fetch: (asked: Request, env: { WORKER_KEY: string }) => Promise<Response> } };
  const worker = (await import(pathToFileURL(file).href)) as Worker; // the recipe's own text
  return async (path, { method, body, headers = {} } = {}) => {
    const asking = method === undefined || body === undefined ? { headers } : { method, body, headers };
    const asked = new Request(`https://www.example.com${path}`, asking);
    Object.assign(asked, { cf: { country: 'AT' } }); // what Cloudflare adds
    const response = await worker.default.fetch(asked, { WORKER_KEY: 'a-key-of-its-own' });
    await response.arrayBuffer();
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  };
}

test('WordPress: the recipe is PHP, and writes the tag as the script wants it', (context) => {
  const php = programFor(context, 'php');
  const [recipe = ''] = recipesIn('php');
  const file = join(folder, 'recipe.php');
  // the two functions of WordPress and its printing of a script, as far as the recipe uses them
  writeFileSync(
    file,
    `<?php
    function add_action( $name, $call ) { $GLOBALS['calls'][ $name ] = $call; }
    function add_filter( $name, $call, $priority, $arguments ) { $GLOBALS['calls'][ $name ] = $call; }
    function wp_enqueue_script( $handle, $src, $needs, $version, $how ) { $GLOBALS['script'] = array( $handle, $src, $how['strategy'] ); }
    ${recipe}
    $GLOBALS['calls']['wp_enqueue_scripts']();
    list( $handle, $src, $strategy ) = $GLOBALS['script'];
    echo $GLOBALS['calls']['script_loader_tag']( "<script $strategy src='$src' id='$handle-js'></script>", $handle ), "\\n";
    echo $GLOBALS['calls']['script_loader_tag']( "<script src='other.js'></script>", 'other' );`,
  );
  const done = spawnSync(php, ['-n', '-d', 'display_errors=stderr', '-d', 'error_reporting=-1', file]);
  expect([done.status, String(done.stderr)]).toEqual([0, '']);
  expect(String(done.stdout).split('\n')).toEqual([
    `<script defer data-site="SITE KEY" src='https://t.example.com/t.js' id='site-reading-js'></script>`,
    `<script src='other.js'></script>`,
  ]);
});
