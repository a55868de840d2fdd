/** From what a person named (CSV files, ZIPs of CSVs) to raw reports that are kept, in a stable order. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import yauzl from 'yauzl';
import { TributaryError } from '../core/index.ts';
import type { Network } from '../networks/index.ts';
import type { RawStore } from '../raw/index.ts';
import { CsvDamage } from './csv-rows.ts';
import { personalColumnsOf, withoutColumns } from './personal-columns.ts';

/** A kept file and the name its receipt shows; a file inside a ZIP is `archive.zip/name.csv`. */
export interface GatheredFile {
  readonly name: string;
  readonly sha256: string;
}

/** Bytes read at a time. */
const CHUNK = 1 << 18;

/** A ZIP entry larger than this is refused: no report is, and a small ZIP can hold a huge one. */
const LARGEST_ENTRY = 4 * 1024 ** 3;

/**
 * Keeps a CSV, or every CSV of a ZIP, raw before anything reads it; columns that the network marks personal are emptied
 * first. `name` is what a person calls the file.
 */
export async function gatherFile(raw: RawStore, path: string, name: string, network: Network): Promise<GatheredFile[]> {
  await checkReadable(path, name);
  if (await isZip(path)) return gatherZip(raw, path, name, network);
  return [{ name, sha256: await keepFile(raw, path, name, network) }];
}

/** Keeps one CSV file; its personal columns are emptied first. Throws `TributaryError` if those cannot be told apart. */
export async function keepFile(raw: RawStore, path: string, name: string, network: Network): Promise<string> {
  const personal = await personalColumnsOf(path, network);
  if (personal.size === 0) return (await raw.keep(createReadStream(path, { highWaterMark: CHUNK }))).sha256;
  try {
    return (await raw.keep(withoutColumns(path, personal))).sha256;
  } catch (error) {
    if (!(error instanceof CsvDamage)) throw error;
    throw new TributaryError(
      error.code,
      `${name}, ${error.message}. Download it again.`,
      { file: name, line: error.line },
      error,
    );
  }
}

/** Keeps a file out of a ZIP; what it holds is only known once it is unpacked, so a personal copy is forgotten again. */
async function keepUnpacked(
  raw: RawStore,
  bytes: NodeJS.ReadableStream,
  name: string,
  network: Network,
): Promise<string> {
  const kept = await raw.keep(bytes);
  const sha256 = await keepFile(raw, kept.path, name, network);
  if (sha256 !== kept.sha256) await raw.forget(kept.sha256);
  return sha256;
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

async function gatherZip(raw: RawStore, path: string, name: string, network: Network): Promise<GatheredFile[]> {
  const gathered: GatheredFile[] = [];
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const entryName = entry.fileName;
      if (!/\.csv$/i.test(entryName) || /(^|\/)(__MACOSX\/|\._)/.test(entryName)) continue;
      if (entry.uncompressedSize > LARGEST_ENTRY) throw new Error(`${entryName} is larger than 4 GiB`);
      const stream = await zip.openReadStreamPromise(entry);
      const fullName = `${name}/${entryName}`;
      gathered.push({ name: fullName, sha256: await keepUnpacked(raw, stream, fullName, network) });
    }
  } catch (error) {
    if (error instanceof TributaryError) throw error;
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
