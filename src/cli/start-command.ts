/** `tributary start`: holds a data folder open and serves until it is told to stop. */
import type { Command } from 'commander';
import { dataFolder } from '../core/index.ts';
import { wholeNumber, withData } from './command.ts';
import { type Ports, runServer } from './run-server.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds the command to the program. */
export function addStartCommand(program: Command, surroundings: Surroundings): void {
  const start = program
    .command('start')
    .description('start Tributary on this machine: the API, and the pulls on schedule')
    .option('--port <port>', 'the port to listen on; the next free one if it is busy', '4300')
    .option('--collect-port <port>', 'the port for pageviews and clicks (default: the one after --port)');
  withData(start).action((options: PortOptions & { readonly data?: string }) =>
    run(surroundings, dataFolder(options.data), portsOf(options)),
  );
}

/** The ports as they were typed. */
export interface PortOptions {
  readonly port: string;
  readonly collectPort?: string;
}

/** Reads them. Throws `wrong-arguments`. */
export function portsOf(options: PortOptions): Ports {
  const port = wholeNumber('--port', options.port, 0, 65_535);
  const next = port === 0 ? 0 : Math.min(port + 1, 65_535);
  const { collectPort = String(next) } = options;
  return { port, collectPort: wholeNumber('--collect-port', collectPort, 0, 65_535) };
}

/** That another port was taken than the one that was asked for. */
export function busyNote(port: number, url: string): string {
  return port !== 0 && !url.endsWith(`:${port}`) ? ` (port ${port} is busy)` : '';
}

async function run({ version, stdout }: Surroundings, folder: string, ports: Ports): Promise<void> {
  await runServer(folder, version, ports, async ({ services }, { url }) => {
    const origin = services.access.origin ?? url;
    const setup = await services.access.invitations.setupLink();
    const hint = setup === null ? '' : `Set it up: ${origin}${setup.path}\n(this link works once, within 24 hours)\n`;
    stdout.write(
      `Tributary ${version} is running at ${url}${busyNote(ports.port, url)}\n` +
        `Pageviews and clicks are taken at ${services.collector()?.url ?? 'no address'}\n` +
        `Data folder: ${folder}\n${hint}Stop it with Ctrl+C.\n`,
    );
  });
}
