/** What a command has around it: the API, its streams, the person. Tests put others in their place. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { dataFolder, TributaryError } from '../core/index.ts';
import type { ApiClient } from './api-client.ts';

/** The surroundings of one command line. */
export interface Surroundings {
  /** The program's version. */
  readonly version: string;
  /** Opens the API of a data folder (`--data`, else the environment's, else `./data`), about a workspace (`--workspace`). */
  readonly connect: (data: string | undefined, workspace: string | undefined) => Promise<ApiClient>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Whether a person watches stderr: only then is progress drawn. */
  readonly isWatched: boolean;
  /** Asks for a secret without showing it, or reads it from a pipe. */
  readonly readSecret: (question: string) => Promise<string>;
  /** Calls `work` at Ctrl+C instead of ending the program; what it gives back restores that. */
  readonly onInterrupt: (work: () => void) => () => void;
  /** The exit code so far. */
  readonly exit: (code: number) => void;
}

/** The surroundings of the program itself. */
export function realSurroundings(version: string, exit: (code: number) => void): Surroundings {
  return {
    version,
    connect: async (data, workspace) => {
      const { connect } = await import('./connect.ts');
      return connect(dataFolder(data), version, workspace);
    },
    stdout: process.stdout,
    stderr: process.stderr,
    isWatched: process.stderr.isTTY === true,
    readSecret: askSecret,
    onInterrupt: (work) => {
      process.on('SIGINT', work);
      return () => process.off('SIGINT', work);
    },
    exit,
  };
}

/** A secret from a file, without the line break that editors add. */
export async function secretFromFile(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new TributaryError('file-not-found', `${path} cannot be read.`, { file: path }, error);
  }
}

async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await readAll(process.stdin)).trim();
  process.stderr.write(`${question} (not shown): `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() }); // the terminal echoes what readline writes
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const interrupted = new Promise<never>((_resolve, reject) => {
      lines.once('SIGINT', () => reject(new TributaryError('wrong-arguments', 'Nothing was entered.')));
    });
    return (await Promise.race([lines.question(''), interrupted])).trim();
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
