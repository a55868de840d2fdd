/** The figures of the overview: what each is called, what it means, and how it is written. Pure. */
import { approximate, isZero } from '../../format/decimal.ts';
import {
  formatCompactMoney,
  formatCountTick,
  formatExact,
  formatMoney,
  formatNumber,
  formatPercent,
} from '../../format/numbers.ts';
import type { CurrencyFigures } from '../../report/queries.ts';
import { METRICS, type View } from '../../view/view.ts';

export type Metric = (typeof METRICS)[number];
export type Figure = 'total' | 'gross' | 'net';

interface MetricInfo {
  readonly label: string;
  readonly definition: string;
  readonly kind: 'money' | 'count' | 'ratio';
  readonly goodWhen: 'up' | 'down' | 'neither';
}

export const METRIC_INFO: Readonly<Record<Metric, MetricInfo>> = {
  commission: { label: 'Commission', definition: 'What the networks owe you.', kind: 'money', goodWhen: 'up' },
  sales: {
    label: 'Sales',
    definition: 'What readers paid for the lines that are counted, without what was taken back.',
    kind: 'money',
    goodWhen: 'up',
  },
  orders: { label: 'Orders', definition: 'Orders with at least one counted line.', kind: 'count', goodWhen: 'up' },
  items: {
    label: 'Items',
    definition: 'Items of the counted lines, less those that came back.',
    kind: 'count',
    goodWhen: 'up',
  },
  averageOrder: { label: 'Order value', definition: 'Sales ÷ orders.', kind: 'money', goodWhen: 'up' },
  rate: { label: 'Effective rate', definition: 'Commission ÷ sales.', kind: 'ratio', goodWhen: 'up' },
  reversalRate: {
    label: 'Reversed',
    definition: 'Commission that was taken back ÷ gross commission.',
    kind: 'ratio',
    goodWhen: 'down',
  },
  lostSales: {
    label: 'Lost sales',
    definition: 'Sales for which the network pays nothing, with the reason it gives. They are in no other figure.',
    kind: 'money',
    goodWhen: 'down',
  },
};

export const FIGURE_INFO: Readonly<Record<Figure, { readonly label: string; readonly definition: string }>> = {
  total: {
    label: 'Total',
    definition: 'Pending + approved + reversed: what will be paid if nothing else is taken back.',
  },
  gross: { label: 'Gross', definition: 'The positive entries alone, before reversals.' },
  net: { label: 'Net', definition: 'Approved entries alone: what the networks have confirmed.' },
};

/** The metrics that a person sees: without amounts, those that are counts and rates. */
export function shownMetrics(isHidden: boolean): readonly Metric[] {
  return METRICS.filter((metric) => !isHidden || METRIC_INFO[metric].kind !== 'money');
}

/** What is asked for in parts, besides commission: figures that add up over networks, advertisers and statuses. */
export function stackOf(metric: Metric): 'sales' | 'items' | undefined {
  return metric === 'sales' || metric === 'items' ? metric : undefined;
}

/** The figure of a view. */
export function figureOf({ figure }: View): Figure {
  return figure ?? 'total';
}

/** A value as it is read. Null: not available, or hidden from this person. */
export function formatMetric(metric: Metric, value: string | number | null, currency: string): string {
  if (value === null) return '—';
  const { kind } = METRIC_INFO[metric];
  if (kind === 'count') return formatNumber(value);
  return kind === 'money' ? formatMoney(String(value), currency) : formatPercent(String(value));
}

/** On the axis of the chart, where a pixel is the exactness that matters. */
export function formatMetricAxis(metric: Metric, value: number, currency: string): string {
  const { kind } = METRIC_INFO[metric];
  if (kind === 'ratio') return formatPercent(value.toFixed(6), 1);
  return kind === 'count' ? formatCountTick(value) : formatCompactMoney(value, currency);
}

/** With every decimal that there is, for hover and copying. */
function exactOf(metric: Metric, value: string | number | null, currency: string): string {
  if (value === null) return 'not available';
  const { kind } = METRIC_INFO[metric];
  if (kind === 'money') return formatExact(String(value), currency);
  return kind === 'ratio' ? formatPercent(String(value), 4) : String(value);
}

type Cards = CurrencyFigures['now'];

/** The value of a metric among the cards. */
export function metricOf(cards: Cards, metric: Metric): string | number | null {
  return metric === 'lostSales' ? cards.lost.sales : cards[metric];
}

/** What a stat card shows of a metric. */
export interface CardWords {
  readonly value: { readonly text: string; readonly exact: string };
  readonly delta: { readonly ratio: string | null; readonly before: string } | 'not-over' | undefined;
  /** For its form only; empty where a value is missing everywhere. */
  readonly trend: readonly number[];
}

/** Nought now and before is no change, though nothing can be divided by nought. */
function isNothing(value: string | number | null): boolean {
  return value !== null && isZero(String(value));
}

/** The card of a metric; `comparedDays`: the days it is compared with, as they are read. Compared without changes: no day is over. */
export function cardWords(figures: CurrencyFigures, metric: Metric, comparedDays: string | null): CardWords {
  const { currency, now, before, changes, curves } = figures;
  const value = metricOf(now, metric);
  const course: readonly (string | number | null)[] = curves[metric];
  const then = before === null ? null : metricOf(before, metric);
  return {
    value: { text: formatMetric(metric, value, currency), exact: exactOf(metric, value, currency) },
    delta:
      before === null || comparedDays === null || value === null
        ? undefined
        : changes === null
          ? 'not-over'
          : {
              ratio: isNothing(value) && isNothing(then) ? '0' : changes[metric],
              before: `${formatMetric(metric, then, currency)} in ${comparedDays}`,
            },
    trend: course.flatMap((one) => (one === null ? [] : [approximate(String(one))])),
  };
}

/** The metric of the chart: the one that was asked for where it may be seen. */
export function shownMetric({ metric }: View, isHidden: boolean): Metric {
  return shownMetrics(isHidden).find((one) => one === metric) ?? (isHidden ? 'orders' : 'commission');
}

/** The currency that is shown: the one that was chosen, else the one with the most orders. Currencies are never added. */
export function shownCurrency(
  currencies: readonly CurrencyFigures[],
  chosen: string | undefined,
): CurrencyFigures | undefined {
  const most = [...currencies].sort((a, b) => b.now.orders - a.now.orders || b.now.lost.lines - a.now.lost.lines);
  return currencies.find(({ currency }) => currency === chosen) ?? most[0];
}
