/** Annotations on a chart: which flags a bar carries, and how a note's days are read. Pure. */
import type { Reply } from '../../api/client.ts';
import { formatDay, formatRange } from '../../format/moments.ts';

export type Annotation = Reply<'GET /api/v1/annotations'>['annotations'][number];

/** The days of a note: 12 Nov 2026, 12 – 14 Nov 2026. */
export function annotationDays({ day, endDay }: Pick<Annotation, 'day' | 'endDay'>): string {
  return endDay === null ? formatDay(day) : formatRange(day, endDay);
}

/** A note as it is read beside a bar: with its days where they are more than the bar's. */
function flagText(annotation: Annotation, isOneDay: boolean): string {
  if (annotation.endDay === null && isOneDay) return annotation.text;
  return `${annotationDays(annotation)}: ${annotation.text}`;
}

/** The notes of one bar. One of several days has its flag where it begins; if that is before the chart, on the first bar. */
export function flagsOf(
  { from, to }: { readonly from: string; readonly to: string },
  isFirst: boolean,
  annotations: readonly Annotation[],
): readonly string[] {
  return annotations
    .filter(({ day, endDay }) => (day >= from && day <= to) || (isFirst && day < from && (endDay ?? day) >= from))
    .map((annotation) => flagText(annotation, from === to));
}
