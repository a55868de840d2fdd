/**
 * The shared vocabulary: the few functions that differ between the engines, defined once for each so that the same SQL
 * text runs on both. Values of `line_key` are compared within one engine only and never leave it. `streamed(x in (…))` is
 * `x in (…)` for wide stored rows: DuckDB expects a fifth of a view's rows after each of its filters, so it takes a
 * ledger for the smaller side and builds its hash table of all of it (1.1 s and 300 MB for a million lines; so 0.2 s).
 *
 * `converted(a, n, d)` is the amount a × n ÷ d, rounded half away from zero to the fourth decimal: in whole numbers of 128
 * bits, as neither engine divides decimals alike (ADR 0014). `clock_text` writes seconds of a day as HH:MM:SS.
 */

/** DuckDB macros, run at every start (they cost under a millisecond). */
export const DUCKDB_VOCABULARY: readonly string[] = [
  'create or replace macro line_key(t) as md5_number(t)',
  "create or replace macro day_text(d) as strftime(d, '%Y-%m-%d')",
  'create or replace macro streamed(condition) as case when condition then 1 else 0 end = 1',
  "create or replace macro monday_text(d) as strftime(date_trunc('week', d), '%Y-%m-%d')",
  "create or replace macro sunday_text(d) as strftime(cast(date_trunc('week', d + 1) as date) - 1, '%Y-%m-%d')",
  "create or replace macro clock_text(s) as strftime(make_timestamp(cast(s as bigint) * 1000000), '%H:%M:%S')",
  // the usual amount fits 64 bits all the way, which takes a fifth of the time
  `create or replace macro converted(a, n, d) as case when abs(a) < 1000000 and n < 100000000 and n <= d * 1000
    then case when a < 0 then -1 else 1 end * cast(cast((cast(cast(abs(a) as decimal(10,4)) * 20000 as bigint) * n + d) // (2 * d)
      as decimal(14,0)) * cast(0.0001 as decimal(4,4)) as decimal(17,4))
    else cast(cast(case when a < 0 then -1 else 1 end
      * ((cast(cast(abs(a) as decimal(38,4)) * 20000 as hugeint) * n + d) // (cast(2 as hugeint) * d)) as bigint) * cast(0.0001 as decimal(4,4)) as decimal(18,4)) end`,
  // minutes since 1970 of an instant; of a day and its time (HH:MM:SS), where no time is known its last minute
  'create or replace macro minute_of(ts) as epoch_us(ts) // 60000000',
  `create or replace macro day_minute(d, t) as cast(d - date '1970-01-01' as bigint) * 1440
    + case when t = '' then 1439 else cast(substring(t, 1, 2) as integer) * 60 + cast(substring(t, 4, 2) as integer) end`,
  // whole numbers of 128 bits, none below 0: a ÷ b without its remainder
  'create or replace macro huge(a) as cast(a as hugeint)',
  'create or replace macro whole_part(a, b) as cast(cast(a as hugeint) // cast(b as hugeint) as bigint)',
  // an amount as a count of 1/10 000, and back; from 10^10 on 64 bits cannot hold the product, and 128 take a hundred times as long
  `create or replace macro units_of(a) as case when abs(a) < 10000000000 then cast(a * 10000 as bigint)
    else cast(cast(a as decimal(38,4)) * 10000 as bigint) end`,
  'create or replace macro amount_of_units(u) as cast(cast(u as decimal(30,0)) * cast(0.0001 as decimal(5,4)) as decimal(18,4))',
  'create or replace macro folded(t) as lower(t)',
  'create or replace macro has_text(t, part) as contains(t, part)',
  "create or replace macro network_of(scope) as split_part(scope, ':', 1)",
  "create or replace macro country_of(scope) as split_part(scope, ':', 3)",
];

/** ClickHouse functions of the same names. */
export const CLICKHOUSE_VOCABULARY: readonly string[] = [
  'create or replace function line_key as (t) -> reinterpretAsUInt128(MD5(t))',
  "create or replace function day_text as (d) -> formatDateTime(d, '%Y-%m-%d')",
  'create or replace function streamed as (condition) -> condition',
  "create or replace function monday_text as (d) -> formatDateTime(addDays(d, 1 - toDayOfWeek(d)), '%Y-%m-%d')",
  "create or replace function sunday_text as (d) -> formatDateTime(addDays(d, -(toDayOfWeek(d) % 7)), '%Y-%m-%d')",
  "create or replace function clock_text as (s) -> formatDateTime(toDateTime(s, 'UTC'), '%H:%i:%S')",
  `create or replace function converted as (a, n, d) -> cast(toDecimal128(if(a < 0, -1, 1)
    * intDiv(toInt128(abs(toDecimal128(a, 4)) * 20000) * toInt128(n) + d, toInt128(2) * d), 0) * toDecimal128('0.0001', 4) as Decimal(18,4))`,
  'create or replace function minute_of as (ts) -> intDiv(toUnixTimestamp64Micro(ts), 60000000)',
  `create or replace function day_minute as (d, t) -> toInt64(toInt32(d)) * 1440
    + if(t = '', 1439, toInt32OrZero(substring(t, 1, 2)) * 60 + toInt32OrZero(substring(t, 4, 2)))`,
  'create or replace function huge as (a) -> toInt128(a)',
  'create or replace function whole_part as (a, b) -> toInt64(intDiv(toInt128(a), toInt128(b)))',
  'create or replace function units_of as (a) -> toInt64(toDecimal128(a, 4) * 10000)',
  `create or replace function amount_of_units as (u) -> cast(toDecimal128(u, 0) * toDecimal128('0.0001', 4) as Decimal(18,4))`,
  'create or replace function folded as (t) -> lowerUTF8(t)',
  'create or replace function has_text as (t, part) -> position(t, part) > 0',
  "create or replace function network_of as (scope) -> splitByChar(':', scope)[1]",
  "create or replace function country_of as (scope) -> splitByChar(':', scope)[3]",
];
