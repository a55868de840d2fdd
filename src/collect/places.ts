/**
 * The country and the city of an address, from a database on this machine that the operator provides. Addresses are never
 * kept.
 */
import { readFile, stat } from 'node:fs/promises';
import { isIP, isIPv6 } from 'node:net';
import { Reader, type Response } from 'mmdb-lib';

/** Where an address is; null: the database does not say. */
export interface Place {
  /** ISO 3166 code. */
  readonly country: string | null;
  /**
   * Town, region and code of the country in one text: `Springfield, Illinois, US`. Towns share names, so a name alone would
   * put two of them into one row; with its region and country it is read, filtered and exported as it stands. The region is
   * left out where the database has none, or where it has the name of the town: `Berlin, DE`.
   */
  readonly city: string | null;
}

export const NOWHERE: Place = { country: null, city: null };

/** What the database is, and how it is. */
export interface PlacesState {
  /** Its own name for itself, and the day it was made (UTC); null: none could be read so far. */
  readonly database: string | null;
  readonly builtOn: string | null;
  /** Whether it tells cities, too. */
  readonly hasCities: boolean;
  /** Why the file cannot be read now; the database that was read before stays in use. */
  readonly fault: string | null;
}

/** Between the nodes and the records of a file. */
const SEPARATOR = 16;
/** The name of the member with the city, as the format writes it: text of four bytes. No database of countries has it. */
const KEY_OF_CITIES = '\x44city';
/** The longest name of a town has 85 letters; what is longer than this is none. */
const LONGEST_NAME = 100;
/** A new file is noticed within a minute. */
const LOOK_AGAIN_MS = 60_000;

/** Reads a file in the format of MaxMind, and again when it has changed. A file that cannot be read breaks nothing. */
export class Places {
  readonly #path: string;
  readonly #nowMs: () => number;
  readonly #onFault: (message: string) => void;
  #reader: Reader<Response> | null = null;
  #hasCities = false;
  #fault: string | null = null;
  /** Size and time of the file that was last read, whatever was in it. */
  #seen = '';
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(path: string, nowMs: () => number, onFault: (message: string) => void) {
    this.#path = path;
    this.#nowMs = nowMs;
    this.#onFault = onFault;
  }

  get state(): PlacesState {
    const metadata = this.#reader?.metadata;
    return {
      database: metadata === undefined ? null : String(metadata.databaseType), // in a damaged file it may be anything
      builtOn: metadata?.buildEpoch.toISOString().slice(0, 10) ?? null,
      hasCities: this.#hasCities,
      fault: this.#fault,
    };
  }

  /** Where an address is. */
  of(address: string): Place {
    const reader = this.#reader;
    if (reader === null || isIP(address) === 0) return NOWHERE;
    if (isIPv6(address) && reader.metadata.ipVersion === 4) return NOWHERE;
    try {
      return placeIn(reader.get(address));
    } catch {
      this.#fail('a record in it is damaged'); // the error may name what was looked up
      return NOWHERE;
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
      const bytes = await readFile(this.#path);
      this.#reader = readDatabase(bytes);
      this.#hasCities = bytes.includes(KEY_OF_CITIES);
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

function placeIn(found: unknown): Place {
  const record = fields(found);
  const country = countryIn(record);
  return { country, city: country === null ? null : cityIn(record, country) };
}

type Fields = Readonly<Record<string, unknown>>;

/** MaxMind and DB-IP write `country.iso_code`, others `country_code` or the code alone. */
function countryIn({ country, country_code: flat }: Fields): string | null {
  const code = fields(country)['iso_code'] ?? flat ?? country;
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
}

/** MaxMind and DB-IP write `city.names.en` and `subdivisions`, others the name alone, with `region` or `state1`. */
function cityIn({ city, subdivisions, region: flat, state1 }: Fields, country: string): string | null {
  const name = nameIn(fields(fields(city)['names'])['en'] ?? city);
  if (name === null) return null;
  const first = fields(Array.isArray(subdivisions) ? subdivisions[0] : null);
  const region = nameIn(fields(first['names'])['en'] ?? first['iso_code'] ?? flat ?? state1);
  return [name, ...(region === null || region === name ? [] : [region]), country].join(', ');
}

/** One line without control characters. What has no letter (`-`) says that nothing is known. */
function nameIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return /\p{L}/u.test(name) && name.length <= LONGEST_NAME ? name : null;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
