/** Rates made ready to convert the ledger's lines into one currency: by each currency and day a fraction of whole numbers. */
import { dayBefore } from '../core/index.ts';
import type { FactsStore, FactsWriter, SqlRow } from '../facts/index.ts';
import { newestLoad, RATE_QUESTIONS } from './exchange-rates.ts';
import type { LedgerBasis } from './ledger-lines.ts';
import { LINES_OF_BASIS } from './ledger-lines-sql.ts';

/** A rate that is older than this is none: the ECB's longest silence is four days. */
const LONGEST_SILENCE_DAYS = 7;
/** Rates have at most 8 decimals. */
const RATE_DECIMALS = 8;
const EURO = 'EUR';

/** One fraction: an amount of `currency` of `day` is `numerator / denominator` as much in the target. */
export interface ConversionRate {
  readonly currency: string;
  readonly day: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  /** The day of the older of the two rates in it. */
  readonly rateDay: string;
}

/** The texts of conversions; both engines must treat them alike. */
export const CONVERSION_SQL = {
  wanted: `
select l.currency as currency, day_text(min(l.occurred_on)) as first_day, day_text(max(l.occurred_on)) as last_day
from ${LINES_OF_BASIS} l group by l.currency order by l.currency`,
  find: `
select conversion from conversions where target = {target:String} and made_of = {madeOf:String} order by conversion desc limit 1`,
  next: `select coalesce(max(conversion), 0) + 1 as conversion from conversions`,
  forget: [
    `delete from conversion_rates where conversion <= {old:Int64} or conversion >= {conversion:Int64}`,
    `delete from conversions where conversion <= {old:Int64} or conversion >= {conversion:Int64}`,
  ],
  finish: `insert into conversions (conversion, target, made_of) values ({conversion:Int64}, {target:String}, {madeOf:String})`,
} as const;

/** So many conversions are kept: readers may be at one while the next is made. */
const KEPT = 20n;
const CHUNK = 5000;

/** A rate's text as a count of 10^-8. */
function countOf(rate: string): bigint {
  const [whole = '0', decimals = ''] = rate.split('.');
  return BigInt(whole + decimals.padEnd(RATE_DECIMALS, '0'));
}

function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisorOf(b, a % b);
}

/**
 * The fraction of every day of the given ranges, by the last rates on or before it; days without both rates are left
 * out. `rates` are what a euro was worth, by currency, each list by day. Pure, exact: the cross rate is never rounded.
 */
export function conversionRates(
  target: string,
  ranges: readonly { readonly currency: string; readonly firstDay: string; readonly lastDay: string }[],
  rates: ReadonlyMap<string, readonly { readonly day: string; readonly rate: string }[]>,
): ConversionRate[] {
  const found: ConversionRate[] = [];
  for (const { currency, firstDay, lastDay } of ranges) {
    const [from, to] = [walker(currency, rates), walker(target, rates)];
    for (let day = firstDay; currency !== target && day <= lastDay; day = dayBefore(day, -1)) {
      const [one, other] = [from(day), to(day)];
      if (one === null || other === null) continue;
      const divisor = divisorOf(other.count, one.count);
      found.push({
        currency,
        day,
        numerator: other.count / divisor,
        denominator: one.count / divisor,
        rateDay: one.day < other.day ? one.day : other.day,
      });
    }
  }
  return found;
}

type Rate = { readonly day: string; readonly count: bigint };

/** Gives the rate of a currency for days that come in their order. */
function walker(
  currency: string,
  rates: ReadonlyMap<string, readonly { readonly day: string; readonly rate: string }[]>,
): (day: string) => Rate | null {
  if (currency === EURO) return (day) => ({ day, count: 10n ** BigInt(RATE_DECIMALS) });
  const list = rates.get(currency) ?? [];
  let at = -1;
  return (day) => {
    for (let next = list[at + 1]; next !== undefined && next.day <= day; next = list[at + 1]) at += 1;
    const rate = list[at];
    if (rate === undefined || rate.day < dayBefore(day, LONGEST_SILENCE_DAYS)) return null;
    return { day: rate.day, count: countOf(rate.rate) };
  };
}

/** Makes sure that the ledger can be converted into a currency; gives the number that questions name. */
export async function ensureConversion(facts: FactsStore, basis: LedgerBasis, target: string): Promise<bigint> {
  const ranges = (await facts.query(CONVERSION_SQL.wanted, { basis: basis.basis, floor: basis.floor })).map((row) => ({
    currency: String(row['currency']),
    firstDay: String(row['first_day']),
    lastDay: String(row['last_day']),
  }));
  const madeOf = JSON.stringify([await newestLoad(facts), ranges.map((range) => Object.values(range))]);
  const [ready] = await facts.query(CONVERSION_SQL.find, { target, madeOf });
  if (ready !== undefined) return BigInt(String(ready['conversion']));
  return facts.exclusive(async (writer) => {
    const [made] = await writer.query(CONVERSION_SQL.find, { target, madeOf });
    if (made !== undefined) return BigInt(String(made['conversion']));
    const [next] = await writer.query(CONVERSION_SQL.next);
    const conversion = BigInt(String(next?.['conversion'] ?? 1));
    const firstDay = ranges.map((range) => range.firstDay).sort()[0];
    const known = firstDay === undefined ? [] : await ratesSince(writer, dayBefore(firstDay, LONGEST_SILENCE_DAYS));
    const rates = conversionRates(target, ranges, byCurrency(known));
    await writer.atomically(async () => {
      for (const text of CONVERSION_SQL.forget) await writer.run(text, { conversion, old: conversion - KEPT });
      await insertRates(writer, conversion, rates);
      await writer.run(CONVERSION_SQL.finish, { conversion, target, madeOf });
    });
    return conversion;
  });
}

function ratesSince(writer: FactsWriter, from: string): Promise<SqlRow[]> {
  return writer.query(`${RATE_QUESTIONS.current} order by c.currency, c.day`, { from, to: '2199-12-31' });
}

function byCurrency(rows: readonly SqlRow[]): Map<string, { day: string; rate: string }[]> {
  const lists = new Map<string, { day: string; rate: string }[]>();
  for (const row of rows) {
    const currency = String(row['currency']);
    const list = lists.get(currency) ?? [];
    if (list.length === 0) lists.set(currency, list);
    list.push({ day: String(row['day']), rate: String(row['rate']) });
  }
  return lists;
}

async function insertRates(writer: FactsWriter, conversion: bigint, rates: readonly ConversionRate[]): Promise<void> {
  const currencies = [...new Set(rates.map(({ currency }) => currency))];
  const names = Object.fromEntries(currencies.map((currency, n) => [`c${n}`, currency]));
  for (let from = 0; from < rates.length; from += CHUNK) {
    const rows = rates
      .slice(from, from + CHUNK)
      .map(
        ({ currency, day, numerator, denominator, rateDay }) =>
          `(${conversion}, {c${currencies.indexOf(currency)}:String}, '${day}', ${numerator}, ${denominator}, '${rateDay}')`,
      );
    await writer.run(
      `insert into conversion_rates (conversion, currency, day, numerator, denominator, rate_day) values ${rows.join(', ')}`,
      names,
    );
  }
}
