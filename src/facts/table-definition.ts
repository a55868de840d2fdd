/** What a table of the facts store is made of, once for both engines. */

/** Column types that mean the same on DuckDB and ClickHouse. Instants are microseconds UTC. */
export type ColumnType = 'text' | 'text?' | 'int32' | 'int64' | 'amount' | 'date' | 'date?' | 'instant' | 'key';

/**
 * A table: `stored` rows are facts, `derived` rows are made of them and can be made again, `work` rows belong to the run
 * being planned and are nobody's truth.
 */
export interface TableDefinition {
  readonly life: 'stored' | 'derived' | 'work';
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Columns by which ClickHouse sorts the table. */
  readonly sortedBy: readonly string[];
}
