/** `tributary start`: holds a data folder open and serves until it is told to stop. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { refuseSecondServer, type RunningServer, serve } from '../api/index.ts';
import { dataFolder } from '../core/index.ts';
import { wholeNumber, withData } from './command.ts';
import { probeServer } from './http-transport.ts';
import { openServices } from './open-services.ts';
import type { Surroundings } from './surroundings.ts';

/** A service manager kills what takes much longer; what is cut off is settled at the next start. */
const LONGEST_CLOSE_MS = 4500;

/** Adds the command to the program. */
export function addStartCommand(program: Command, surroundings: Surroundings): void {
  const start = program
    .command('start')
    .description('start Tributary on this machine: the API, and the pulls on schedule')
    .option('--port <port>', 'the port to listen on; the next free one if it is busy', '4300')
    .option('--collect-port <port>', 'the port for pageviews and clicks (default: the one after --port)');
  withData(start).action(
    (options: { readonly data?: string; readonly port: string; readonly collectPort?: string }) => {
      const port = wholeNumber('--port', options.port, 0, 65_535);
      const next = port === 0 ? 0 : Math.min(port + 1, 65_535);
      const { collectPort = String(next) } = options;
      const ports = { port, collectPort: wholeNumber('--collect-port', collectPort, 0, 65_535) };
      return run(surroundings, dataFolder(options.data), ports);
    },
  );
}

interface Ports {
  readonly port: number;
  readonly collectPort: number;
}

async function run({ version, stdout }: Surroundings, folder: string, { port, collectPort }: Ports): Promise<void> {
  await refuseSecondServer(folder, probeServer);
  const { services, startSchedule, startCollector, close } = await openServices(folder, version, 'all');
  let server: RunningServer | undefined;
  try {
    server = await serve(services, port, probeServer);
    await startCollector(collectPort);
    await startSchedule();
  } catch (error) {
    await server?.close();
    await close();
    throw error;
  }
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const moved = port !== 0 && !server.url.endsWith(`:${port}`) ? ` (port ${port} is busy)` : '';
  const origin = services.access.origin ?? server.url;
  const setup = await services.access.invitations.setupLink();
  const hint = setup === null ? '' : `Set it up: ${origin}${setup.path}\n(this link works once, within 24 hours)\n`;
  stdout.write(
    `Tributary ${version} is running at ${server.url}${moved}\n` +
      `Pageviews and clicks are taken at ${services.collector()?.url ?? 'no address'}\n` +
      `Data folder: ${folder}\n${hint}Stop it with Ctrl+C.\n`,
  );
  services.log.info('started', { url: server.url, folder });
  await stopped;
  services.log.info('stopping');
  // a run under way may take longer than anyone waits; the ledger is whole at every moment, so it may be cut off
  setTimeout(() => process.exit(0), LONGEST_CLOSE_MS).unref();
  await server.close();
  await close();
  services.log.info('stopped');
}
