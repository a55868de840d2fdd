/**
 * Writes translated rows as plain CSV, which either facts store loads faster than anything else. The file is cut into
 * parts, so that the store loads one while the next is being translated: two cores are busy instead of one.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { CsvBytes, formatAmount } from '../core/index.ts';
import type { ReportedBrand, ReportedLine } from '../networks/index.ts';

/** Days that stand for "not limited" in a range of process dates. */
export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2299-12-31';

/** The file a row comes from, as the staging table wants it. */
export interface StagedFile {
  readonly fileNo: number;
  readonly step: number;
  readonly report: string;
  readonly rank: number;
  /** Process dates the file covers; `FIRST_DAY`–`LAST_DAY` where nobody knows. */
  readonly from: string;
  readonly to: string;
}

/**
 * Bytes held before they are written out. Each field is encoded in place: rows as joined text cost three times as much
 * time, half of it garbage collection, as every row is some 50 strings.
 */
const BUFFER_SIZE = 1 << 21;
/** 32 MB is what DuckDB's loader reads in one go; a million signature-order lines are 7 parts. */
const PART_SIZE = 1 << 25;

/** A part of the staged rows: a CSV file that can be read now, and the rows in it: `after` < number <= `upTo`. */
export interface StagedPart {
  readonly path: string;
  readonly after: number;
  readonly upTo: number;
}

/**
 * Collects the rows of one run in temporary files. Rows are numbered from 1 over all files. `load` is given one part
 * after the other, never two at once; its failure is thrown by the `flush` or `close` that comes next.
 */
export class StagingWriter {
  readonly #path: string;
  readonly #load: (part: StagedPart) => Promise<void>;
  readonly #fullSize: number;
  readonly #csv = new CsvBytes(BUFFER_SIZE);
  #part: FileHandle | null = null;
  #partNo = 0;
  #partSize = 0;
  #partAfter = 0;
  #loading: Promise<void> = Promise.resolve();
  #rows = 0;
  #file: StagedFile | null = null;
  /** The fields that say from which file a row is. */
  #origin = '';

  /** Parts are written beside `path`, with a number behind its name; each ends once it has `partSize` bytes. */
  constructor(path: string, load: (part: StagedPart) => Promise<void>, partSize = PART_SIZE) {
    this.#path = path;
    this.#load = load;
    this.#fullSize = partSize;
  }

  line(file: StagedFile, line: ReportedLine, at: number): void {
    const csv = this.#head(file, at);
    csv.text(line.advertiserId);
    csv.text(line.advertiser);
    csv.text(line.orderId);
    csv.text(line.sku);
    csv.text(line.product);
    csv.text(line.brand);
    csv.text(line.subId);
    csv.text(line.transactionId);
    csv.plain(line.occurredOn);
    csv.text(line.occurredTime);
    csv.plain(line.processedOn);
    csv.text(line.processedTime);
    csv.plain(line.currency);
    csv.plain(formatAmount(line.sales));
    csv.plain(formatAmount(line.commission));
    csv.plain(String(line.items));
    csv.text(line.status);
    csv.text(line.networkStatus);
    csv.text(line.reason);
    csv.text(line.referrer);
    csv.plain(line.processedOn ?? file.from);
    csv.plain(line.processedOn ?? file.to);
    csv.endRow();
  }

  /** A brand holds for all days: the same pair in another window is the same line. */
  brand(file: StagedFile, brand: ReportedBrand, at: number): void {
    const csv = this.#head(file, at);
    csv.text('');
    csv.plain(null);
    csv.text('');
    csv.text(brand.sku);
    csv.text(brand.product);
    csv.text(brand.brand);
    csv.plain(null);
    csv.plain(null);
    csv.plain(FIRST_DAY);
    csv.text('');
    csv.plain(null);
    csv.plain(null);
    csv.text('');
    for (const amount of ['0', '0', '0', null, null, null, null]) csv.plain(amount);
    csv.plain(FIRST_DAY);
    csv.plain(LAST_DAY);
    csv.endRow();
  }

  #head(file: StagedFile, at: number): CsvBytes {
    const csv = this.#csv;
    this.#rows += 1;
    csv.plain(String(this.#rows));
    if (file !== this.#file) this.#origin = `${file.step},${file.report},${file.rank},${file.fileNo}`;
    this.#file = file;
    csv.plain(this.#origin);
    csv.plain(String(at));
    return csv;
  }

  /** Writes out what is held, if it is much, and hands a full part over. */
  async flush(): Promise<void> {
    if (this.#csv.size <= Math.min(BUFFER_SIZE / 2, this.#fullSize)) return;
    await this.#write();
    if (this.#partSize >= this.#fullSize) await this.#endPart();
  }

  /** Writes out the rest and waits until every part is loaded. */
  async close(): Promise<void> {
    await this.#write();
    if (this.#part !== null) await this.#endPart();
    await this.#loading;
  }

  /** Lets go of everything, also after a failure: no load is under way and no file is left when this ends. */
  async dispose(): Promise<void> {
    await this.#loading.catch(() => undefined); // whoever waits for the load has its error
    await this.#part?.close();
    this.#part = null;
    for (let part = 1; part <= this.#partNo; part += 1) await rm(this.#partPath(part), { force: true });
  }

  async #write(): Promise<void> {
    if (this.#csv.size > 0) await this.#append(this.#csv.take());
  }

  async #append(bytes: Buffer): Promise<void> {
    if (this.#part === null) {
      this.#partNo += 1;
      this.#part = await open(this.#partPath(this.#partNo), 'w', 0o600);
    }
    await writeAll(this.#part, bytes);
    this.#partSize += bytes.length;
  }

  /** Closes the part and starts to load it, once the one before is loaded: the disk holds two parts at most. */
  async #endPart(): Promise<void> {
    await this.#part?.close();
    this.#part = null;
    const part = { path: this.#partPath(this.#partNo), after: this.#partAfter, upTo: this.#rows };
    this.#partSize = 0;
    this.#partAfter = this.#rows;
    await this.#loading;
    this.#loading = this.#load(part).then(() => rm(part.path, { force: true }));
    this.#loading.catch(() => undefined); // whoever waits next gets the error
  }

  #partPath(part: number): string {
    return `${this.#path}.${part}`;
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
