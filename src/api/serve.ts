/** The API on a port of this machine, found through `server.json` in the data folder. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { TributaryError } from '../core/index.ts';
import { createApi } from './app.ts';
import { findServer, type Probe, publishServer, type ServerEntry, withdrawServer } from './server-file.ts';
import type { InstallationServices } from './services.ts';

/** A running server; `url` is where it answers. */
export interface RunningServer {
  readonly url: string;
  /** Takes no more requests, gives those under way 2 s, and ends. */
  readonly close: () => Promise<void>;
}

/** How many ports above the wanted one are tried when it is busy. */
const PORTS_TRIED = 20;
/** What is under way may finish within this; the start command has 5 s in all. */
const GRACE_MS = 2000;
/** A slow disk takes 4 GiB in well under this. */
const LONGEST_REQUEST_MS = 30 * 60_000;

/** Throws `data-folder-busy` if a server runs on this folder already; to be asked before its stores are opened. */
export async function refuseSecondServer(folder: string, probe: Probe): Promise<void> {
  const running = await findServer(folder, probe);
  if (running !== null) throw alreadyRunning(folder, running.entry);
}

function alreadyRunning(folder: string, entry: ServerEntry): TributaryError {
  return new TributaryError(
    'data-folder-busy',
    `Tributary is running on the data folder ${folder} already, at ${entry.url} (process ${entry.pid}).`,
  );
}

/** Starts the server on the wanted port, or the next free one. Throws `ports-busy`, `data-folder-busy`. */
export async function serve(services: InstallationServices, wantedPort: number, probe: Probe): Promise<RunningServer> {
  const key = randomBytes(32).toString('base64url');
  const server = await createServer(services, key);
  const url = await listen(server, wantedPort);
  const entry = { url, pid: process.pid, key };
  if (!(await publishServer(services.dataFolder, entry, probe))) {
    await ended(server);
    await refuseSecondServer(services.dataFolder, probe);
    throw new TributaryError('data-folder-busy', `Another Tributary is starting on ${services.dataFolder}: try again.`);
  }
  return {
    url,
    close: async () => {
      await withdrawServer(services.dataFolder, entry);
      await ended(server);
    },
  };
}

/** Loaded only here: the other commands have no use for a server, and it takes 15 ms. */
async function createServer(services: InstallationServices, key: string): Promise<Server> {
  const { createAdaptorServer } = await import('@hono/node-server');
  const server = createAdaptorServer({
    fetch: createApi(services, key).fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: LONGEST_REQUEST_MS },
  });
  return server as Server; // without TLS options it is a plain HTTP server
}

async function listen(server: Server, wantedPort: number): Promise<string> {
  for (let port = wantedPort; port < wantedPort + PORTS_TRIED && port < 65_536; port += 1) {
    if (!(await listens(server, port))) continue;
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;
  }
  throw new TributaryError(
    'ports-busy',
    `The ports ${wantedPort} to ${wantedPort + PORTS_TRIED - 1} are all in use: choose another with --port.`,
  );
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

async function ended(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
