/** One suite over both engines: what it asks must come back the same from DuckDB and from ClickHouse. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { FactsStore, SqlRow } from '../../src/facts/index.ts';
import { ENGINES, type Opened } from './engines.ts';

const NEW_LINE = 'two\nlines';

/** A value for every column type, the awkward ones among them: reported lines have all types but instant and key. */
const LINES = [
  line(1, ['A"B", said \'it\'', 'null', '', '\\N', 'back\\slash \\n', 'ünïcödé 🛒', NEW_LINE]),
  line(2, [null, ' padded ', '\\\\N', 'NULL', '\t', '"', ',']),
];

function line(id: number, texts: readonly (string | null)[]): (string | null)[] {
  const [advertiser, product, brand, subId, transaction, status, referrer] = texts.map((text) => text ?? null);
  return [
    ...[String(id), '9007199254740993', 'scope', 'report', '-7', '2', String(id)],
    ...['10', advertiser ?? null, 'order', ''],
    ...[product ?? null, brand ?? null, subId ?? null, transaction ?? null],
    ...['1969-12-31', '', id === 1 ? '2024-02-29' : null, id === 1 ? '10:00:00' : null],
    ...['USD', '-12345678901234.5678', '0.1', '-3'],
    ...[status ?? null, null, null, referrer ?? null, '1950-01-01', '2199-12-31'],
  ];
}

function csv(rows: readonly (readonly (string | null)[])[]): string {
  const field = (value: string | null) => (value === null ? '\\N' : `"${value.replaceAll('"', '""')}"`);
  return rows.map((row) => `${row.map(field).join(',')}\n`).join('');
}

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-engines-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function file(text: string): Promise<string> {
  files += 1;
  const path = join(folder, `${files}.csv`);
  await writeFile(path, text);
  return path;
}

