/** What is known of a line, above its history. */
import type { ReactNode } from 'react';
import { useHidesMoney } from '../../api/use-may.ts';
import { formatDay } from '../../format/moments.ts';
import { formatPercent } from '../../format/numbers.ts';
import type { TransactionReply } from '../../report/queries.ts';
import { Money } from '../../ui/money.tsx';
import { flagSentence, LineStatus, Value } from './line-words.tsx';

/** Names and values, in the order in which they are read; what only some networks say comes last. */
function factsOf(line: TransactionReply['line']): readonly (readonly [name: string, value: ReactNode])[] {
  const named = (field: 'advertiser' | 'network' | 'country', value: string, label: string): ReactNode => (
    <Value field={field} value={value}>
      {label}
    </Value>
  );
  const { processedOn, processedTime } = line;
  return [
    ['Advertiser', named('advertiser', line.advertiserId, line.advertiser ?? line.advertiserId)],
    ['Order date', `${formatDay(line.occurredOn)} ${line.occurredTime}`],
    ['Order', <Value key="order" field="orderId" value={line.orderId} />],
    ['Processed', processedOn === null ? '—' : `${formatDay(processedOn)} ${processedTime ?? ''}`],
    ['Product', <Value key="product" field="product" value={line.product} />],
    ['Network', named('network', line.network, line.networkLabel)],
    ['SKU', <Value key="sku" field="sku" value={line.sku} />],
    ['Country', named('country', line.country, line.countryLabel)],
    ['Sub-id', <Value key="subId" field="subId" value={line.subId} />],
    ['Items', line.items],
    ...(
      [
        ['Brand', line.brand],
        ['Reason', line.reason],
        ['Network says', line.networkStatus],
        ['Transaction ID', line.transactionId],
        ['Referrer', line.referrer],
      ] as const
    ).filter(([, value]) => value !== null && value !== ''),
  ];
}

export function TransactionSummary({ line }: { readonly line: TransactionReply['line'] }) {
  const flag = flagSentence(line.flag);
  const isHidden = useHidesMoney();
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {!isHidden && (
          <Money
            amount={line.commission}
            currency={line.currency}
            isFocusable
            className="font-semibold text-2xl tracking-tight"
          />
        )}
        <LineStatus status={line.status} />
        <span className="num text-muted">
          {formatPercent(line.rate)}
          {isHidden ? (
            ' rate'
          ) : (
            <>
              {' '}
              of <Money amount={line.sales} currency={line.currency} isFocusable />
            </>
          )}
        </span>
      </div>
      {flag !== null && <p className="text-muted">{flag}</p>}
      <dl className="num grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
        {factsOf(line).map(([name, value]) => (
          <div key={name} className="grid grid-cols-[7rem_1fr] gap-x-4">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 truncate" title={typeof value === 'string' ? value : undefined}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
