/** The raw-report store: what a network or a person gave us, byte for byte, named by its SHA-256. Never changed. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reachStep } from '../core/index.ts';

/** A stored raw report: its SHA-256 in hex, its size in bytes, and how to read it again. */
export interface RawReport {
  readonly sha256: string;
  readonly size: number;
  readonly path: string;
}

/** Bytes at a time on the way to the disk: in the stream's own 16 kB a large report takes twice the processor time. */
const CHUNK = 1 << 18;

/** Stores raw reports as files; a report already there is not written again. */
export class RawStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps the bytes and answers only when they are on disk. */
  async keep(bytes: NodeJS.ReadableStream): Promise<RawReport> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const temporary = join(this.#folder, `.${randomUUID()}.part`);
    const hash = createHash('sha256');
    let size = 0;
    const meter = new Transform({
      highWaterMark: CHUNK,
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(bytes, meter, createWriteStream(temporary, { mode: 0o600, highWaterMark: CHUNK }));
      const sha256 = hash.digest('hex');
      const path = this.pathOf(sha256);
      reachStep();
      if (await exists(path)) await rm(temporary);
      else await this.#moveDurably(temporary, path);
      reachStep();
      return { sha256, size, path };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Removes a report that must not be kept. */
  async forget(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  /** Where the report with this hash lies. */
  pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  /** Reads a stored report again. */
  read(sha256: string): NodeJS.ReadableStream {
    return createReadStream(this.pathOf(sha256));
  }

  /** The size in bytes of a stored report, or undefined if there is none with this hash. */
  async sizeOf(sha256: string): Promise<number | undefined> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    return stat(this.pathOf(sha256)).then(
      ({ size }) => size,
      () => undefined,
    );
  }

  /** Writes what a run was about beside its raw reports, durably; the newest text of a run replaces the older one. */
  async writeManifest(runId: string, text: string): Promise<void> {
    const folder = join(this.#folder, 'manifests');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = join(folder, `.${randomUUID()}.part`);
    await writeFileDurably(temporary, text);
    reachStep();
    await this.#moveDurably(temporary, join(folder, `${runId}.json`));
    reachStep();
  }

  /** The manifests of all runs, in no order. */
  async manifests(): Promise<string[]> {
    const folder = join(this.#folder, 'manifests');
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []; // no run yet
      throw error;
    });
    return Promise.all(
      names.filter((name) => /^[^.].*\.json$/.test(name)).map((name) => readFile(join(folder, name), 'utf8')),
    );
  }

  async #moveDurably(from: string, to: string): Promise<void> {
    await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
    const file = await open(from, 'r');
    await file.sync();
    await file.close();
    await rename(from, to);
    const folder = await open(join(to, '..'), 'r');
    await folder.sync();
    await folder.close();
  }
}

async function writeFileDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
