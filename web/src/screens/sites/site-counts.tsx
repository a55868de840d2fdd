/** What came of a site and what became of it: kept by kind, dropped by reason. Nothing is dropped without a count. */
import { formatNumber } from '../../format/numbers.ts';
import { Card } from '../../ui/card.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import type { SiteStatus } from './queries.ts';
import { KIND_LABELS, reasonOf } from './site-words.ts';

export function SiteCounts({ status }: { readonly status: SiteStatus | undefined }) {
  return (
    <Card title="What came">{status === undefined ? <SkeletonLines count={4} /> : <Counts status={status} />}</Card>
  );
}

function Counts({ status: { today, total } }: { readonly status: SiteStatus }) {
  const reasons = Object.keys(total.byReason).sort((a, b) => (total.byReason[b] ?? 0) - (total.byReason[a] ?? 0));
  return (
    <table className="w-full">
      <thead className="text-left text-muted text-xs">
        <tr>
          <th scope="col" className="h-8 font-medium">
            Events
          </th>
          <th scope="col" className="w-28 text-right font-medium">
            Today, UTC
          </th>
          <th scope="col" className="w-28 text-right font-medium">
            In all
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(KIND_LABELS).map(([kind, label]) => (
          <Row key={kind} name={label} today={today.byKind[kind] ?? 0} total={total.byKind[kind] ?? 0} />
        ))}
        <Row name="Kept" today={today.accepted} total={total.accepted} isSum />
        {reasons.map((code) => {
          const { label, meaning } = reasonOf(code);
          return (
            <Row
              key={code}
              name={label}
              meaning={meaning}
              today={today.byReason[code] ?? 0}
              total={total.byReason[code] ?? 0}
            />
          );
        })}
        <Row name="Dropped" today={today.dropped} total={total.dropped} isSum />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly name: string;
  readonly meaning?: string;
  readonly today: number;
  readonly total: number;
  readonly isSum?: boolean;
}

function Row({ name, meaning, today, total, isSum = false }: RowProps) {
  const weight = isSum ? 'font-semibold' : 'font-normal';
  return (
    <tr className="border-t">
      <th scope="row" className={`py-1.5 text-left ${weight}`}>
        {name}
        {meaning !== undefined && <span className="block text-pretty font-normal text-faint text-xs">{meaning}</span>}
      </th>
      <td className={`num py-1.5 text-right align-top ${weight}`}>{formatNumber(today)}</td>
      <td className={`num py-1.5 text-right align-top ${weight}`}>{formatNumber(total)}</td>
    </tr>
  );
}
