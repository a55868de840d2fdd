/**
 * SQL fragments that say what a line is: its sign, its key, the group of its order line and a fingerprint of all it
 * states. Fingerprints are 128 bits wide: a million lines collide with a chance of about 1 in 10^27.
 */
import { LINE_COLUMNS } from '../facts/index.ts';

/** Unit separator between fields and a record separator for null: control characters that no report was seen to use. */
const UNIT = "'\u001f'";
const NULL_MARK = "'\u001e'";

/** -1 for a line that takes money back, else 1: by commission, then sales, then items. */
export function signOf(row: string): string {
  return `case when ${row}.commission < 0 or (${row}.commission = 0 and (${row}.sales < 0 or (${row}.sales = 0 and ${row}.items < 0))) then -1 else 1 end`;
}

/** The order line: one SKU of one order of one advertiser. The scope is fixed within a run. */
export function lineGroupOf(row: string): string {
  return `line_key(concat(${row}.advertiser_id, ${UNIT}, ${row}.order_id, ${UNIT}, ${row}.sku))`;
}

/**
 * Which line a reported row can be: the network's own id where it gives one; else order line, process date and time
 * and sign; else order line, transaction date and time and sign. A brand row is its three texts.
 */
export function matchKeyOf(row: string): string {
  const order = `${row}.advertiser_id, ${UNIT}, ${row}.order_id, ${UNIT}, ${row}.sku`;
  return `line_key(concat(${row}.report, ${UNIT}, case
    when ${row}.report_rank = 90 then concat('brand', ${UNIT}, ${row}.sku, ${UNIT}, coalesce(${row}.product, ''), ${UNIT}, coalesce(${row}.brand, ''))
    when coalesce(${row}.transaction_id, '') <> '' then concat('id', ${UNIT}, coalesce(${row}.transaction_id, ''))
    when ${row}.processed_on is not null then concat('processed', ${UNIT}, ${order}, ${UNIT}, coalesce(day_text(${row}.processed_on), ''), ${UNIT}, coalesce(${row}.processed_time, ''), ${UNIT}, cast(${signOf(row)} as varchar))
    else concat('occurred', ${UNIT}, ${order}, ${UNIT}, day_text(${row}.occurred_on), ${UNIT}, ${row}.occurred_time, ${UNIT}, cast(${signOf(row)} as varchar))
  end))`;
}

/** A fingerprint of everything a line states. */
export function contentOf(row: string): string {
  const fields = Object.entries(LINE_COLUMNS).map(([column, type]) => {
    const name = `${row}.${column}`;
    if (type === 'text') return name;
    if (type === 'text?') return `coalesce(${name}, ${NULL_MARK})`;
    if (type === 'date') return `cast(${name} as varchar)`;
    if (type === 'date?') return `coalesce(cast(${name} as varchar), ${NULL_MARK})`;
    return `cast(${name} as varchar)`;
  });
  return `line_key(concat(${fields.join(`, ${UNIT}, `)}))`;
}

/** All line columns of a row, for a select list. */
export function lineColumnsOf(row: string): string {
  return Object.keys(LINE_COLUMNS)
    .map((column) => `${row}.${column}`)
    .join(', ');
}

/** The line columns' names, for an insert list. */
export const LINE_COLUMN_NAMES = Object.keys(LINE_COLUMNS).join(', ');

/** Ranks at and above this carry no money of their own: 50 = lost, 90 = brand lists. */
export const LOST_RANK = 50;
export const BRAND_RANK = 90;
