/** Holds a data folder open and serves until the program is told to stop. */
import { once } from 'node:events';
import { refuseSecondServer, type RunningServer, serve } from '../api/index.ts';
import { probeServer } from './http-transport.ts';
import { openServices, type OpenServices } from './open-services.ts';

/** Where the server listens. */
export interface Ports {
  readonly port: number;
  readonly collectPort: number;
}

/** A service manager kills what takes much longer; what is cut off is settled at the next start. */
const LONGEST_CLOSE_MS = 4500;

/**
 * Serves a data folder until SIGTERM or SIGINT; `greet` is called when the server answers. `forget` removes what the
 * program leaves behind, also where what is under way has to be cut off.
 */
export async function runServer(
  folder: string,
  version: string,
  { port, collectPort }: Ports,
  greet: (open: OpenServices, server: RunningServer) => Promise<void>,
  forget: () => void = () => undefined,
): Promise<void> {
  await refuseSecondServer(folder, probeServer);
  const open = await openServices(folder, version, 'all');
  const { services, startSchedule, startCollector, close } = open;
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  let server: RunningServer | undefined;
  try {
    server = await serve(services, port, probeServer);
    await startCollector(collectPort);
    await startSchedule();
    await Promise.race([greet(open, server), stopped]);
  } catch (error) {
    await server?.close();
    await close();
    forget();
    throw error;
  }
  services.log.info('started', { url: server.url, folder });
  await stopped;
  services.log.info('stopping');
  // a run under way may take longer than anyone waits; the ledger is whole at every moment, so it may be cut off
  setTimeout(() => {
    forget();
    process.exit(0);
  }, LONGEST_CLOSE_MS).unref();
  await server.close();
  await close();
  services.log.info('stopped');
  forget();
}
