/**
 * The shared vocabulary: the few functions that differ between the engines, defined once for each so that the same SQL
 * text runs on both. Values of `line_key` are compared within one engine only and never leave it.
 */

/** DuckDB macros, run at every start (they cost under a millisecond). */
export const DUCKDB_VOCABULARY: readonly string[] = [
  'create or replace macro line_key(t) as md5_number(t)',
  "create or replace macro day_text(d) as strftime(d, '%Y-%m-%d')",
  "create or replace macro monday_text(d) as strftime(date_trunc('week', d), '%Y-%m-%d')",
  'create or replace macro folded(t) as lower(t)',
  'create or replace macro has_text(t, part) as contains(t, part)',
  "create or replace macro network_of(scope) as split_part(scope, ':', 1)",
  "create or replace macro country_of(scope) as split_part(scope, ':', 3)",
];

/** ClickHouse functions of the same names. */
export const CLICKHOUSE_VOCABULARY: readonly string[] = [
  'create or replace function line_key as (t) -> reinterpretAsUInt128(MD5(t))',
  "create or replace function day_text as (d) -> formatDateTime(d, '%Y-%m-%d')",
  "create or replace function monday_text as (d) -> formatDateTime(addDays(d, 1 - toDayOfWeek(d)), '%Y-%m-%d')",
  'create or replace function folded as (t) -> lowerUTF8(t)',
  'create or replace function has_text as (t, part) -> position(t, part) > 0',
  "create or replace function network_of as (scope) -> splitByChar(':', scope)[1]",
  "create or replace function country_of as (scope) -> splitByChar(':', scope)[3]",
];