/** Statements of the common subset with the rows that both engines must answer. */
const STATEMENTS: readonly { sql: string; rows: SqlRow[] }[] = [
  {
    sql: `select t, count(*) as n from numbers_of group by t order by t`,
    rows: [
      { t: 'a', n: '2' },
      { t: 'b', n: '2' },
      { t: 'c', n: '1' },
    ],
  },
  { sql: `select distinct t from numbers_of order by t`, rows: [{ t: 'a' }, { t: 'b' }, { t: 'c' }] },
  { sql: `select count(distinct t) as n from numbers_of`, rows: [{ n: '3' }] },
  { sql: `select count(*) filter (where i > 2) as n from numbers_of`, rows: [{ n: '3' }] },
  {
    sql: `select i, row_number() over (partition by t order by i desc) as n from numbers_of order by i`,
    rows: [
      { i: 1, n: '2' },
      { i: 2, n: '1' },
      { i: 3, n: '2' },
      { i: 4, n: '1' },
      { i: 5, n: '1' },
    ],
  },
  {
    sql: `select i from numbers_of qualify row_number() over (partition by t order by i desc) = 1 order by i`,
    rows: [{ i: 2 }, { i: 4 }, { i: 5 }],
  },
  {
    sql: `select i from numbers_of where (t, i) in (select x.t, x.i from numbers_of x where x.i > 3) order by i`,
    rows: [{ i: 4 }, { i: 5 }],
  },
  {
    sql: `select i from numbers_of where (t, i) not in (select x.t, x.i from numbers_of x where x.i > 3) order by i`,
    rows: [{ i: 1 }, { i: 2 }, { i: 3 }],
  },
  {
    sql: `select n.i as i, o.nt as nt, o.d as d, o.i as j from numbers_of n
          left join numbers_of o on o.i = n.i and o.i > 4 where n.i > 3 order by n.i`,
    rows: [
      { i: 4, nt: null, d: null, j: null },
      { i: 5, nt: 'y', d: '1969-07-20', j: 5 },
    ],
  },
  {
    sql: `select min_by(t, i) as a, max_by(t, i) as b, argMin(nt, i) as c from numbers_of`,
    rows: [{ a: 'a', b: 'c', c: 'x' }],
  },
  { sql: `select max_by(t, (d, i)) as v from numbers_of`, rows: [{ v: 'b' }] },
  {
    sql: `select sum(m) as s, -sum(m) as n, max(m) as x, sum(m) * 3 as t from numbers_of`,
    rows: [
      { s: '90000000000000.0006', n: '-90000000000000.0006', x: '90000000000000.0001', t: '270000000000000.0018' },
    ],
  },
  {
    sql: `select sum(m) as s, max(t) as t, min(d) as d, count(*) as n from numbers_of where i > 9`,
    rows: [{ s: null, t: null, d: null, n: '0' }],
  },
  { sql: `select sum(case when i > 4 then m else 0 end) as s from numbers_of`, rows: [{ s: '0.0002' }] },
  {
    sql: `select t || coalesce(nt, '-') || cast(i as varchar) as v from numbers_of where i < 3 order by i`,
    rows: [{ v: 'a-1' }, { v: 'ax2' }],
  },
  {
    sql: `select concat_ws('|', t, coalesce(nt, '')) as v from numbers_of where i < 3 order by i`,
    rows: [{ v: 'a|' }, { v: 'a|x' }],
  },
  {
    sql: `select case when nt is null then 'none' when nt = 'x' then 'ex' else 'other' end as v from numbers_of order by i`,
    rows: [{ v: 'none' }, { v: 'ex' }, { v: 'other' }, { v: 'none' }, { v: 'other' }],
  },
  {
    sql: `select cast(d as varchar) as c, day_text(d) as t, d as d from numbers_of where i in (1, 5) order by i`,
    rows: [
      { c: '2024-02-28', t: '2024-02-28', d: '2024-02-28' },
      { c: '1969-07-20', t: '1969-07-20', d: '1969-07-20' },
    ],
  },
  {
    sql: `select i from numbers_of where d between {from:Date32} and {to:Date32} order by i`,
    rows: [{ i: 1 }, { i: 2 }],
  },
  {
    sql: `select d - 3 as a, d - i as b, d - {days:Int32} as c, d - cast(j as integer) as e from numbers_of where i = 2`,
    rows: [{ a: '2024-02-26', b: '2024-02-27', c: '2024-01-30', e: '2024-02-27' }],
  },
  { sql: `select d - 1 as a, d + 1 as b from numbers_of where i = 5`, rows: [{ a: '1969-07-19', b: '1969-07-21' }] },
  { sql: `select date_diff('day', {from:Date32}, d) as n from numbers_of where i = 2`, rows: [{ n: '1' }] },
  {
    sql: `select greatest(d, {to:Date32}) as g, least(d, nd) as l from numbers_of order by i`,
    rows: [
      { g: '2024-02-29', l: '2024-02-28' },
      { g: '2024-02-29', l: '2024-01-01' },
      { g: '2024-03-01', l: '2024-03-01' },
      { g: '2024-12-31', l: '2024-12-31' },
      { g: '2024-02-29', l: '1969-07-20' },
    ],
  },
  { sql: `select count(distinct line_key(t)) as n from numbers_of`, rows: [{ n: '3' }] },
  {
    sql: `select sum(i) over (order by i rows between unbounded preceding and current row) as s from numbers_of order by i`,
    rows: [{ s: '1' }, { s: '3' }, { s: '6' }, { s: '10' }, { s: '15' }],
  },
  {
    sql: `select nt from numbers_of order by nt desc, i`,
    rows: [{ nt: 'z' }, { nt: 'y' }, { nt: 'x' }, { nt: null }, { nt: null }],
  },
  {
    sql: `select count(*) as n from numbers_of n where exists (select 1 from numbers_of o where o.i = n.i + 1)`,
    rows: [{ n: '4' }],
  },
  {
    sql: `select n.i as i from numbers_of n anti join numbers_of o on o.nt = n.nt order by n.i`,
    rows: [{ i: 1 }, { i: 4 }],
  },
  {
    sql: `select cast(i + 100 as integer) as i, i as before from numbers_of where i = 1`,
    rows: [{ i: 101, before: 1 }],
  },
  {
    sql: `select i from numbers_of where i < 3 union select i from numbers_of where i < 2 order by i`,
    rows: [{ i: 1 }, { i: 2 }],
  },
];

const PARAMETERS = { from: '2024-02-28', to: '2024-02-29', days: 30 };

