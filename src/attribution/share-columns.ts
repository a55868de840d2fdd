/** The stored rows of attribution: their columns, and those of one generation. */
import { columnsOf } from '../facts/index.ts';

/** Columns of `attributions` in the order of the texts that fill it. */
export const SHARE_COLUMNS = columnsOf('attributions').join(', ');

/**
 * The shares of a generation under a credit: parameters `attribution`, `attributionFloor` and `credit`. `credit` '' is what
 * generations are made of; other credits belong to one generation alone.
 */
export const SHARES_OF_BASIS = `(select * from attributions where basis >= {attributionFloor:Int64} and basis <= {attribution:Int64}
  and credit = {credit:String} and (entry_id, basis) not in (
    select e.entry_id, e.row_basis from attribution_ends e where e.basis > {attributionFloor:Int64} and e.basis <= {attribution:Int64}))`;

/** The shares of what was found of the entries themselves. */
export const OWN_SHARES = SHARES_OF_BASIS.replace('{credit:String}', `''`);
