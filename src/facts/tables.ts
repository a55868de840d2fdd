/**
 * Every table of the facts store, once, for both engines: the small shared list of column types, the tables, and the
 * text of their `CREATE TABLE`. Stored tables are append-only; work tables live for one run and are emptied before it.
 */

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

/** What a reported line and a commission entry both state, in the order in which they are written everywhere. */
export const LINE_COLUMNS = {
  advertiser_id: 'text',
  advertiser: 'text?',
  order_id: 'text',
  sku: 'text',
  product: 'text?',
  brand: 'text?',
  sub_id: 'text?',
  transaction_id: 'text?',
  occurred_on: 'date',
  occurred_time: 'text',
  processed_on: 'date?',
  processed_time: 'text?',
  currency: 'text',
  sales: 'amount',
  commission: 'amount',
  items: 'int64',
  status: 'text?',
  network_status: 'text?',
  reason: 'text?',
  referrer: 'text?',
} as const satisfies Record<string, ColumnType>;

/** The range of process dates a row can have: its own process date, or the window its report was asked for. */
const RANGE_COLUMNS = { range_from: 'date', range_to: 'date' } as const;

export const TABLES = {
  /** The commit point: entries and lines of a run exist once its row is here. */
  posted_runs: {
    life: 'stored',
    columns: { run_seq: 'int64', run_id: 'text', posted_at: 'instant' },
    sortedBy: ['run_seq'],
  },
  /** What each report said, line by line; current = not closed. `report_rank` is the report's place in the unify declaration. */
  reported_lines: {
    life: 'stored',
    columns: {
      reported_id: 'int64',
      run_seq: 'int64',
      scope_id: 'text',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
    },
    sortedBy: ['scope_id', 'advertiser_id', 'order_id', 'sku'],
  },
  /** Revisions of reported lines that a later run replaced or withdrew. */
  closed_lines: {
    life: 'stored',
    columns: { reported_id: 'int64', line_run_seq: 'int64', run_seq: 'int64' },
    sortedBy: ['reported_id'],
  },
  /** The ledger: one revision of one commission entry. `state`: counted, lost, conflict or withdrawn. */
  entries: {
    life: 'stored',
    columns: {
      entry_id: 'int64',
      run_seq: 'int64',
      scope_id: 'text',
      state: 'text',
      money_report: 'text',
      money_id: 'int64',
      ...LINE_COLUMNS,
    },
    sortedBy: ['scope_id', 'advertiser_id', 'order_id', 'sku'],
  },
  /** Revisions of entries that a later run replaced, or that turned out to be the same money as another entry. */
  closed_entries: {
    life: 'stored',
    columns: { entry_id: 'int64', entry_run_seq: 'int64', run_seq: 'int64' },
    sortedBy: ['entry_id'],
  },
  /**
   * Every current entry with the status of its order line, as of the posting `basis`: what reports read. Made anew after
   * each posting (ADR 0011). `order_no` numbers orders, `sign` is -1 for a line that takes money back, `search_text` is
   * what a search looks at.
   */
  ledger_lines: {
    life: 'derived',
    columns: {
      basis: 'int64',
      entry_id: 'int64',
      run_seq: 'int64',
      order_no: 'int64',
      scope_id: 'text',
      state: 'text',
      order_status: 'text',
      flag: 'text',
      sign: 'int32',
      money_report: 'text',
      money_id: 'int64',
      ...LINE_COLUMNS,
      search_text: 'text',
    },
    sortedBy: ['basis', 'occurred_on', 'entry_id'],
  },
  /** The postings whose `ledger_lines` are whole; a row comes last. */
  ledger_bases: {
    life: 'derived',
    columns: { basis: 'int64', line_count: 'int64' },
    sortedBy: ['basis'],
  },
  /** The rows of the run, translated, as its files stated them. `step` is the n-th file of one report. */
  staged_lines: {
    life: 'work',
    columns: {
      staged_no: 'int64',
      step: 'int32',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
    },
    sortedBy: ['staged_no'],
  },
  /**
   * One row a file: its report, the window it was asked for (the widest range where nobody knows), whether it is
   * everything in it, and the range that it covers together with the complete files of the same report beside it.
   */
  staged_files: {
    life: 'work',
    columns: {
      file_no: 'int32',
      step: 'int32',
      report: 'text',
      report_rank: 'int32',
      range_from: 'date',
      range_to: 'date',
      complete: 'int32',
      cover_from: 'date',
      cover_to: 'date',
    },
    sortedBy: ['file_no'],
  },
  /** Keys of the staged rows: which line a row can be, and a fingerprint of all it states. */
  work_keys: {
    life: 'work',
    columns: {
      staged_no: 'int64',
      step: 'int32',
      report: 'text',
      match_key: 'key',
      content: 'key',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      sub_id: 'text',
      ...RANGE_COLUMNS,
    },
    sortedBy: ['staged_no'],
  },
  /** Versions of reported lines that are open while the files of a run are read in turn. */
  work_open: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      version: 'int64',
      step: 'int32',
      report: 'text',
      match_key: 'key',
      content: 'key',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      sub_id: 'text',
      ...RANGE_COLUMNS,
    },
    sortedBy: ['reported_id'],
  },
  /** Which staged row is which reported line: `same` (equal in all fields), `paired`, `new`. */
  work_match: {
    life: 'work',
    columns: { staged_no: 'int64', reported_id: 'int64', step: 'int32', how: 'text' },
    sortedBy: ['staged_no'],
  },
  work_vanished: {
    life: 'work',
    columns: { reported_id: 'int64', run_seq: 'int64', advertiser_id: 'text', order_id: 'text', withdrawn: 'int32' },
    sortedBy: ['reported_id'],
  },
  /** Every reported line of every order the run touches, as it will be when the run is posted. */
  work_lines: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      old_run_seq: 'int64',
      revised: 'int32',
      was_read: 'int32',
      vanished: 'int32',
      report: 'text',
      report_rank: 'int32',
      file_no: 'int32',
      line_no: 'int64',
      ...LINE_COLUMNS,
      ...RANGE_COLUMNS,
    },
    sortedBy: ['reported_id'],
  },
  work_orders: {
    life: 'work',
    columns: { advertiser_id: 'text', order_id: 'text' },
    sortedBy: ['advertiser_id', 'order_id'],
  },
  work_brands: {
    life: 'work',
    columns: { sku: 'text', product: 'text', brand: 'text?', brands: 'int64' },
    sortedBy: ['sku', 'product'],
  },
  /** Lines of orders that more than one money report knows. `money_rank` is the report that carries the order's money. */
  work_shared: {
    life: 'work',
    columns: {
      reported_id: 'int64',
      report_rank: 'int32',
      money_rank: 'int32',
      line_group: 'key',
      sign: 'int32',
      occurred_on: 'date',
      occurred_time: 'text',
      transaction_id: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
      processed: 'text',
    },
    sortedBy: ['reported_id'],
  },
  /** Which secondary line states the same money as which money line: `id`, `exact`, `sum` or `date`. */
  work_pairs: {
    life: 'work',
    columns: { secondary_id: 'int64', secondary_rank: 'int32', money_id: 'int64', how: 'text' },
    sortedBy: ['secondary_id'],
  },
  /** Fields that the secondary reports add to a money line. */
  work_added_fields: {
    life: 'work',
    columns: {
      money_id: 'int64',
      advertiser: 'text?',
      product: 'text?',
      brand: 'text?',
      sub_id: 'text?',
      transaction_id: 'text?',
      processed_on: 'date?',
      processed_time: 'text?',
      status: 'text?',
      network_status: 'text?',
      referrer: 'text?',
      was_read: 'int32',
      vanished: 'int32',
    },
    sortedBy: ['money_id'],
  },
  /** The unified lines of the touched orders, as the ledger will hold them, with the entry each one revises. */
  work_unified: {
    life: 'work',
    columns: {
      money_id: 'int64',
      state: 'text',
      line_group: 'key',
      sign: 'int32',
      content: 'key',
      was_read: 'int32',
      vanished: 'int32',
      occurred_on: 'date',
      currency: 'text',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
    },
    sortedBy: ['money_id'],
  },
  /** Current entries of the touched orders. */
  work_entries: {
    life: 'work',
    columns: {
      entry_id: 'int64',
      run_seq: 'int64',
      money_id: 'int64',
      state: 'text',
      line_group: 'key',
      sign: 'int32',
      content: 'key',
      occurred_on: 'date',
      sales: 'amount',
      commission: 'amount',
      items: 'int64',
    },
    sortedBy: ['entry_id'],
  },
  /** Entry revisions to write; `old_run_seq` is 0 for an entry that is new. */
  work_posting: {
    life: 'work',
    columns: { money_id: 'int64', entry_id: 'int64', state: 'text', old_run_seq: 'int64', was_read: 'int32' },
    sortedBy: ['money_id'],
  },
  work_entry_match: {
    life: 'work',
    columns: { money_id: 'int64', entry_id: 'int64' },
    sortedBy: ['money_id'],
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof TABLES;

const DUCKDB_TYPES: Record<ColumnType, string> = {
  text: 'varchar not null',
  'text?': 'varchar',
  int32: 'integer not null',
  int64: 'bigint not null',
  amount: 'decimal(18,4) not null',
  date: 'date not null',
  'date?': 'date',
  instant: 'timestamp not null',
  key: 'uhugeint not null',
};

const CLICKHOUSE_TYPES: Record<ColumnType, string> = {
  text: 'String',
  'text?': 'Nullable(String)',
  int32: 'Int32',
  int64: 'Int64',
  amount: 'Decimal(18,4)',
  date: 'Date32',
  'date?': 'Nullable(Date32)',
  instant: "DateTime64(6, 'UTC')",
  key: 'UInt128',
};

/** DuckDB's `CREATE TABLE`; work tables are temporary, so a crash leaves none behind. */
export function duckdbTable(name: TableName): string {
  const table: TableDefinition = TABLES[name];
  const columns = Object.entries(table.columns).map(([column, type]) => `  ${column} ${DUCKDB_TYPES[type]}`);
  const kind = table.life === 'work' ? 'create or replace temp table' : 'create table if not exists';
  return `${kind} ${name} (\n${columns.join(',\n')}\n)`;
}

/**
 * ClickHouse's `CREATE TABLE`. The deduplication window covers `insert … values` (the commit point); an `insert … select`
 * that is tried again doubles its rows (measured on 26.7), which is why each attempt at posting has a number of its own.
 */
export function clickhouseTable(name: TableName): string {
  const table: TableDefinition = TABLES[name];
  const columns = Object.entries(table.columns).map(([column, type]) => `  ${column} ${CLICKHOUSE_TYPES[type]}`);
  const kind = table.life === 'work' ? 'create or replace table' : 'create table if not exists';
  const settings = table.life !== 'work' ? ' settings non_replicated_deduplication_window = 1000' : '';
  const engine = `engine = MergeTree order by (${table.sortedBy.join(', ')})${settings}`;
  return `${kind} ${name} (\n${columns.join(',\n')}\n) ${engine}`;
}

/**
 * The columns of a CSV file for ClickHouse. All take null, so that a null for a column that takes none is an error of the
 * insert: read as plain text it would become the two characters `\N`.
 */
export function clickhouseCsvTypes(name: TableName): string {
  const nullable = (type: string) => (type.startsWith('Nullable') ? type : `Nullable(${type})`);
  const columns = Object.entries<ColumnType>(TABLES[name].columns);
  return columns.map(([column, type]) => `${column} ${nullable(CLICKHOUSE_TYPES[type])}`).join(', ');
}

/** Column names of a table in their stored order. */
export function columnsOf(name: TableName): readonly string[] {
  return Object.keys(TABLES[name].columns);
}

/**
 * Views both engines share: current rows (posted and not closed), and the lines of the running plan with the fields
 * that secondary reports and the brand list add.
 */
export const VIEWS: Readonly<Record<string, string>> = {
  current_lines: `
select r.* from reported_lines r
where r.run_seq in (select run_seq from posted_runs)
  and (r.reported_id, r.run_seq) not in
    (select c.reported_id, c.line_run_seq from closed_lines c where c.run_seq in (select run_seq from posted_runs))`,
  current_entries: `
select e.* from entries e
where e.run_seq in (select run_seq from posted_runs)
  and (e.entry_id, e.run_seq) not in
    (select c.entry_id, c.entry_run_seq from closed_entries c where c.run_seq in (select run_seq from posted_runs))`,
  work_final: `
select l.reported_id as reported_id, l.report as report, l.report_rank as report_rank, l.advertiser_id as advertiser_id,
  coalesce(l.advertiser, a.advertiser) as advertiser, l.order_id as order_id, l.sku as sku,
  coalesce(l.product, a.product) as product, coalesce(l.brand, a.brand, b.brand) as brand,
  coalesce(l.sub_id, a.sub_id) as sub_id, coalesce(l.transaction_id, a.transaction_id) as transaction_id,
  l.occurred_on as occurred_on, l.occurred_time as occurred_time,
  coalesce(l.processed_on, a.processed_on) as processed_on, coalesce(l.processed_time, a.processed_time) as processed_time,
  l.currency as currency, l.sales as sales, l.commission as commission, l.items as items,
  coalesce(l.status, a.status) as status, coalesce(l.network_status, a.network_status) as network_status,
  l.reason as reason, coalesce(l.referrer, a.referrer) as referrer,
  case when coalesce(a.was_read, 0) > l.was_read then 1 else l.was_read end as was_read,
  case when coalesce(a.vanished, 0) > l.vanished then 1 else l.vanished end as vanished
from work_lines l
left join work_added_fields a on a.money_id = l.reported_id
left join work_brands b on b.sku = l.sku and b.product = l.product`,
};
