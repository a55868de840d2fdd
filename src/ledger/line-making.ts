/** What the readable lines are made by: settings of the workspace, and the zones of its streams. */
import type { FactsWriter, SqlParameters } from '../facts/index.ts';
import { REVERSAL_DAYS } from './order-status.ts';
import { zoneShift } from './zone-shift.ts';

/** How lines are made readable. */
export interface LineMaking {
  /** The zone whose days lines are grouped by; null = the days that each network reports. */
  readonly timeZone: string | null;
  /** Zones of the networks' own days, by scope or by network: the scope's counts where both are named. */
  readonly zones: Readonly<Record<string, string>>;
  /** After so many days sales without a reversal count as approved. */
  readonly reversalDays: number;
}

/** The networks' own days, and the usual reversal window. */
export const AS_REPORTED: LineMaking = { timeZone: null, zones: {}, reversalDays: REVERSAL_DAYS };

/** The zone of a stream's days; UTC where nobody says. */
export function zoneOf({ zones }: Pick<LineMaking, 'zones'>, scope: string): string {
  return zones[scope] ?? zones[scope.split(':')[0] ?? ''] ?? 'UTC';
}

/** A text that tells makings apart. Without a zone of the workspace's own, those of the networks change nothing. */
export function makingKey({ timeZone, zones, reversalDays }: LineMaking): string {
  const named = timeZone === null ? [] : Object.entries(zones).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([timeZone, reversalDays, named]);
}

const CHUNK = 2000;

/** Days of the lines that are made: of all of them, or of the touched orders. */
const DAYS = (isWhole: boolean): string => {
  const of = isWhole
    ? ''
    : `where streamed((e.scope_id, e.advertiser_id, e.order_id) in (select t.scope_id, t.advertiser_id, t.order_id from work_touched t))`;
  return `
select distinct e.scope_id as scope_id, e.occurred_on as day from entries e ${of}
union distinct
select distinct e.scope_id as scope_id, coalesce(e.processed_on, e.occurred_on) as day from entries e ${of}`;
};

/** Fills `work_zone_days` for the lines that are made. */
export async function prepareZoneDays(writer: FactsWriter, making: LineMaking, isWhole: boolean): Promise<void> {
  await fillZoneDays(writer, making, DAYS(isWhole), {});
}

/** The same for the days (`scope_id`, `day`) that a question answers. */
export async function fillZoneDays(
  writer: FactsWriter,
  making: LineMaking,
  days: string,
  asked: SqlParameters,
): Promise<void> {
  await writer.empty('work_zone_days');
  const { timeZone } = making;
  if (timeZone === null) return;
  const known = new Map<string, string>();
  const rows = (await writer.query(days, asked)).map((row, n): [string, SqlParameters] => {
    const [scope, day] = [String(row['scope_id']), String(row['day'])];
    const from = zoneOf(making, scope);
    const key = `${from} ${day}`;
    const shift = known.get(key) ?? Object.values(zoneShift(from, timeZone, day)).join(', ');
    known.set(key, shift);
    return [
      `({s${n % CHUNK}:String}, {d${n % CHUNK}:Date32}, ${shift})`,
      { [`s${n % CHUNK}`]: scope, [`d${n % CHUNK}`]: day },
    ];
  });
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK);
    const texts = part.map(([text]) => text).join(', ');
    const parameters: SqlParameters = Object.fromEntries(part.flatMap(([, values]) => Object.entries(values)));
    await writer.run(
      `insert into work_zone_days (scope_id, day, shift_0, change_1, shift_1, change_2, shift_2) values ${texts}`,
      parameters,
    );
  }
}
