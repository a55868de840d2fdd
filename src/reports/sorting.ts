/** Sorting and paging through a large answer: a page begins after the last row of the one before, wherever rows came or went. */
import { TributaryError } from '../core/index.ts';
import type { SqlParameters, SqlValue } from '../facts/index.ts';

/** One expression that rows are sorted by; its values are told apart and ordered alike on both engines. */
export interface SortTerm {
  readonly sql: string;
  /** Parameter type of its values; amounts travel as text and are cast. */
  readonly type: 'String' | 'Int64' | 'Date32' | 'amount';
}

/** An order of rows. The last term tells any two rows apart. */
export interface Sorting {
  readonly name: string;
  readonly terms: readonly SortTerm[];
  readonly isDescending: boolean;
}

/** `order by` without the words. */
export function orderSql({ terms, isDescending }: Sorting): string {
  return terms.map(({ sql }) => `${sql} ${isDescending ? 'desc' : 'asc'}`).join(', ');
}

/** Columns that a page needs of its last row to tell where the next one begins. */
export function placeColumns({ terms }: Sorting): string {
  return terms.map(({ sql }, n) => `${sql} as place_${n}`).join(', ');
}

/** The cursor behind a row that has `placeColumns`. */
export function cursorAfter({ name, isDescending, terms }: Sorting, row: Readonly<Record<string, SqlValue>>): string {
  const place = [name, isDescending, ...terms.map((_, n) => String(row[`place_${n}`]))];
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/** The condition for the rows behind a cursor. Throws `invalid-request` for one that is not of this order. */
export function afterCursor(
  sorting: Sorting,
  cursor: string | undefined,
): { readonly sql: string; readonly parameters: SqlParameters } {
  if (cursor === undefined) return { sql: '1 = 1', parameters: {} };
  const values = readCursor(sorting, cursor);
  const parameters = Object.fromEntries(values.map((value, n) => [`after_${n}`, value]));
  const than = sorting.isDescending ? '<' : '>';
  let sql = '1 = 0';
  for (const [n, term] of [...sorting.terms.entries()].reverse()) {
    const value = term.type === 'amount' ? `cast({after_${n}:String} as decimal(18,4))` : `{after_${n}:${term.type}}`;
    sql = `(${term.sql} ${than} ${value} or (${term.sql} = ${value} and ${sql}))`;
  }
  return { sql, parameters };
}

const VALUES: Readonly<Record<SortTerm['type'], RegExp>> = {
  String: /^[\s\S]*$/,
  Int64: /^-?\d{1,18}$/,
  Date32: /^\d{4}-\d\d-\d\d$/,
  amount: /^-?\d{1,14}\.\d{4}$/,
};

function readCursor({ name, isDescending, terms }: Sorting, cursor: string): string[] {
  const place = parsed(cursor);
  const values = Array.isArray(place) ? place.slice(2) : [];
  const isOurs =
    Array.isArray(place) &&
    place[0] === name &&
    place[1] === isDescending &&
    values.length === terms.length &&
    terms.every(({ type }, n) => typeof values[n] === 'string' && VALUES[type].test(values[n]));
  if (isOurs) return values.map(String);
  throw new TributaryError('invalid-request', 'The cursor is not of this list and order: begin without one.', {
    column: 'cursor',
  });
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null; // refused by the caller in its own words
  }
}
