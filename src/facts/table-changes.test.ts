/** What becomes of tables that an older version made. */
import { expect, it } from 'vitest';
import { TributaryError } from '../core/index.ts';
import { CLICKHOUSE_TYPES } from './create-table.ts';
import { type FoundColumn, tableChanges } from './table-changes.ts';
import type { ColumnType } from './table-definition.ts';
import { TABLES, type TableName } from './tables.ts';

const typeOf = (type: ColumnType): string => CLICKHOUSE_TYPES[type];
const columnsOf = (table: TableName): FoundColumn[] =>
  Object.entries<ColumnType>(TABLES[table].columns).map(([name, type]) => ({ table, name, type: typeOf(type) }));
const [CLICKS, DAYS] = [columnsOf('clicks'), columnsOf('traffic_days')];
/** All derived tables as they are now. */
const DERIVED = (Object.keys(TABLES) as TableName[]) // keys of TABLES
  .filter((name) => TABLES[name].life === 'derived')
  .flatMap(columnsOf);

it('has nothing to do where tables are as they are defined, also in another order and spelling', () => {
  expect(tableChanges([], typeOf)).toEqual({ dropped: [], added: [] });
  expect(tableChanges([...CLICKS].reverse(), typeOf)).toEqual({ dropped: [], added: [] });
  const spelled = columnsOf('entries').map((one) => ({ ...one, type: one.type.replace(',', ', ') }));
  expect(tableChanges(spelled, typeOf)).toEqual({ dropped: [], added: [] });
  const others = [...DERIVED, { table: 'somebody_s_own', name: 'x', type: 'String' }];
  expect(tableChanges(others, typeOf)).toEqual({ dropped: [], added: [] });
});

it('adds what a stored table lacks, if the rows that are there can be without it', () => {
  const older = CLICKS.filter(({ name }) => name !== 'city' && name !== 'heading');
  expect(tableChanges(older, typeOf).added).toEqual([
    { table: 'clicks', name: 'city', type: 'Nullable(String)', after: 'country_is_guess' },
    { table: 'clicks', name: 'heading', type: 'Nullable(String)', after: 'link_text' },
  ]);
});

it('refuses what it cannot bring to the definition, and says what that is', () => {
  const refused = (found: readonly FoundColumn[]): string => {
    try {
      tableChanges(found, typeOf);
      return 'taken';
    } catch (error) {
      return error instanceof TributaryError ? `${error.code}: ${error.message}` : String(error);
    }
  };
  expect(refused(CLICKS.filter(({ name }) => name !== 'device'))).toMatch(
    /^facts-of-another.*clicks of the facts lacks device/,
  );
  expect(refused([...CLICKS, { table: 'clicks', name: 'mood', type: 'String' }])).toMatch(/a column mood/);
  const other = CLICKS.map((one) => (one.name === 'position' ? { ...one, type: 'String' } : one));
  expect(refused(other)).toMatch(/position of the table clicks is not Int32/);
});

it('makes all derived tables anew if one of them is another, or missing', () => {
  const others = DERIVED.filter(({ table }) => table !== 'traffic_days');
  const names = [...new Set(others.map(({ table }) => table))];
  const older = [...others, ...DAYS.filter(({ name }) => name !== 'city'), ...CLICKS];
  expect([...tableChanges(older, typeOf).dropped].sort()).toEqual([...names, 'traffic_days'].sort());
  expect([...tableChanges(others, typeOf).dropped].sort()).toEqual(names.sort());
});
