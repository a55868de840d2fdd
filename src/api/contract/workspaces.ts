/** Routes about workspaces: publishers, each with everything of their own. */
import { z } from 'zod';
import type { WorkspaceView } from '../../access/index.ts';
import { name, role, standing } from './access-values.ts';
import { route } from './route.ts';
import { instant, reference } from './values.ts';

const workspace = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['real', 'demo']),
    createdAt: instant,
    role: role.meta({ description: 'What the caller may do in it.' }),
  })
  .meta({ id: 'Workspace' }) satisfies z.ZodType<WorkspaceView>;

const listed = workspace
  .extend({ standing: standing.nullable().meta({ description: 'How it stands; null where nothing is limited.' }) })
  .meta({ id: 'ListedWorkspace' });

const ofWorkspace = z.strictObject({ workspace: reference.meta({ description: 'Its id.' }) });

export const workspaceRoutes = {
  listWorkspaces: route({
    method: 'GET',
    path: '/api/v1/workspaces',
    topic: 'Workspaces',
    summary: 'The workspaces that the caller may enter, in the order in which they were joined.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: z.object({ workspaces: z.array(listed) }) },
    errors: [],
  }),
  createWorkspace: route({
    method: 'POST',
    path: '/api/v1/workspaces',
    topic: 'Workspaces',
    summary: 'Makes a workspace; the caller becomes its owner. For owners of another one.',
    needs: 'view', // in whichever workspace they ask from; owning any of them is what counts
    writes: true,
    body: z.strictObject({ name }),
    answer: { kind: 'json', status: 201, schema: workspace },
    errors: ['not-allowed'],
  }),
  changeWorkspace: route({
    method: 'PATCH',
    path: '/api/v1/workspaces/{workspace}',
    topic: 'Workspaces',
    summary: 'Gives a workspace another name.',
    needs: 'owner',
    params: ofWorkspace,
    body: z.strictObject({ name }),
    answer: { kind: 'json', status: 200, schema: workspace },
    errors: [],
  }),
  deleteWorkspace: route({
    method: 'DELETE',
    path: '/api/v1/workspaces/{workspace}',
    topic: 'Workspaces',
    summary: 'Removes a workspace with everything in it, and its keys. It cannot be brought back.',
    needs: 'owner',
    params: ofWorkspace,
    body: z.strictObject({ name: name.meta({ description: 'Its name, repeated: to be sure that it is meant.' }) }),
    answer: { kind: 'json', status: 200, schema: z.object({ deleted: z.string() }) },
    errors: ['name-not-repeated', 'last-workspace'],
  }),
} as const;
