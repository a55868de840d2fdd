/** How high the tables of lines and of orders may grow, so that their totals stay in the window. */
import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../../report/settings.ts';
import { useView } from '../../view/use-view.ts';

/** What the window leaves below the bar, the tools and the totals; of these filters and a conversion take a line more. */
const TABLE_HEIGHTS = [
  'max-h-[calc(100dvh-13rem)] min-h-72',
  'max-h-[calc(100dvh-15rem)] min-h-72',
  'max-h-[calc(100dvh-18rem)] min-h-72',
] as const;

/** The classes of it. */
export function useTableHeight(): string {
  const { into, f = [] } = useView();
  const { data: settings } = useQuery(settingsQuery);
  const isConverted = (into ?? settings?.currency ?? 'reported') !== 'reported';
  return TABLE_HEIGHTS[f.length > 0 ? 2 : isConverted ? 1 : 0];
}
