/**
 * Reads the euro reference rates of the European Central Bank as it publishes them: `eurofxref-hist.csv` and the daily
 * `eurofxref.csv`, alone or in a ZIP, and `eurofxref-daily.xml`, `-hist-90d.xml`, `-hist.xml`. Pure but for the ZIP.
 */
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { TributaryError } from '../core/index.ts';

/** What a euro was worth on a day: `rate` units of the currency, as exact decimal text. */
export interface PublishedRate {
  readonly day: string;
  readonly currency: string;
  readonly rate: string;
}

/** The source that stored rates of these files name. */
export const ECB_SOURCE = 'European Central Bank, euro reference rates';

/** All of it since 1999 is 2.5 MB. */
const LARGEST_FILE = 50 * 1024 * 1024;

/** At most 8 decimals: conversion computes with whole numbers of 10^-8. */
const RATE = /^(?=.*[1-9])\d{1,8}(\.\d{1,8})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Reads a file. Throws `unreadable-rates` with line and column, `bad-zip`, `empty-zip`. */
export async function readEcbRates(name: string, bytes: Uint8Array): Promise<PublishedRate[]> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isZip = file.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
  const text = (isZip ? await unzipped(name, file) : file).toString('utf8').replace(/^\uFEFF/, '');
  const rates = /^\s*</.test(text) ? readXml(name, text) : readCsv(name, text);
  const seen = new Set<string>();
  for (const { day, currency } of rates) {
    if (seen.has(`${day} ${currency}`)) throw fault(name, `has two rates of ${currency} for ${day}`);
    seen.add(`${day} ${currency}`);
  }
  if (rates.length === 0) throw fault(name, 'holds no rate');
  return rates;
}

function fault(
  name: string,
  what: string,
  place: { readonly line?: number; readonly column?: string } = {},
): TributaryError {
  const where = [
    name,
    ...(place.line === undefined ? [] : [`line ${place.line}`]),
    ...(place.column === undefined ? [] : [`column ${place.column}`]),
  ].join(', ');
  return new TributaryError(
    'unreadable-rates',
    `${where}: ${what}. Take eurofxref-hist.zip or eurofxref-daily.xml from the European Central Bank as it is.`,
    { file: name, ...place },
  );
}

async function unzipped(name: string, file: Buffer): Promise<Buffer> {
  let found: Buffer | null = null;
  try {
    const zip = await yauzl.fromBufferPromise(file, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      if (!/\.(csv|xml)$/i.test(entry.fileName)) continue;
      if (entry.uncompressedSize > LARGEST_FILE) throw new Error(`${entry.fileName} is larger than 50 MB`);
      found = await buffer(await zip.openReadStreamPromise(entry));
      break;
    }
  } catch (error) {
    throw new TributaryError(
      'bad-zip',
      `${name} cannot be read as a ZIP file: download it again.`,
      { file: name },
      error,
    );
  }
  if (found === null) throw new TributaryError('empty-zip', `${name} holds no .csv or .xml file.`, { file: name });
  return found;
}

/** A header `Date,USD,JPY,…`, then a day a line; `N/A` where there was no rate. */
function readCsv(name: string, text: string): PublishedRate[] {
  const [header = '', ...lines] = text.split(/\r?\n/);
  const columns = header.split(',').map((cell) => cell.trim());
  while (columns.at(-1) === '') columns.pop(); // each line of the ECB ends with a comma
  const [first, ...currencies] = columns;
  if (first !== 'Date') throw fault(name, `the header does not begin with "Date"`, { line: 1, column: 'Date' });
  const odd = currencies.find((currency) => !CURRENCY.test(currency));
  if (odd !== undefined) throw fault(name, `"${odd}" is no currency code`, { line: 1, column: odd });
  return lines.flatMap((line, n): PublishedRate[] => {
    if (line.trim() === '') return [];
    const [date = '', ...cells] = line.split(',').map((cell) => cell.trim());
    const at = n + 2;
    const day = dayOf(date);
    if (day === null) throw fault(name, `"${date.slice(0, 40)}" is no day`, { line: at, column: 'Date' });
    if (cells.length < currencies.length || cells.slice(currencies.length).some((cell) => cell !== '')) {
      throw fault(name, `the line has ${cells.length} rates for ${currencies.length} currencies`, { line: at });
    }
    return currencies.flatMap((currency, place) => {
      const rate = cells[place] ?? '';
      if (rate === 'N/A') return [];
      if (!RATE.test(rate)) throw fault(name, `"${rate.slice(0, 40)}" is no rate`, { line: at, column: currency });
      return [{ day, currency, rate }];
    });
  });
}

/** `2026-11-24`, or `24 November 2026` as the daily file has it. */
function dayOf(text: string): string | null {
  const [, named, month = '', year] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text) ?? [];
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const day = named === undefined ? text : `${year}-${String(number).padStart(2, '0')}-${named.padStart(2, '0')}`;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && day >= '1999-01-01';
  return isDay && new Date(day).toISOString().startsWith(day) ? day : null;
}

const CUBE = /<Cube\b([^>]*)>/g;

/** `<Cube time="…">` around `<Cube currency="…" rate="…"/>`. */
function readXml(name: string, text: string): PublishedRate[] {
  const rates: PublishedRate[] = [];
  let day: string | null = null;
  for (const cube of text.matchAll(CUBE)) {
    const members = cube[1] ?? '';
    const member = (what: string): string | undefined =>
      new RegExp(`\\b${what}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
        .exec(members)
        ?.slice(1)
        .find((value) => value !== undefined);
    const line = text.slice(0, cube.index).split('\n').length;
    const [time, currency, rate] = [member('time'), member('currency'), member('rate')];
    if (time !== undefined) {
      day = dayOf(time);
      if (day === null) throw fault(name, `"${time.slice(0, 40)}" is no day`, { line, column: 'time' });
    }
    if (currency === undefined && rate === undefined) continue;
    if (currency === undefined || !CURRENCY.test(currency))
      throw fault(name, 'a rate has no currency code', { line, column: 'currency' });
    if (rate === undefined || !RATE.test(rate))
      throw fault(name, `"${(rate ?? '').slice(0, 40)}" is no rate`, { line, column: currency });
    if (day === null) throw fault(name, 'a rate has no day', { line, column: 'time' });
    rates.push({ day, currency, rate });
  }
  return rates;
}
