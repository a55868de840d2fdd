/** The annotations of the days that are shown, and their changes. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, type Wish } from '../../api/client.ts';
import type { Days } from '../../view/period.ts';

const KEY = 'annotations';

export function useAnnotations(days: Days | undefined) {
  const { data } = useQuery({
    queryKey: [KEY, days],
    queryFn: async ({ signal }) =>
      (await call('GET /api/v1/annotations', { query: { from: days?.from, to: days?.to } as Partial<Days> }, signal)) // asked only once the days are known
        .annotations,
    enabled: days !== undefined,
    placeholderData: keepPreviousData,
  });
  return data ?? [];
}

export function useAnnotationChanges() {
  const client = useQueryClient();
  const onSuccess = (): Promise<void> => client.invalidateQueries({ queryKey: [KEY] });
  return {
    add: useMutation({
      mutationFn: (body: Wish<'POST /api/v1/annotations'>['body']) => call('POST /api/v1/annotations', { body }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: { readonly id: string } & Wish<'POST /api/v1/annotations'>['body']) =>
        call('PATCH /api/v1/annotations/{annotation}', { params: { annotation: id }, body }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: string) => call('DELETE /api/v1/annotations/{annotation}', { params: { annotation: id } }),
      onSuccess,
    }),
  };
}
