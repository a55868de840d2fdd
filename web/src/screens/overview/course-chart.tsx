/** The course of one figure of some lines, small and without choices. */
import { formatRange } from '../../format/moments.ts';
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';
import { BarChart } from '../../ui/charts/bar-chart.tsx';
import { chartWords } from './chart-points.ts';
import { formatMetric, formatMetricAxis, type Metric } from './metrics.ts';

interface CourseChartProps {
  readonly reply: OverviewReply;
  readonly figures: CurrencyFigures;
  readonly metric: Metric;
}

export function CourseChart({ reply, figures, metric }: CourseChartProps) {
  const { points, series } = chartWords(reply, figures, metric);
  const { compared } = reply.head;
  return (
    <BarChart
      label="Its course"
      points={points}
      series={series}
      height={180}
      format={(text) => formatMetric(metric, text, figures.currency)}
      formatAxis={(number) => formatMetricAxis(metric, number, figures.currency)}
      compareLabel={compared === null ? undefined : formatRange(compared.from, compared.to)}
    />
  );
}
