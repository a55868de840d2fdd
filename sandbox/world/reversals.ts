/** Money taken back weeks later: new lines with negative amounts, under the same order id and SKU. */
import { DAY_MS } from './calendar.ts';
import type { CommissionLine } from './commission-line.ts';
import type { Random } from './random.ts';
import { roundUnits, shareOf } from './units.ts';

/** The part of a line that one reversal takes back; positive numbers. */
interface TakenBack {
  readonly items: number;
  readonly salesUnits: number;
  readonly commissionUnits: number;
  /** Days after the original was processed. */
  readonly afterDays: number;
}

const LAST_DAY = 85;

/**
 * One reversal of a line, or two equal ones in different months. `batchAfter` says when the advertiser's next file
 * after an instant is processed. Never takes back more than the line holds.
 */
export function reversalsOf(
  line: CommissionLine,
  random: Random,
  batchAfter: (instantMs: number) => number,
): readonly CommissionLine[] {
  return planTakeBack(line, random).map((part) => ({
    ...line,
    kind: 'reversal',
    transactionId: random.hex(32),
    processedAtMs: batchAfter(line.processedAtMs + part.afterDays * DAY_MS),
    items: 0 - part.items,
    salesUnits: 0 - part.salesUnits,
    commissionUnits: 0 - part.commissionUnits,
  }));
}

function planTakeBack(line: CommissionLine, random: Random): readonly TakenBack[] {
  const roll = random.fraction();
  if (roll < 0.5) return [{ ...pieces(line, line.items), afterDays: random.integer(5, LAST_DAY) }];
  const isEven = line.items % 2 === 0;
  if (isEven && roll < 0.8) {
    const half = pieces(line, line.items / 2);
    const firstDay = random.integer(5, 40);
    return [
      { ...half, afterDays: firstDay },
      { ...half, afterDays: firstDay + random.integer(35, LAST_DAY - 40) },
    ];
  }
  const afterDays = random.integer(5, LAST_DAY);
  if (line.items > 1) return [{ ...pieces(line, random.integer(1, line.items - 1)), afterDays }];
  const basisPoints = random.pick([1_000, 2_500, 3_300, 5_000]);
  const salesUnits = roundUnits(shareOf(line.salesUnits, basisPoints), 2);
  const commissionUnits = shareOf(line.commissionUnits, basisPoints);
  return [{ items: 0, salesUnits, commissionUnits, afterDays }];
}

/** Sales and commission of a line are whole multiples of its pieces, so every division here is exact. */
function pieces(line: CommissionLine, count: number): Pick<TakenBack, 'items' | 'salesUnits' | 'commissionUnits'> {
  return {
    items: count,
    salesUnits: (line.salesUnits / line.items) * count,
    commissionUnits: (line.commissionUnits / line.items) * count,
  };
}
