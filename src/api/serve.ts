/** The local web server: a page that says what this installation is and what to do next. Loopback only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TributaryError } from '../core/index.ts';
import { startPage } from './start-page.ts';

/** A running server; `url` is where it answers, `close` ends it within a second. */
export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** How many ports above the wanted one are tried when it is busy. */
const PORTS_TRIED = 20;

/** Refuses what only a foreign page or a proxy would send: another Host, a cross-site Origin, a forwarded header. */
export function refusalOf(headers: IncomingMessage['headers']): string | null {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (!LOOPBACK_HOSTS.has(host)) return 'this server answers on this machine only';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'requests from other sites are refused';
  const origin = headers.origin;
  if (origin !== undefined && origin !== `http://${headers.host}`) return 'requests from other sites are refused';
  if (Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'))) {
    return 'requests through a proxy are refused';
  }
  return null;
}

function answer(request: IncomingMessage, response: ServerResponse, page: string): void {
  const refusal = refusalOf(request.headers);
  const found = request.method === 'GET' && request.url === '/';
  const status = refusal === null ? (found ? 200 : 404) : 403;
  response.writeHead(status, {
    'content-type': found && refusal === null ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(refusal ?? (found ? page : 'There is nothing at this address.'));
}

/** Starts the server on the wanted port, or the next free one. */
export async function serve(folder: string, version: string, wantedPort: number): Promise<RunningServer> {
  const page = startPage(folder, version);
  for (let port = wantedPort; port < wantedPort + PORTS_TRIED; port += 1) {
    const server = createServer((request, response) => answer(request, response, page));
    if (!(await listens(server, port))) continue;
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return { url: `http://127.0.0.1:${bound}`, close: () => closed(server) };
  }
  throw new TributaryError(
    'ports-busy',
    `The ports ${wantedPort} to ${wantedPort + PORTS_TRIED - 1} are all in use: choose another with --port.`,
  );
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
