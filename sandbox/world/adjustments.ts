/** Commission added at a month's end, when an advertiser's tier was reached: sales 0, commission above 0. */
import type { Advertiser } from './advertisers.ts';
import { monthNumberOf } from './calendar.ts';
import type { CommissionLine } from './commission-line.ts';
import { createRandom, type Random } from './random.ts';
import type { WorldSettings } from './settings.ts';
import { shareOf } from './units.ts';

/** The adjustment of a line that is never taken back; null when its month earned none. */
export function adjustmentOf(
  settings: WorldSettings,
  advertiser: Advertiser,
  line: CommissionLine,
  random: Random,
): CommissionLine | null {
  if (advertiser.tierBasisPoints === 0 || line.commissionUnits === 0) return null;
  const month = monthNumberOf(line.processedAtMs);
  const isReached = createRandom(settings.seed, 'tier', advertiser.mid, month).chance(settings.adjustedMonthShare);
  const commissionUnits = shareOf(line.salesUnits, advertiser.tierBasisPoints);
  if (!isReached || commissionUnits === 0) return null;
  const nextMonthMs = Date.UTC(Math.floor(month / 12), (month % 12) + 1, 1, 4);
  return {
    ...line,
    kind: 'adjustment',
    transactionId: random.hex(32),
    processedAtMs: nextMonthMs + random.integer(0, 5_400) * 1_000,
    items: 0,
    salesUnits: 0,
    commissionUnits,
  };
}
