/** The cache of answers: how long one is fresh, what is asked again, and what a sign-out does. */
import { hashKey, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, codeOf } from './api-error.ts';
import { workspaceOf } from './workspace-in-url.ts';

/** Reports change when a run posts, which is rare: half a minute old is fresh. */
export const FRESH_MS = 30_000;
/** Not ours to mend: the server restarts or something before it is overloaded. */
const PASSING = new Set([0, 502, 503, 504]);
const MOST_RETRIES = 2;

/** Makes the cache; `onSignedOut` is called whenever the server answers that nobody is signed in. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (codeOf(error) === 'not-signed-in') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // an answer is of one workspace: it is never found in another
        queryKeyHashFn: (key) => hashKey([workspaceOf(window.location.search) ?? null, key]),
        staleTime: FRESH_MS,
        retry: (count, error) => count < MOST_RETRIES && error instanceof ApiError && PASSING.has(error.status),
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { retry: false },
    },
  });
}
