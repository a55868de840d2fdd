/** Made-up bars for the page of components. */
import { formatDay } from '../../format/moments.ts';
import type { Point, Series } from '../../ui/charts/chart-data.ts';
import { addDays } from '../../view/period.ts';

export const SERIES: readonly Series[] = [
  { id: 'rakuten', label: 'Rakuten Advertising', colour: 1 },
  { id: 'awin', label: 'Awin', colour: 2 },
  { id: 'custom', label: 'Direct', colour: 3 },
];

/** A wave with noise that is the same each time. */
function wave(day: number, phase: number): string {
  const value = 180 + 90 * Math.sin((day + phase) / 2.3) + ((day * 7919 + phase * 104_729) % 83);
  return Math.max(0, value).toFixed(4);
}

export function samplePoints(today: string): readonly Point[] {
  return Array.from({ length: 30 }, (_, place) => {
    const key = addDays(today, place - 29);
    return {
      key,
      label: formatDay(key, { year: false }),
      title: formatDay(key, { weekday: true }),
      values: { rakuten: wave(place, 0), awin: wave(place, 9), custom: place % 9 === 4 ? '-64.2500' : wave(place, 3) },
      compare: { value: (Number(wave(place, 5)) * 2.1).toFixed(4), title: formatDay(addDays(key, -30)) },
      isIncomplete: place === 29,
      ...(place === 12 ? { flags: ['Newsletter with the autumn sale'] } : {}),
    };
  });
}
