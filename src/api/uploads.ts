/** Files sent over HTTP: streamed to a temporary file, taken in, and removed again whatever happens. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { Services } from './services.ts';

/** Takes one sent file in. Throws what `Imports.takeFile` throws. */
export async function takeUpload(
  { imports, folder }: Pick<Services, 'imports' | 'folder'>,
  network: string,
  name: string,
  bytes: ReadableStream<Uint8Array>,
): Promise<readonly { readonly name: string; readonly sha256: string }[]> {
  // in the data folder: on the disk of the raw reports it becomes. Who opens the folder next removes what a kill leaves.
  const path = join(folder, `upload-${randomUUID()}.part`);
  try {
    // the global stream and Node's are one object at run time; only their declarations differ
    const source = Readable.fromWeb(bytes as NodeReadableStream<Uint8Array>);
    await pipeline(source, createWriteStream(path, { mode: 0o600 }));
    return await imports.takeFile(network, path, name);
  } finally {
    await rm(path, { force: true });
  }
}
