/** The country of an address, from a database on this machine that the operator provides. Addresses are never kept. */
import { readFile, stat } from 'node:fs/promises';
import { isIP, isIPv6 } from 'node:net';
import { Reader, type Response } from 'mmdb-lib';

/** What the database is, and how it is. */
export interface CountriesState {
  /** Its own name for itself, and the day it was made (UTC); null: none could be read so far. */
  readonly database: string | null;
  readonly builtOn: string | null;
  /** Why the file cannot be read now; the database that was read before stays in use. */
  readonly fault: string | null;
}

/** Between the nodes and the records of a file. */
const SEPARATOR = 16;
/** A new file is noticed within a minute. */
const LOOK_AGAIN_MS = 60_000;

/** Reads a file in the format of MaxMind, and again when it has changed. A file that cannot be read breaks nothing. */
export class Countries {
  readonly #path: string;
  readonly #nowMs: () => number;
  readonly #onFault: (message: string) => void;
  #reader: Reader<Response> | null = null;
  #fault: string | null = null;
  /** Size and time of the file that was last read, whatever was in it. */
  #seen = '';
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(path: string, nowMs: () => number, onFault: (message: string) => void) {
    this.#path = path;
    this.#nowMs = nowMs;
    this.#onFault = onFault;
  }

  get state(): CountriesState {
    const metadata = this.#reader?.metadata;
    return {
      database: metadata === undefined ? null : String(metadata.databaseType), // in a damaged file it may be anything
      builtOn: metadata?.buildEpoch.toISOString().slice(0, 10) ?? null,
      fault: this.#fault,
    };
  }

  /** ISO 3166 code of the country of an address; null: not known. */
  of(address: string): string | null {
    const reader = this.#reader;
    if (reader === null || isIP(address) === 0) return null;
    if (isIPv6(address) && reader.metadata.ipVersion === 4) return null;
    try {
      return countryIn(reader.get(address));
    } catch {
      this.#fail('a record in it is damaged'); // the error may name what was looked up
      return null;
    }
  }

  /** Reads the file if it has changed; to be called now and then. */
  async look(): Promise<void> {
    if (this.#nowMs() - this.#lookedMs < LOOK_AGAIN_MS) return;
    this.#lookedMs = this.#nowMs();
    try {
      const { mtimeMs, size } = await stat(this.#path);
      const seen = `${mtimeMs} ${size}`;
      if (seen === this.#seen) return;
      this.#seen = seen;
      this.#reader = readDatabase(await readFile(this.#path));
      this.#fault = null;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #fail(message: string): void {
    if (message !== this.#fault) this.#onFault(message);
    this.#fault = message;
  }
}

/** Throws where the bytes are no whole database. */
function readDatabase(bytes: Buffer): Reader<Response> {
  try {
    const reader = new Reader<Response>(bytes);
    const { binaryFormatMajorVersion: version, nodeCount, searchTreeSize, ipVersion, buildEpoch } = reader.metadata;
    const isWhole = version === 2 && nodeCount > 0 && searchTreeSize + SEPARATOR < bytes.length;
    if (isWhole && (ipVersion === 4 || ipVersion === 6) && buildEpoch.getUTCFullYear() < 10_000) return reader;
  } catch {
    // of the kinds of damage there are many, and one thing to do
  }
  throw new Error('it is no whole database in the MaxMind format (.mmdb)');
}

/** MaxMind and DB-IP write `country.iso_code`, others `country_code` or the code alone. */
function countryIn(found: unknown): string | null {
  const { country, country_code: flat } = fields(found);
  const code = fields(country)['iso_code'] ?? flat ?? country;
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
