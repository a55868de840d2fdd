/** From the curves of an overview to the bars of its chart. Pure; sums of amounts stay exact. */
import { sumOf } from '../../format/decimal.ts';
import { formatDay, formatMonth, formatRange } from '../../format/moments.ts';
import type { CurrencyFigures, OverviewReply } from '../../report/queries.ts';
import type { Point, Series } from '../../ui/charts/chart-data.ts';
import type { Status } from '../../ui/status-chip.tsx';
import { type Annotation, flagsOf } from './annotation-words.ts';
import { METRIC_INFO, type Metric } from './metrics.ts';

type Bucket = OverviewReply['buckets'][number];
type Stack = CurrencyFigures['stacks'][number];
type Step = OverviewReply['step'];

/** Colours that are told apart; everything beyond is one part, the last. */
const MOST_PARTS = 6;
const STATUSES: readonly string[] = ['pending', 'approved', 'reversed', 'lost'] satisfies readonly Status[];
const OTHER = 'other';

/** A bucket on the axis and in full. */
function bucketWords(
  { from, to, hour }: Bucket,
  step: Step,
  isYear: boolean,
): { readonly label: string; readonly title: string } {
  if (step === 'month') return { label: formatMonth(from), title: formatMonth(from) };
  if (hour !== null) {
    const clock = `${String(hour).padStart(2, '0')}:00`;
    return { label: hour === 0 ? formatDay(from) : clock, title: `${formatDay(from, { weekday: true })}, ${clock}` };
  }
  const label = formatDay(from, { year: isYear });
  return { label, title: from === to ? formatDay(from, { weekday: true }) : formatRange(from, to) };
}

/** At most six parts: the largest, and the rest together, exactly. */
export function foldStacks(stacks: readonly Stack[]): readonly Stack[] {
  if (stacks.length <= MOST_PARTS) return stacks;
  const shown = stacks.filter(({ key }) => key !== null).slice(0, MOST_PARTS - 1);
  const rest = stacks.filter((stack) => !shown.includes(stack));
  const points = shown[0]?.points.map((_, place) => sumOf(rest.map((stack) => stack.points[place] ?? '0'))) ?? [];
  return [...shown, { key: null, label: 'Other', commission: sumOf(rest.map((stack) => stack.commission)), points }];
}

export interface ChartWords {
  readonly points: readonly (Point & { readonly from: string; readonly to: string })[];
  readonly series: readonly Series[];
}

/** The bars of one metric in one currency. The figure that was asked for in parts is stacked; any other is one bar. */
export function chartWords(
  reply: OverviewReply,
  figures: CurrencyFigures,
  metric: Metric,
  annotations: readonly Annotation[] = [],
): ChartWords {
  const { buckets, bucketsBefore, step, stackedBy } = reply;
  const isStacked = metric === reply.stackedOf && figures.stacks.length > 0;
  const stacks = isStacked ? foldStacks(figures.stacks) : [];
  const idOf = (stack: Stack): string => stack.key ?? OTHER;
  const values: readonly (string | number | null)[] = figures.curves[metric];
  const before: readonly (string | number | null)[] | undefined = figures.curvesBefore?.[metric];
  const isYear =
    (buckets[0]?.from.slice(0, 4) ?? '') !== (buckets.at(-1)?.from.slice(0, 4) ?? '') && buckets.length > 40;
  const points = buckets.map((bucket, place) => {
    const value = values[place] ?? null;
    const then = before?.[place] ?? null;
    const thenBucket = bucketsBefore?.[place];
    return {
      key: bucket.hour === null ? bucket.from : `${bucket.from}T${bucket.hour}`,
      from: bucket.from,
      to: bucket.to,
      ...bucketWords(bucket, step, isYear),
      values: isStacked
        ? Object.fromEntries(stacks.map((stack) => [idOf(stack), stack.points[place] ?? '0']))
        : value === null
          ? {}
          : { [metric]: String(value) },
      compare:
        then === null || thenBucket === undefined
          ? null
          : { value: String(then), title: bucketWords(thenBucket, step, true).title },
      isIncomplete: bucket.isIncomplete,
      flags: flagsOf(bucket, place === 0, annotations),
    };
  });
  const series: readonly Series[] = isStacked
    ? stacks.map((stack, place) => ({
        id: idOf(stack),
        label: stackLabel(stack, stackedBy),
        colour: stack.key === null ? MOST_PARTS : place + 1,
        ...(stackedBy === 'status' && stack.key !== null && STATUSES.includes(stack.key)
          ? { status: stack.key as Status } // one of them, as the line above asks
          : {}),
      }))
    : [{ id: metric, label: METRIC_INFO[metric].label, colour: 1 }];
  return { points, series };
}

function stackLabel({ key, label }: Stack, stackedBy: OverviewReply['stackedBy']): string {
  if (key === null) return 'Other';
  return stackedBy === 'status' ? label.charAt(0).toUpperCase() + label.slice(1) : label;
}
