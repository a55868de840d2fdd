/** The workspace that is asked about: it is in the address (`?ws=ID`), so that every screen can be shared. */
import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from './client.ts';
import { workspaceOf } from './workspace-in-url.ts';

export type Workspace = Reply<'GET /api/v1/workspaces'>['workspaces'][number];

/** The workspaces that one may enter. */
export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'],
  queryFn: async ({ signal }) => (await call('GET /api/v1/workspaces', {}, signal)).workspaces,
});

/**
 * Goes into another workspace, with a page of its own: nothing that was loaded, typed or under way in this one is left
 * beside it.
 */
export function enterWorkspace(id: string, path = '/overview'): void {
  if (id !== workspaceOf(window.location.search) || path !== window.location.pathname) {
    window.location.assign(`${path}?ws=${encodeURIComponent(id)}`);
  }
}
