/** A line that changed, as a row that opens it. */
import { Link } from '@tanstack/react-router';
import { formatMoney } from '../../format/numbers.ts';
import type { ChangesReply } from '../../report/queries.ts';
import { Chip } from '../../ui/status-chip.tsx';
import { keptView } from '../../view/view.ts';
import { KIND_WORDS } from './change-words.ts';

export function ChangedLine({ change: { kind, line } }: { readonly change: ChangesReply['lines'][number] }) {
  const { tone, chip } = KIND_WORDS[kind];
  const isLost = kind === 'lost';
  const amount: string | null = isLost ? line.sales : line.commission; // null: hidden from this person
  return (
    <li>
      <Link
        to="/transactions"
        search={(previous) => ({ ...keptView(previous), line: line.id })}
        className="flex h-8 items-center gap-3 rounded-md px-2 outline-offset-[-2px] hover:bg-hover max-sm:h-11"
      >
        <Chip tone={tone}>{chip}</Chip>
        <span className="min-w-0 flex-1 truncate">
          {line.advertiser ?? line.advertiserId} <span className="text-muted">· {line.product ?? line.orderId}</span>
        </span>
        {amount !== null && (
          <span className={isLost ? 'num text-muted' : 'num'}>
            {isLost && 'of '}
            {formatMoney(amount, line.currency)}
          </span>
        )}
      </Link>
    </li>
  );
}
