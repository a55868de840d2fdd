/** From where the money comes: the rankings of the overview. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { FiguresQuestion } from '../../report/queries.ts';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/states.tsx';
import type { RankedBy } from './ranking.ts';
import { RankingCard } from './ranking-card.tsx';

/** Below the figures: it may come a moment later. */
const PagesRanking = lazy(async () => ({ default: (await import('./pages-ranking.tsx')).PagesRanking }));

/** What the overview ranks by. */
export type RankedDimension = 'advertiser' | 'network' | 'country' | 'product' | 'brand' | 'sku' | 'subId';

interface RankingsProps {
  readonly question: FiguresQuestion;
  /** Undefined: on its way. */
  readonly currency: string | undefined;
  readonly ranked: RankedBy;
  /** Stands at the end of the grid. */
  readonly children: ReactNode;
}

const PLACES = [
  { id: 'network', label: 'Networks' },
  { id: 'country', label: 'Countries' },
] as const;

export function Rankings({ children, ...shared }: RankingsProps) {
  const [place, setPlace] = useState<'network' | 'country'>('network');
  return (
    <div className="grid gap-4 lg:grid-cols-2 print:grid-cols-2">
      <RankingCard {...shared} by="advertiser" name="Advertisers" title="Advertisers" />
      <RankingCard
        {...shared}
        by={place}
        name={place === 'network' ? 'Networks' : 'Countries'}
        title={<Segmented label="Networks or countries" options={PLACES} value={place} onChange={setPlace} />}
      />
      <Suspense
        fallback={
          <Card title="Pages">
            <SkeletonLines count={6} />
          </Card>
        }
      >
        <PagesRanking {...shared} />
      </Suspense>
      <RankingCard {...shared} by="product" name="Products" title="Products" />
      <RankingCard {...shared} by="brand" name="Brands" title="Brands" />
      <RankingCard {...shared} by="subId" name="Sub-ids" title="Sub-ids" />
      {children}
    </div>
  );
}
