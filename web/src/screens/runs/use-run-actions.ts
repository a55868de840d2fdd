/** What a person can decide about a run: upload, discard, resume. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { codeOf, messageOf } from '../../api/api-error.ts';
import { toast } from '../../ui/toast-store.ts';
import type { Run } from '../connections/queries.ts';

type Decision = 'upload' | 'discard' | 'resume';

const ROUTES = {
  upload: 'POST /api/v1/runs/{run}/upload',
  discard: 'POST /api/v1/runs/{run}/discard',
  resume: 'POST /api/v1/runs/{run}/resume',
} as const;

const DONE: Readonly<Partial<Record<Decision, string>>> = { discard: 'Run discarded' };

/** One mutation for each decision; the run is followed afterwards by `runQuery`. */
export function useRunAction(decision: Decision) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (run: string): Promise<Run> => call(ROUTES[decision], { params: { run } }),
    onSuccess: (run) => {
      client.setQueryData(['run', run.id], run);
      const said = DONE[decision];
      if (said !== undefined) toast(said);
    },
    onError: (error) => {
      if (codeOf(error) !== 'run-not-waiting') toast(messageOf(error), { tone: 'problem' });
    },
    // what is asked for again afterwards: figures may have changed everywhere
    onSettled: () => client.invalidateQueries(),
  });
}
