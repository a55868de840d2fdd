/** The saved views of a person, as the cache knows them, and the way a screen opens with its default. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { call, type Reply } from '../api/client.ts';
import { defaultView, searchOf } from './saved-view.ts';

export type SavedView = Reply<'GET /api/v1/views'>['views'][number];

const FRESH_MS = 5 * 60_000;

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async ({ signal }) => (await call('GET /api/v1/views', {}, signal)).views,
  staleTime: FRESH_MS,
});

/** The screen of an address: `/overview` → overview. */
export function screenOf(pathname: string): string {
  return pathname.replace(/^\/+|\/+$/g, '');
}

interface Opening {
  readonly context: { readonly queryClient: QueryClient };
  readonly location: { readonly pathname: string; readonly searchStr: string };
  readonly cause: 'preload' | 'enter' | 'stay';
}

/** For screens with views: one that is entered without any state opens with its default, if there is one. */
export async function openDefaultView({ context: { queryClient }, location, cause }: Opening): Promise<void> {
  if (cause === 'stay' || location.searchStr.replace(/^\?/, '') !== '') return;
  // without the list the screen opens as it is: a default is a comfort
  const views = await queryClient.ensureQueryData(viewsQuery).catch(() => []);
  const view = defaultView(views, screenOf(location.pathname));
  if (view !== undefined) throw redirect({ to: location.pathname, search: searchOf(view), replace: true });
}
