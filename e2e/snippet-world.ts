/**
 * A small internet for the browser script: a publisher's site with the pages of `snippet/fixtures`, the collector, and
 * every shop and network. The collector is far away: 40 ms each way and a new connection for every request, without which
 * no test sees a beacon that is lost when the page goes away.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type NamedEvent, readWireEvent } from '../src/collect/index.ts';

const ONE_WAY_MS = 40;
/** TCP and TLS: two round trips before the request is on its way. */
const HANDSHAKE_MS = 4 * ONE_WAY_MS;
/** The site, the networks and the shop. */
const NAMES = ['site.example', 'click.linksynergy.com', 'www.awin1.com', 'www.amazon.co.uk'];
const root = join(import.meta.dirname, '..');

/** What the collector does with an event. */
export type Mood = 'well' | 'fails' | 'hangs' | 'breaks';

export interface SnippetWorld {
  /** For Chromium: where names lead. `closed.example` takes no connection; other names than these do not exist. */
  readonly resolverRules: string;
  /** Events as the collector reads them, in their order, also repeated ones. */
  readonly events: readonly NamedEvent[];
  /** Bodies in which it would find none. */
  readonly invalid: readonly string[];
  /** Headers of the requests that brought them. */
  readonly headers: readonly IncomingMessage['headers'][];
  /** Addresses of shops and networks that a browser went to. */
  readonly landings: readonly string[];
  /** Paths of pages that the site was asked for. */
  readonly pages: readonly string[];
  /** Events that came after all of theirs had come: see `seal`. */
  readonly late: readonly string[];
  /**
   * All events of the pages opened since `begin` have come: whatever else they send is late, for as long as they are open.
   * Links that were seen may still be said, but for a page that had its say.
   */
  seal(name: string, hasLists?: boolean): void;
  /** Answers of the collector from now on. Forgets what came until now, and what is still to come from pages of before. */
  begin(mood?: Mood): void;
  close(): Promise<void>;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // it listens on a port
}

/** Hands on what one side says, later. */
function delay(from: Socket, to: Socket, firstMs: number): void {
  let isFirst = true;
  from.on('data', (chunk) => {
    setTimeout(() => to.write(chunk), ONE_WAY_MS + (isFirst ? firstMs : 0));
    isFirst = false;
  });
  from.on('close', () => setTimeout(() => to.destroy(), ONE_WAY_MS + firstMs));
  from.on('error', () => to.destroy());
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

const CSP = "default-src 'none'; script-src http://stats.example; connect-src http://stats.example; img-src data:";
const CSP_WITHOUT_COLLECTOR = "default-src 'none'; script-src http://stats.example";

function servePage(url: URL, collectPath: string, response: ServerResponse): void {
  const name = url.pathname.split('/')[1] ?? '';
  const policy = url.searchParams.has('refuse') ? CSP_WITHOUT_COLLECTOR : name === 'strict-csp.html' ? CSP : null;
  let page: string;
  try {
    page = readFileSync(join(root, 'snippet', 'fixtures', name), 'utf8');
  } catch {
    response.writeHead(204).end(); // the icon of the site
    return;
  }
  if (url.searchParams.has('bare')) page = page.replace(/<script defer.*<\/script>/, '');
  page = page.replace(
    'data-site="test-key"',
    `data-to="${url.searchParams.get('to') ?? collectPath}" data-site="test-key"`,
  );
  response.writeHead(200, {
    'Content-Type': 'text/html',
    ...(policy !== null && { 'Content-Security-Policy': policy }),
  });
  response.end(page);
}

/** What the collector was sent. */
class Arrivals {
  readonly events: NamedEvent[] = [];
  readonly invalid: string[] = [];
  readonly late: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  /** Counts the beginnings: pages send their events to the path of theirs. */
  #round = 0;
  readonly #sealed = new Map<string, { readonly name: string; readonly hasLists: boolean }>();

  get path(): string {
    return `/c/${this.#round}`;
  }

  begin(): void {
    this.#round += 1;
    for (const list of [this.events, this.invalid, this.headers]) list.length = 0;
  }

  seal(name: string, hasLists: boolean): void {
    this.#sealed.set(this.path, { name, hasLists });
  }

  take(path: string, body: string, headers: IncomingMessage['headers']): void {
    const event = readWireEvent(body);
    const seal = this.#sealed.get(path);
    if (seal !== undefined) {
      if (event?.kind !== 'impressions' || seal.hasLists) this.late.push(`${seal.name}: ${body}`);
    } else if (path === this.path) {
      this.headers.push(headers);
      if (event === null) this.invalid.push(body);
      else this.events.push(event);
    }
  }
}

/** Starts it on free ports. */
export async function openSnippetWorld(): Promise<SnippetWorld> {
  const script = readFileSync(join(root, 'dist', 'snippet', 't.js'));
  let mood: Mood = 'well';
  const hanging = new Set<Socket>();
  const arrivals = new Arrivals();
  const landings: string[] = [];
  const pages: string[] = [];

  const collector = createServer((request, response) => {
    if (request.method === 'GET') {
      const kept = { 'Cache-Control': 'max-age=600' };
      response.writeHead(200, { 'Content-Type': 'text/javascript', Connection: 'close', ...kept }).end(script);
      return;
    }
    void text(request).then((body) => {
      if (mood === 'breaks') request.socket.destroy();
      if (mood === 'hangs') hanging.add(request.socket);
      if (mood === 'breaks' || mood === 'hangs') return;
      arrivals.take(request.url ?? '', body, request.headers);
      const status = mood === 'fails' ? 500 : 204;
      response.writeHead(status, { 'Access-Control-Allow-Origin': '*', Connection: 'close' }).end();
    });
  });
  const collectorPort = await listen(collector);
  const sockets = new Set<Socket>();
  const far = createTcpServer((near) => {
    const there = connect(collectorPort, '127.0.0.1');
    for (const socket of [near, there]) sockets.add(socket);
    delay(near, there, HANDSHAKE_MS);
    delay(there, near, 0);
  });
  const others = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (url.hostname === 'site.example') {
      pages.push(url.pathname);
      servePage(url, arrivals.path, response);
      return;
    }
    if (url.pathname !== '/favicon.ico') landings.push(url.href);
    response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end('<!doctype html><link rel="icon" href="data:,"><p>landed');
  });
  const [farPort, othersPort] = [await listen(far), await listen(others)];
  return {
    resolverRules: `MAP stats.example:80 127.0.0.1:${farPort}, MAP closed.example:80 127.0.0.1:1, ${NAMES.map((name) => `MAP ${name}:80 127.0.0.1:${othersPort}`).join(', ')}, MAP * ~NOTFOUND`,
    events: arrivals.events,
    invalid: arrivals.invalid,
    late: arrivals.late,
    headers: arrivals.headers,
    seal: (name, hasLists = false) => arrivals.seal(name, hasLists),
    landings,
    pages,
    begin(next = 'well') {
      mood = next;
      arrivals.begin();
      // a browser has few connections to one host
      for (const socket of hanging) socket.destroy();
      for (const list of [landings, pages]) list.length = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      collector.closeAllConnections();
      others.closeAllConnections();
      await Promise.all([collector, far, others].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
