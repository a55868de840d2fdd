/** One figure of some lines with its change and its course, without a choice. */
import { formatRange } from '../../format/moments.ts';
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';
import { StatCard } from '../../ui/stat-card.tsx';
import { cardWords, METRIC_INFO, type Metric } from './metrics.ts';

interface MetricCardProps {
  readonly metric: Metric;
  readonly figures: CurrencyFigures;
  readonly compared: OverviewReply['head']['compared'];
}

export function MetricCard({ metric, figures, compared }: MetricCardProps) {
  const { label, goodWhen } = METRIC_INFO[metric];
  const words = cardWords(figures, metric, compared === null ? null : formatRange(compared.from, compared.to));
  return <StatCard label={label} value={words.value} delta={words.delta} trend={words.trend} goodWhen={goodWhen} />;
}
