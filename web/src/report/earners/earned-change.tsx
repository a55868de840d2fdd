/** How the commission of a row changed against the compared period. */
import { formatRange } from '../../format/moments.ts';
import { formatCount, formatMoney } from '../../format/numbers.ts';
import { Delta } from '../../ui/delta.tsx';
import type { Earned, EarnersReply } from './earner-queries.ts';

type Compared = EarnersReply['head']['compared'];

/** How the commission changed; null: nothing is compared. */
export function earnedChange(earned: Earned | undefined, compared: Compared) {
  if (compared === null || earned === undefined || earned.before === null || earned.changes === null) return null;
  const { before, changes, currency } = earned;
  const days = formatRange(compared.from, compared.to);
  return before.commission === null ? (
    <Delta ratio={changes.orders} before={`${formatCount(before.orders, 'order')} in ${days}`} />
  ) : (
    <Delta ratio={changes.commission} before={`${formatMoney(before.commission, currency)} in ${days}`} />
  );
}
