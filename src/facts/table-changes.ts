/**
 * What has to be done so that a store that an older version filled has the tables of this one. Pure; both engines follow it.
 * Facts stay: a stored table gets the columns that it lacks, empty in the rows that it has. So a column that is added to a
 * definition later has to take null, and nothing may rely on where an engine puts it.
 */
import { TributaryError } from '../core/index.ts';
import type { ColumnType, TableDefinition } from './table-definition.ts';
import { TABLES, type TableName } from './tables.ts';

/** A column that a store has, and its type as `typeOf` writes it. */
export interface FoundColumn {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

export interface TableChanges {
  /** Derived tables; they are created anew, and filled when they are asked for. */
  readonly dropped: readonly TableName[];
  readonly added: readonly AddedColumn[];
}

export interface AddedColumn {
  readonly table: TableName;
  readonly name: string;
  /** As the engine writes it. */
  readonly type: string;
  /** The column before it in the definition. */
  readonly after: string;
}

/** Throws `facts-of-another-version` where rows of a stored table would not fit. */
export function tableChanges(found: readonly FoundColumn[], typeOf: (type: ColumnType) => string): TableChanges {
  const tables = new Map<string, Map<string, string>>();
  for (const { table, name, type } of found) {
    tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(name, plain(type)));
  }
  const named = (life: TableDefinition['life']): TableName[] =>
    (Object.keys(TABLES) as TableName[]).filter((name) => TABLES[name].life === life); // keys of TABLES
  const isPresent = (name: TableName): boolean => tables.has(name);
  const derived = named('derived');
  const isAsDefined = (name: TableName): boolean =>
    textOf([...(tables.get(name) ?? [])]) ===
    textOf(columnsIn(name).map(([column, type]) => [column, plain(typeOf(type))]));
  return {
    // what says that days are counted or that lines are attributed is one table, the counts and shares are others: all
    // of them go together, also where one is missing
    dropped: derived.every(isAsDefined) ? [] : derived.filter(isPresent),
    added: named('stored')
      .filter(isPresent)
      .flatMap((name) => missingIn(name, tables.get(name) ?? new Map(), typeOf)),
  };
}

function missingIn(
  table: TableName,
  present: ReadonlyMap<string, string>,
  typeOf: (type: ColumnType) => string,
): AddedColumn[] {
  const columns = columnsIn(table);
  const known = new Set(columns.map(([column]) => column));
  const strange = [...present.keys()].find((column) => !known.has(column));
  if (strange !== undefined) {
    throw refused(`The table ${table} of the facts has a column ${strange}, which this version does not know.`);
  }
  return columns.flatMap(([name, type], place) => {
    const is = present.get(name);
    if (is === plain(typeOf(type))) return [];
    if (is !== undefined) throw refused(`The column ${name} of the table ${table} is not ${typeOf(type)}.`);
    const after = columns[place - 1]?.[0];
    if (!type.endsWith('?') || after === undefined) throw refused(`The table ${table} of the facts lacks ${name}.`);
    return [{ table, name, type: typeOf(type), after }];
  });
}

function refused(difference: string): TributaryError {
  return new TributaryError(
    'facts-of-another-version',
    `${difference} Nothing was changed: open it with the version of Tributary that wrote it.`,
  );
}

/** Versions of an engine write blanks in its types as they like. */
function plain(type: string): string {
  return type.replaceAll(' ', '');
}

function columnsIn(name: TableName): readonly (readonly [string, ColumnType])[] {
  return Object.entries<ColumnType>(TABLES[name].columns);
}

function textOf(columns: readonly (readonly [string, string])[]): string {
  return columns.map((column) => column.join(' ')).join(',');
}
