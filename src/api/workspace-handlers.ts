/** What the routes about workspaces call. The guard has placed the caller in the one that the path names. */
import { callerOf } from './access-handlers.ts';
import type { HandlersOf } from './contract.ts';
import type { workspaceRoutes } from './contract/workspaces.ts';
import type { CommonServices } from './services.ts';

/** The handlers of workspaces. */
export function workspaceHandlers({ access, clearRemoved }: CommonServices): HandlersOf<typeof workspaceRoutes> {
  const { workspaces, plans } = access;
  return {
    listWorkspaces: async (_input, asking) => {
      const mine = await workspaces.list(callerOf(asking));
      const standings = plans.isHosted ? await Promise.all(mine.map(({ id }) => plans.standingOf(id))) : [];
      return { workspaces: mine.map((one, place) => ({ ...one, standing: standings[place] ?? null })) };
    },
    createWorkspace: ({ body }, asking) => workspaces.create(callerOf(asking), body, asking.visit),
    changeWorkspace: ({ body }, asking) => workspaces.rename(callerOf(asking), body.name, asking.visit),
    deleteWorkspace: async ({ body }, asking) => {
      const deleted = await workspaces.remove(callerOf(asking), body.name, asking.visit);
      await clearRemoved();
      return { deleted };
    },
  };
}
