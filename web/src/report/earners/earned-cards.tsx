/** The figures of something that earned: commission, clicks and what comes of them, each with its change. */
import { changeRatio } from '../../format/decimal.ts';
import { formatRange } from '../../format/moments.ts';
import { formatExact, formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { StatCard, type StatCardProps, StatRow } from '../../ui/stat-card.tsx';
import type { Earned, EarnersReply, Traffic } from './earner-queries.ts';
import { confidenceText } from './earner-words.ts';

export interface EarnedCardsProps {
  readonly earned: Earned | undefined;
  readonly traffic: Traffic;
  readonly trafficBefore: Traffic | null;
  readonly compared: EarnersReply['head']['compared'];
  readonly isHidden: boolean;
}

/** How a value changed; undefined: nothing is compared, or one of the two is not known. */
function deltaOf(
  now: string | null | undefined,
  before: string | null | undefined,
  write: (value: string) => string,
  compared: EarnedCardsProps['compared'],
): StatCardProps['delta'] {
  if (compared === null || now === null || now === undefined || before === null || before === undefined)
    return undefined;
  if (!compared.hasChanges) return 'not-over';
  return {
    ratio: now === before ? '0' : changeRatio(now, before),
    before: `${write(before)} in ${formatRange(compared.from, compared.to)}`,
  };
}

const countText = (value: number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/** The cards of traffic and of what it brought. */
export function trafficCards({
  earned,
  traffic,
  trafficBefore,
  compared,
  isHidden,
}: EarnedCardsProps): readonly StatCardProps[] {
  const currency = earned?.currency ?? '';
  const money = (label: string, of: 'commission' | 'epc' | 'rpm'): StatCardProps => {
    const value = earned?.now[of] ?? null;
    const write = (text: string): string => formatMoney(text, currency);
    return {
      label,
      value: {
        text: value === null ? '—' : write(value),
        exact: value === null ? 'not available' : formatExact(value, currency),
      },
      delta: deltaOf(value, earned?.before?.[of], write, compared),
    };
  };
  const count = (label: string, of: 'pageviews' | 'clicks'): StatCardProps => {
    const value = countText(traffic[of]);
    return {
      label,
      value: { text: formatNumber(value), exact: value ?? 'not available' },
      delta: deltaOf(value, countText(trafficBefore?.[of]), (text) => formatNumber(text), compared),
    };
  };
  const ctr: StatCardProps = {
    label: 'CTR',
    value: { text: formatPercent(traffic.ctr), exact: formatPercent(traffic.ctr, 4) },
    delta: deltaOf(traffic.ctr, trafficBefore?.ctr, (text) => formatPercent(text), compared),
  };
  const hidden = isHidden ? [] : [money('EPC', 'epc'), money('RPM', 'rpm')];
  return [count('Pageviews', 'pageviews'), count('Clicks', 'clicks'), ctr, ...hidden];
}

export function EarnedCards(props: EarnedCardsProps) {
  const { earned, compared, isHidden } = props;
  const currency = earned?.currency ?? '';
  const commission = earned?.now.commission ?? null;
  const cards: readonly StatCardProps[] = [
    ...(isHidden
      ? []
      : [
          {
            label: 'Commission',
            value: {
              text: commission === null ? '0' : formatMoney(commission, currency),
              exact: commission === null ? 'none' : formatExact(commission, currency),
            },
            delta: deltaOf(commission, earned?.before?.commission, (text) => formatMoney(text, currency), compared),
          },
        ]),
    ...trafficCards(props),
    {
      label: 'Orders',
      value: { text: formatNumber(earned?.now.orders ?? 0), exact: String(earned?.now.orders ?? 0) },
      delta: deltaOf(
        countText(earned?.now.orders),
        countText(earned?.before?.orders),
        (text) => formatNumber(text),
        compared,
      ),
    },
    {
      label: 'Confidence',
      value: {
        text: confidenceText(earned?.now.confidence ?? null),
        exact:
          earned?.now.confidence === null || earned === undefined
            ? 'nothing is attributed'
            : (earned.now.confidence ?? ''),
      },
    },
  ];
  return (
    <StatRow columns={4}>
      {cards.map((card, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same cards in the same order
        <StatCard key={place} {...card} />
      ))}
    </StatRow>
  );
}
