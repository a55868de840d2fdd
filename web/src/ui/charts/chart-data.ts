/** What a bar chart shows, and where its parts lie. Pure. Amounts stay decimal text; only lengths are numbers. */
import { approximate, isZero, sumOf } from '../../format/decimal.ts';
import { NOT_AVAILABLE } from '../../format/numbers.ts';
import type { Status } from '../status-chip.tsx';

/** One stack of a bar: a network, a status. */
export interface Series {
  readonly id: string;
  readonly label: string;
  /** 1 to 6: a colour of the tokens; beyond them the last is used again. */
  readonly colour: number;
  /** A status has a colour of its own. */
  readonly status?: Status;
}

/** One bar. */
export interface Point {
  /** `2026-11-25`, or any key. */
  readonly key: string;
  /** On the axis: 25 Nov. */
  readonly label: string;
  /** In the hover: Wed, 25 Nov 2026. */
  readonly title: string;
  /** Decimal text by series; what is missing is nought. */
  readonly values: Readonly<Record<string, string>>;
  /** The same of the compared period; null: nothing there. */
  readonly compare?: { readonly value: string; readonly title: string } | null | undefined;
  /** Not over yet: hatched. */
  readonly isIncomplete?: boolean;
  /** Annotations: a flag above the bar. */
  readonly flags?: readonly string[];
}

/** One part of a bar, in the values' own measure: from `low` up to `high`. */
export interface Part {
  readonly series: Series;
  readonly value: string;
  readonly low: number;
  readonly high: number;
}

/** The exact total of a bar. */
export function totalOf(point: Point): string {
  return sumOf(Object.values(point.values));
}

/** The total as it is read; a bar without any value has none. */
export function shownTotal(point: Point, format: (value: string) => string): string {
  return Object.keys(point.values).length === 0 ? NOT_AVAILABLE : format(totalOf(point));
}

/** Parts from nought upwards; negative ones from nought downwards. */
export function stack(point: Point, series: readonly Series[]): readonly Part[] {
  let up = 0;
  let down = 0;
  const parts: Part[] = [];
  for (const one of series) {
    const value = point.values[one.id];
    if (value === undefined || isZero(value)) continue;
    const length = approximate(value);
    if (length > 0) parts.push({ series: one, value, low: up, high: up + length });
    else parts.push({ series: one, value, low: down + length, high: down });
    if (length > 0) up += length;
    else down += length;
  }
  return parts;
}

/** The lowest and highest value that is drawn, nought included. */
export function extentOf(
  points: readonly Point[],
  series: readonly Series[],
  isStacked = true,
): readonly [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (const point of points) {
    for (const part of stack(point, series)) {
      const own = approximate(part.value);
      low = Math.min(low, isStacked ? part.low : own);
      high = Math.max(high, isStacked ? part.high : own);
    }
    if (point.compare) {
      const value = approximate(point.compare.value);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high === low ? [low, low + 1] : [low, high];
}

/** Which of `count` labels are shown when each needs `widthPx`: evenly spaced, the last always among them. */
export function shownLabels(count: number, chartPx: number, widthPx: number): (place: number) => boolean {
  const every = Math.max(1, Math.ceil((count * widthPx) / Math.max(1, chartPx)));
  return (place) => (count - 1 - place) % every === 0;
}

/** The colour of a series, as a CSS value. */
export function colourOf(series: Series): string {
  if (series.status !== undefined) return `color-mix(in oklab, var(--${series.status}) 74%, var(--surface))`;
  return `var(--series-${Math.min(6, Math.max(1, series.colour))})`;
}
