/** From what a person named (CSV files, ZIPs of CSVs) to raw reports that are kept, in a stable order. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import yauzl from 'yauzl';
import { TributaryError } from '../core/index.ts';
import type { RawStore } from '../raw/index.ts';

/** A kept file and the name its receipt shows; a file inside a ZIP is `archive.zip/name.csv`. */
export interface GatheredFile {
  readonly name: string;
  readonly sha256: string;
}

/** A ZIP entry larger than this is refused: no report is, and a small ZIP can hold a huge one. */
const LARGEST_ENTRY = 4 * 1024 ** 3;

/** Keeps every file raw before anything reads it. */
export async function gatherFiles(raw: RawStore, paths: readonly string[]): Promise<GatheredFile[]> {
  const gathered: GatheredFile[] = [];
  for (const path of paths) {
    const name = basename(path);
    await checkReadable(path, name);
    if (await isZip(path)) gathered.push(...(await gatherZip(raw, path, name)));
    else gathered.push({ name, sha256: (await raw.keep(createReadStream(path))).sha256 });
  }
  return gathered;
}

async function checkReadable(path: string, name: string): Promise<void> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('not a file');
    await (await open(path, 'r')).close();
  } catch (error) {
    throw new TributaryError(
      'file-not-found',
      `${name} cannot be read: there is no such file, or no permission to read it.`,
      { file: name },
      error,
    );
  }
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PK\u0003\u0004' || buffer.toString('latin1') === 'PK\u0005\u0006';
  } finally {
    await file.close();
  }
}

async function gatherZip(raw: RawStore, path: string, name: string): Promise<GatheredFile[]> {
  const gathered: GatheredFile[] = [];
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const entryName = entry.fileName;
      if (!/\.csv$/i.test(entryName) || /(^|\/)(__MACOSX\/|\._)/.test(entryName)) continue;
      if (entry.uncompressedSize > LARGEST_ENTRY) throw new Error(`${entryName} is larger than 4 GiB`);
      const stream = await zip.openReadStreamPromise(entry);
      gathered.push({ name: `${name}/${entryName}`, sha256: (await raw.keep(stream)).sha256 });
    }
  } catch (error) {
    throw new TributaryError(
      'bad-zip',
      `${name} cannot be read as a ZIP file: it is damaged or cut off. Download it again.`,
      { file: name },
      error,
    );
  }
  if (gathered.length === 0) throw new TributaryError('empty-zip', `${name} holds no .csv file.`, { file: name });
  return gathered;
}