/** A small world in a work table; a view gives its columns short names. */
const WORLD = csv(
  [
    ['1', '1', 'a', null, '2024-02-28', null, '90000000000000.0001'],
    ['2', '2', 'a', 'x', '2024-02-29', '2024-01-01', '0.0001'],
    ['3', '3', 'b', 'z', '2024-03-01', null, '0.0001'],
    ['4', '4', 'b', null, '2024-12-31', null, '0.0001'],
    ['5', '5', 'c', 'y', '1969-07-20', null, '0.0002'],
  ].map(([i = null, j = null, t = null, nt = null, d = null, nd = null, m = null]) => [
    ...[j, '1', 's', 'r', i, '1', '1', t, nt, '', '', null, null, null, null, d, '', nd, null, 'USD', m, '0', '0'],
    ...[null, null, null, null, '2024-01-01', '2024-01-01'],
  ]),
);
const NUMBERS_OF = `create view numbers_of as select report_rank as i, reported_id as j, advertiser_id as t,
  advertiser as nt, occurred_on as d, processed_on as nd, sales as m from reported_lines`;

describe.each(ENGINES)('%s', (engine, open) => {
  let opened: Opened | { skipped: string };

  beforeAll(async () => {
    opened = await open(folder);
  });

  afterAll(async () => {
    if ('close' in opened) await opened.close();
  });

  function storeFor(test: TestContext): FactsStore {
    if ('skipped' in opened) return test.skip(opened.skipped);
    return opened.store;
  }

  it('loads every kind of text, number, amount and date from a CSV file', async (test) => {
    const store = storeFor(test);
    expect(store.engine).toBe(engine);
    await store.exclusive(async (writer) => writer.loadCsv('reported_lines', await file(csv(LINES))));
    const rows = await store.query('select * from reported_lines order by reported_id');
    expect(rows.map((row) => Object.values(row))).toEqual(LINES.map(asRead));
    await store.exclusive((writer) => writer.run('truncate table reported_lines'));
    expect(await store.query('select * from reported_lines')).toEqual([]);
  });

  it('keeps line ends of every kind inside a text, in the first line of a file too', async (test) => {
    const store = storeFor(test);
    for (const text of ['a\r\nb', 'a\nb', 'a\rb', '\r\n']) {
      await store.exclusive(async (writer) => {
        await writer.loadCsv(
          'work_orders',
          await file(
            csv([
              [text, '1'],
              ['plain', '2'],
            ]),
          ),
        );
        const rows = await writer.query('select advertiser_id as text from work_orders order by order_id');
        expect(rows).toEqual([{ text }, { text: 'plain' }]);
        await writer.empty('work_orders');
      });
    }
  });

  it('loads instants and keys', async (test) => {
    const store = storeFor(test);
    const largest = (2n ** 128n - 1n).toString();
    await store.exclusive(async (writer) => {
      const runs = await file(
        csv([
          ['1', 'r1', '2024-02-29 10:11:12.123456'],
          ['2', 'r2', '1969-12-31 23:59:00.500000'],
        ]),
      );
      await writer.loadCsv('posted_runs', runs);
      const keys = await file(csv([['1', '1', 'r', largest, '0', '0', '0', '0', '', '2024-01-01', '2024-01-01']]));
      await writer.loadCsv('work_keys', keys);
      expect(await writer.query('select * from posted_runs order by run_seq')).toEqual([
        { run_seq: '1', run_id: 'r1', posted_at: '2024-02-29 10:11:12.123456' },
        { run_seq: '2', run_id: 'r2', posted_at: '1969-12-31 23:59:00.5' },
      ]);
      const key = await writer.query('select cast(match_key as varchar) as key from work_keys');
      expect(key).toEqual([{ key: largest }]);
      await writer.run('truncate table posted_runs');
    });
  });

  it('takes an empty file', async (test) => {
    const store = storeFor(test);
    await store.exclusive(async (writer) => writer.loadCsv('posted_runs', await file('')));
    expect(await store.query('select * from posted_runs')).toEqual([]);
  });

  it('says which file it cannot read', async (test) => {
    const store = storeFor(test);
    const missing = join(folder, 'missing.csv');
    await expect(store.exclusive((writer) => writer.loadCsv('posted_runs', missing))).rejects.toThrow('missing.csv');
    expect(await store.query('select * from posted_runs')).toEqual([]);
  });

  it('refuses a null where a column takes none', async (test) => {
    const store = storeFor(test);
    const nulls = await file(csv([['1', null, '2024-02-29 10:11:12']]));
    await expect(store.exclusive((writer) => writer.loadCsv('posted_runs', nulls))).rejects.toThrow();
    const insert = `insert into closed_lines select reported_id, run_seq, nullif(run_seq, 1) from reported_lines`;
    await store.exclusive(async (writer) => writer.loadCsv('reported_lines', await file(WORLD)));
    await expect(store.exclusive((writer) => writer.run(insert))).rejects.toThrow();
    await store.exclusive((writer) => writer.run('truncate table reported_lines'));
    expect(await store.query('select count(*) as n from posted_runs')).toEqual([{ n: '0' }]);
    expect(await store.query('select count(*) as n from closed_lines')).toEqual([{ n: '0' }]);
  });

  it('binds parameters of every type, null too', async (test) => {
    const store = storeFor(test);
    const sql = `select {s:String} as s, {i:Int32} as i, {l:Int64} as l, {d:Date32} as d,
      {t:DateTime64(6, 'UTC')} as t, coalesce({z:String}, 'none') as z, {y:Date32} as y`;
    const text = `it's "quoted" \\ \\N \\t {x:String} \n\t ü 🛒 ? $1 %41+&`;
    const values = { i: -2147483648, l: 9007199254740993n, d: '1950-01-01', t: '2024-02-29 10:11:12.000010', z: null };
    expect(await store.query(sql, { s: text, ...values, y: null })).toEqual([
      {
        s: text,
        i: -2147483648,
        l: '9007199254740993',
        d: '1950-01-01',
        t: '2024-02-29 10:11:12.00001',
        z: 'none',
        y: null,
      },
    ]);
  });

  it('does exclusive work one at a time and goes on after a failure', async (test) => {
    const store = storeFor(test);
    const seen: string[] = [];
    const work = (name: string, pause: number) =>
      store.exclusive(async (writer) => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, pause));
        await writer.query('select 1 as x');
        seen.push(`${name} ends`);
        if (name === 'b') throw new Error('b fails');
        return name;
      });
    const results = await Promise.allSettled([work('a', 30), work('b', 1), work('c', 0)]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('names what is wrong with a statement', async (test) => {
    const store = storeFor(test);
    await expect(store.query('select * from no_such_table')).rejects.toThrow(/no_such_table/);
    expect(await store.query('select 1 as x')).toEqual([{ x: 1 }]);
  });

  it('answers the common subset of SQL alike', async (test) => {
    const store = storeFor(test);
    await store.exclusive(async (writer) => {
      await writer.loadCsv('reported_lines', await file(WORLD));
      await writer.run(NUMBERS_OF);
    });
    for (const { sql, rows } of STATEMENTS) expect(await store.query(sql, PARAMETERS), sql).toEqual(rows);
  });

  it('inserts what a chain of common table expressions selects', async (test) => {
    const store = storeFor(test);
    await store.exclusive(async (writer) => {
      await writer.run(
        `insert into work_posting (money_id, entry_id, state, old_run_seq, was_read)
         with numbered as (select j, t, row_number() over (order by j) as n from numbers_of),
           chosen as (select j, t, n from numbered where n >= {least:Int64})
         select j, {base:Int64} + n, case when t = 'b' then 'counted' else 'lost' end, 0, 1 from chosen`,
        { least: 4, base: 100n },
      );
      const rows = await writer.query('select money_id, entry_id, state, was_read from work_posting order by money_id');
      expect(rows).toEqual([
        { money_id: '4', entry_id: '104', state: 'counted', was_read: 1 },
        { money_id: '5', entry_id: '105', state: 'lost', was_read: 1 },
      ]);
      await writer.empty('work_posting');
      expect(await writer.query('select count(*) as n from work_posting')).toEqual([{ n: '0' }]);
    });
  });

  it('stores rows again that were stored and truncated before', async (test) => {
    const store = storeFor(test);
    const run = await file(csv([['7', 'again', '2024-02-29 10:11:12']]));
    await store.exclusive(async (writer) => {
      for (let round = 0; round < 3; round += 1) {
        await writer.run('truncate table posted_runs');
        await writer.loadCsv('posted_runs', run);
        expect(await writer.query('select run_id from posted_runs')).toEqual([{ run_id: 'again' }]);
      }
    });
  });
});

/** How a loaded line comes back: 32-bit integers as numbers, amounts with four decimals. */
function asRead(loaded: readonly (string | null)[]): (string | number | null)[] {
  const numbers = new Set([4, 5]);
  return loaded.map((value, index) => {
    if (value !== null && numbers.has(index)) return Number(value);
    return value === '0.1' ? '0.1000' : value;
  });
}
