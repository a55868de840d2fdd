/**
 * The collector's own HTTP server: `POST /c`, the browser script, and its health for who asks on this machine. It shares
 * no cookie, no route and no thread with the dashboard.
 */
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { addressOf } from './client.ts';
import type { GroupCommit } from './group-commit.ts';
import type { DropReason } from './kept.ts';
import type { Reception } from './reception.ts';
import type { ScriptFile } from './script-file.ts';

/** A list of impressions is at most 14 kB. */
const LARGEST_BODY = 16 * 1024;
/** Who sends a head or a body more slowly holds a connection on purpose. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
/** Longer than proxies keep theirs (60 s), so that it is they who end an idle connection. */
const KEEP_ALIVE_MS = 72_000;
const RETRY_SECONDS = '5';

export interface CollectorServerOptions {
  readonly reception: Reception;
  readonly commit: GroupCommit;
  readonly script: ScriptFile;
  readonly collectPath: string;
  readonly scriptPath: string;
  /** Whether a proxy of ours stands before it and says who asks. */
  readonly isBehindProxy: boolean;
  readonly mostConnections: number;
  readonly health: () => unknown;
  readonly onFault: (error: unknown) => void;
}

const OPEN = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
  'x-content-type-options': 'nosniff',
} as const;
const PUBLIC = { ...OPEN, 'content-length': 0 } as const;
const BUSY = { ...PUBLIC, 'retry-after': RETRY_SECONDS } as const;
/** For pages that ask first, which the browser script never does; its status has no length. */
const PREFLIGHT = {
  ...OPEN,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
} as const;

/**
 * The status of a drop. What a browser sent as it should is taken with 202, whatever is counted: a page of a publisher
 * must not fill its console with errors because of us.
 */
const STATUS_OF: Readonly<Partial<Record<DropReason, number>>> = { invalid: 400, 'too-large': 413, rate: 429 };

/** A server that is not listening yet. */
export function createCollectorServer(options: CollectorServerOptions): Server {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: 2000, noDelay: true },
    (request, response) => {
      const path = pathOf(request);
      if (path === options.collectPath) collect(options, request, response);
      else if (path === options.scriptPath && isReading(request)) options.script.answer(request, response);
      else if (path === '/health' && isReading(request) && isLocal(request)) sendHealth(options, response);
      else response.writeHead(404, PUBLIC).end();
    },
  );
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = options.mostConnections;
  return server;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function isReading({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** From this machine and not handed on by a proxy on it. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const isHere = /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
  return (
    isHere && !('x-forwarded-for' in headers || 'forwarded' in headers || 'via' in headers || 'x-real-ip' in headers)
  );
}

function sendHealth({ health }: CollectorServerOptions, response: ServerResponse): void {
  const body = JSON.stringify(health());
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body);
}

function collect(options: CollectorServerOptions, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'POST') {
    const isPreflight = request.method === 'OPTIONS';
    response.writeHead(isPreflight ? 204 : 405, isPreflight ? PREFLIGHT : PUBLIC).end();
    return;
  }
  // before anything is read: what is not taken on cannot be lost
  if (options.commit.isFull) {
    refuse(options, response);
    return;
  }
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) {
    tooLarge(options, request, response);
    return;
  }
  const parts: Buffer[] = [];
  let size = 0;
  request.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= LARGEST_BODY) parts.push(part);
    else if (size - part.length <= LARGEST_BODY) tooLarge(options, request, response);
  });
  request.on('end', () => {
    if (size <= LARGEST_BODY) receive(options, request, response, Buffer.concat(parts).toString('utf8'));
  });
  request.on('error', () => undefined); // who breaks off is not answered, and nothing of theirs was taken
}

function receive(
  options: CollectorServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void {
  if (options.commit.isFull) {
    refuse(options, response);
    return;
  }
  const { headers, socket } = request;
  const address = addressOf(headers, socket.remoteAddress, options.isBehindProxy);
  try {
    options.reception.receive({ body, headers, address }, (outcome, isDurable) => {
      const status = outcome === null ? 202 : (STATUS_OF[outcome] ?? 202);
      if (!isDurable) refuse(options, response);
      else response.writeHead(status, status === 429 ? BUSY : PUBLIC).end();
    });
  } catch (error) {
    options.onFault(error); // an event that we cannot cope with: nothing was taken, and the others go on
    refuse(options, response);
  }
}

/** The browser script does not ask again: who is refused is lost, and so counted. */
function refuse({ reception }: CollectorServerOptions, response: ServerResponse, more: OutgoingHttpHeaders = {}): void {
  reception.refuse();
  response.writeHead(503, { ...BUSY, ...more }).end();
}

/** Answers without reading on; the connection goes with it, as the rest of the body is still in it. */
function tooLarge(options: CollectorServerOptions, request: IncomingMessage, response: ServerResponse): void {
  request.pause();
  response.once('finish', () => request.destroy());
  options.reception.drop('too-large', undefined, (isDurable) => {
    if (isDurable) response.writeHead(413, { ...PUBLIC, connection: 'close' }).end();
    else refuse(options, response, { connection: 'close' });
  });
}
