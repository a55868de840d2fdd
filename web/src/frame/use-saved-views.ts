/** The saved views of the screen that is shown, and what can be done with them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { messageOf } from '../api/api-error.ts';
import { call, type Wish } from '../api/client.ts';
import { toast } from '../ui/toast-store.ts';
import { defaultView, NO_VIEW, presentView, searchOf, stateText } from '../view/saved-view.ts';
import { type SavedView, screenOf, viewsQuery } from '../view/saved-views-query.ts';
import { useSetView, useView } from '../view/use-view.ts';
import type { Command } from './commands.ts';

type Change = NonNullable<Wish<'PATCH /api/v1/views/{view}'>['body']>;

/** The views of this screen, the one that is shown, and the state that would be saved. */
export function useSavedViews() {
  const { data = [] } = useQuery(viewsQuery);
  const screen = screenOf(useLocation({ select: ({ pathname }) => pathname }));
  const view = useView();
  const navigate = useNavigate();
  const setView = useSetView();
  return {
    screen,
    views: data.filter((one) => one.screen === screen),
    present: presentView(data, screen, view),
    state: stateText(view),
    hasDefault: defaultView(data, screen) !== undefined,
    open: (saved: SavedView): void => void navigate({ to: '.', search: searchOf(saved) }),
    /** Plainly, as the screen is without a view. */
    leave: (): void => void navigate({ to: '.', search: { view: NO_VIEW } }),
    /** The URL says from now on that it began as this view. */
    name: (saved: SavedView): void => setView({ view: saved.id }, { replace: true }),
  };
}

/** Changes on the server; the list follows. */
export function useViewChanges() {
  const client = useQueryClient();
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const onError = (error: unknown): void => toast(messageOf(error), { tone: 'problem' });
  const save = useMutation({
    mutationFn: (body: Wish<'POST /api/v1/views'>['body']) => call('POST /api/v1/views', { body }),
    onSuccess: again,
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { readonly id: string; readonly body: Change }) =>
      call('PATCH /api/v1/views/{view}', { params: { view: id }, body }),
    onSuccess: again,
    onError,
  });
  const remove = useMutation({
    mutationFn: (id: string) => call('DELETE /api/v1/views/{view}', { params: { view: id } }),
    onSuccess: again,
  });
  return { save, change, remove };
}

/** Every saved view, for the palette. */
export function useViewCommands(): readonly Command[] {
  const { data } = useQuery(viewsQuery);
  const navigate = useNavigate();
  return useMemo(
    () =>
      (data ?? []).map((view) => ({
        id: `view ${view.id}`,
        label: view.name,
        group: 'Views',
        words: `view ${view.screen}`,
        run: () => void navigate({ to: `/${view.screen}`, search: searchOf(view) }),
      })),
    [data, navigate],
  );
}
