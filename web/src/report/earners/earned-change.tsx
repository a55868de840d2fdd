/** How the commission of a row changed against the compared period. */
import { formatDay, formatRange } from '../../format/moments.ts';
import { formatCount, formatMoney, NOT_AVAILABLE } from '../../format/numbers.ts';
import { Delta, NotOver } from '../../ui/delta.tsx';
import type { Earned, EarnerRow, EarnersReply } from './earner-queries.ts';

type Compared = EarnersReply['head']['compared'];

/** How the commission changed; null: nothing is compared. A row of a day is compared with one day, and never new. */
export function earnedChange(earned: Earned | undefined, compared: Compared, day: EarnerRow['day'] = null) {
  if (compared === null) return null;
  if (!compared.hasChanges || (day !== null && !day.isOver)) return <NotOver />;
  if (earned === undefined || earned.before === null || earned.changes === null) return null;
  const { before, changes, currency } = earned;
  const when =
    day?.comparedWith == null
      ? `in ${formatRange(compared.from, compared.to)}`
      : `on ${formatDay(day.comparedWith, { weekday: true })}`;
  const [ratio, what] =
    before.commission === null
      ? [changes.orders, formatCount(before.orders, 'order')]
      : [changes.commission, formatMoney(before.commission, currency)];
  if (day !== null && ratio === null) {
    return (
      <span className="text-faint" title={`Nothing ${when}`}>
        {NOT_AVAILABLE}
      </span>
    );
  }
  return <Delta ratio={ratio} before={`${what} ${when}`} />;
}
