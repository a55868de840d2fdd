/** Generations of `attributions`: which is the newest, and the texts that begin and end one. */
import type { FactsSession } from '../facts/index.ts';
import type { LedgerBasis } from '../ledger/index.ts';
import { OWN_SHARES } from './share-columns.ts';

/** A generation that is whole; every question to `attributions` names both numbers. */
export interface AttributionBasis {
  /** 0 = nothing was posted. */
  readonly basis: bigint;
  /** The generation that wrote all shares; what came after it replaced some. */
  readonly floor: bigint;
  /** ISO 8601 UTC; null = never. */
  readonly madeAt: string | null;
  /** How many clicks it knows. */
  readonly clicks: number;
  /** The ledger lines it belongs to: questions to `ledger_lines` beside it name them. */
  readonly ledger: LedgerBasis;
}

export const NO_GENERATION = { basis: 0n, floor: 0n, madeAt: null, clicks: 0 } as const;

/** A generation as it was made. */
export interface Made {
  readonly basis: bigint;
  readonly floor: bigint;
  readonly ledgerBasis: bigint;
  readonly ledgerFloor: bigint;
  readonly clicks: bigint;
  readonly segment: bigint;
  readonly at: bigint;
  readonly version: string;
  readonly fit: bigint;
  readonly madeMs: number;
}

/** The newest generation; null: there is none. */
export async function newestGeneration(session: FactsSession): Promise<Made | null> {
  const [row] = await session.query('select * from attribution_bases order by basis desc limit 1');
  if (row === undefined) return null;
  const whole = (name: string): bigint => BigInt(String(row[name]));
  return {
    basis: whole('basis'),
    floor: whole('floor_basis'),
    ledgerBasis: whole('ledger_basis'),
    ledgerFloor: whole('ledger_floor'),
    clicks: whole('clicks'),
    segment: whole('click_segment'),
    at: whole('click_at'),
    version: String(row['version']),
    fit: whole('fit'),
    madeMs: Date.parse(`${String(row['made_at']).replace(' ', 'T')}Z`),
  };
}

export const GENERATION_SQL = {
  /** What a killed making left, and what no reader can still ask for; first what says that it is there. */
  forget: [
    `delete from attribution_bases where basis < {kept:Int64} or basis >= {attribution:Int64}`,
    `delete from attributions where basis < {keptFloor:Int64} or basis >= {attribution:Int64} or (credit <> '' and basis < {kept:Int64})`,
    `delete from attribution_ends where basis <= {keptFloor:Int64} or basis >= {attribution:Int64}`,
    `delete from attribution_credits where basis < {kept:Int64} or basis >= {attribution:Int64}`,
  ],
  /** The shares of the touched orders in the generation before. */
  end: `
insert into attribution_ends (entry_id, row_basis, basis)
select distinct a.entry_id, a.basis, {attribution:Int64}
from ${OWN_SHARES.replaceAll('{attribution:Int64}', '{kept:Int64}')} a
where a.order_key in (select t.order_key from work_attribution_orders t)`,
  finish: `
insert into attribution_bases (basis, floor_basis, ledger_basis, ledger_floor, clicks, click_segment, click_at, version, fit, made_at, entry_count, end_count)
select {attribution:Int64}, {attributionFloor:Int64}, {basis:Int64}, {floor:Int64}, {clicks:Int64}, {segment:Int64}, {clickAt:Int64}, {version:String}, {fit:Int64},
  {at:DateTime64(6, 'UTC')},
  (select count(*) from attributions a where a.basis >= {attributionFloor:Int64} and a.credit = '' and a.share_no = 1)
    - (select count(*) from attribution_ends where basis > {attributionFloor:Int64}),
  (select count(*) from attribution_ends where basis > {attributionFloor:Int64})`,
} as const;
