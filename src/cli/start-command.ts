/** `tributary start`: prepares the data folder and serves until it is told to stop. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { serve } from '../api/index.ts';
import { dataFolder, TributaryError } from '../core/index.ts';
import { openInstallation } from '../open-installation.ts';

/** Adds the command to the program. */
export function addStartCommand(program: Command, version: string): void {
  program
    .command('start')
    .description('start Tributary on this machine')
    .option('--data <dir>', 'the data folder (default: $TRIBUTARY_DATA or ./data)')
    .option('--port <port>', 'the port to listen on; the next free one if it is busy', '4300')
    .action(async (options: { readonly data?: string; readonly port: string }) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new TributaryError('wrong-arguments', `"${options.port}" is not a port.`);
      const folder = dataFolder(options.data);
      await (await openInstallation(folder)).close(); // creates, migrates and settles; imports open it again
      const server = await serve(folder, version, port);
      const moved = port !== 0 && !server.url.endsWith(`:${port}`) ? ` (port ${port} is busy)` : '';
      process.stdout.write(
        `Tributary ${version} is running at ${server.url}${moved}\nData folder: ${folder}\nStop it with Ctrl+C.\n`,
      );
      await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
      await server.close();
    });
}
