/** `tributary demo`: a year of made-up sales and their readers to look at, in a folder that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { dataFolder } from '../core/index.ts';
import type { DemoProgress, DemoStep } from '../demo/index.ts';
import { runServer } from './run-server.ts';
import { busyNote, type PortOptions, portsOf } from './start-command.ts';
import type { Surroundings } from './surroundings.ts';

const STEPS: Readonly<Record<DemoStep, string>> = {
  network: 'Inventing a year of sales …',
  connections: 'Connecting the simulated network …',
  reports: 'Reading its reports …',
  figures: 'Posting them into the ledger …',
  readers: 'Following its readers …',
  pages: 'Tracing every sale to its page …',
};

/** Adds the command to the program. */
export function addDemoCommand(program: Command, surroundings: Surroundings): void {
  program
    .command('demo')
    .description(
      'look at Tributary over a year of made-up sales and their readers: nothing to set up, nothing from the internet',
    )
    .option('--port <port>', 'the port to listen on; the next free one if it is busy', '4300')
    .option('--data <dir>', 'keep the demo in this folder (default: a temporary one, removed at the end)')
    .action((options: PortOptions & { readonly data?: string }) => run(surroundings, options));
}

async function run(
  { version, stdout, stderr }: Surroundings,
  options: PortOptions & { readonly data?: string },
): Promise<void> {
  const ports = portsOf(options);
  const isKept = options.data !== undefined;
  const folder = isKept ? dataFolder(options.data) : mkdtempSync(join(tmpdir(), 'tributary-demo-'));
  const forget = (): void => {
    if (!isKept) rmSync(folder, { recursive: true, force: true });
  };
  await runServer(
    folder,
    version,
    ports,
    async ({ services, prepareDemo }, { url }) => {
      const code = await prepareDemo(stepTeller(stderr));
      stdout.write(
        `Tributary ${version} is running at ${url}${busyNote(ports.port, url)}\n` +
          `Look at the demo: ${services.access.origin ?? url}/demo#${code}\n` +
          `Every figure in it is made up. ${isKept ? `It is kept in ${folder}` : 'It is gone when this ends'}.\n` +
          'Stop it with Ctrl+C.\n',
      );
    },
    forget,
  );
}

/** Says every step once. */
function stepTeller(stderr: NodeJS.WritableStream): (progress: DemoProgress) => void {
  let last: DemoStep | undefined;
  return ({ step }) => {
    if (step === last) return;
    last = step;
    stderr.write(`${STEPS[step]}\n`);
  };
}
