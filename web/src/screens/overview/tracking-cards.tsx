/** Pageviews, clicks and what comes of them, below the figures of the ledger, once a site is measured. */
import { earnedIn } from '../../report/earners/earner-queries.ts';
import { trafficCards } from '../../report/earners/earned-cards.tsx';
import { TrafficLimits } from '../../report/earners/tracking-notice.tsx';
import type { FiguresQuestion } from '../../report/queries.ts';
import { StatCard, StatRow } from '../../ui/stat-card.tsx';
import { useEarningPages } from './use-earning-pages.ts';

interface TrackingCardsProps {
  readonly question: FiguresQuestion;
  readonly currency: string | undefined;
  readonly isHidden: boolean;
}

export function TrackingCards({ question, currency, isHidden }: TrackingCardsProps) {
  const { data, isMeasured } = useEarningPages(question, isHidden ? '-clicks' : '-commission');
  // figures that nobody asked for yet take no room: a workspace without a site looks as before
  if (!isMeasured || data === undefined) return null;
  const cards = trafficCards({
    earned: earnedIn(data.total, currency),
    traffic: data.total.traffic,
    trafficBefore: data.total.trafficBefore,
    compared: data.head.compared,
    isHidden,
  });
  return (
    <>
      <StatRow>
        {cards.map((card, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same cards in the same order
          <StatCard key={place} {...card} />
        ))}
      </StatRow>
      <TrafficLimits reply={data} />
    </>
  );
}
