/** What the routes of saved views and annotations call. */
import type { Caller } from '../access/index.ts';
import { TributaryError } from '../core/index.ts';
import type { Asking } from './asking.ts';
import type { HandlersOf } from './contract.ts';
import type { viewRoutes } from './contract/views.ts';
import type { Services } from './services.ts';

/** The handlers of saved views and annotations. */
export function viewHandlers({ views, annotations }: Services): HandlersOf<typeof viewRoutes> {
  return {
    listViews: async (_input, asking) => ({ views: await views.list(callerOf(asking)) }),
    saveView: ({ body }, asking) => views.add(callerOf(asking), body),
    changeView: ({ params, body }, asking) => views.change(callerOf(asking), params.view, body),
    deleteView: ({ params }, asking) => views.remove(callerOf(asking), params.view),
    listAnnotations: async ({ query }) => ({ annotations: await annotations.list(query.from, query.to) }),
    addAnnotation: ({ body }, asking) => annotations.add(callerOf(asking), body),
    changeAnnotation: ({ params, body }) => annotations.change(params.annotation, body),
    deleteAnnotation: ({ params }) => annotations.remove(params.annotation),
  };
}

/** Who asks; the guard lets nobody without a name through to these routes. */
function callerOf({ caller }: Asking): Caller {
  if (caller === null) throw new TributaryError('not-signed-in', 'Nobody is signed in.');
  return caller;
}
