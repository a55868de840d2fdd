/** What the routes about demos call. */
import { callerOf } from './access-handlers.ts';
import type { HandlersOf } from './contract.ts';
import type { demoRoutes } from './contract/demo.ts';
import type { CommonServices } from './services.ts';

/** The handlers of demos. */
export function demoHandlers({ access, demos }: CommonServices): HandlersOf<typeof demoRoutes> {
  return {
    openDemo: async ({ body }, { visit, setCookies }) => {
      const { cookies, ...state } = await demos.openForGuest(body.code, visit);
      setCookies(cookies);
      return state;
    },
    leaveDemo: async (_input, { visit, setCookies }) => {
      setCookies(await access.guests.leave(visit));
      return { done: true };
    },
    createDemo: async (_input, asking) => {
      // a workspace of their own that no plan limits: customers of a hosted server look at the public demo instead
      if (access.plans.isHosted) await access.workspaces.admitOperator(callerOf(asking));
      return demos.openForOwner(callerOf(asking), asking.visit);
    },
  };
}
