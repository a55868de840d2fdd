/** Routes about demos: workspaces over made-up sales. */
import { z } from 'zod';
import { DEMO_STEPS, type DemoState } from '../../demo/index.ts';
import { code, done } from './access-values.ts';
import { route } from './route.ts';

const demo = z
  .discriminatedUnion('state', [
    z.object({
      state: z.literal('preparing'),
      workspace: z.null(),
      step: z.enum(DEMO_STEPS).meta({ description: 'What is being done, in this order.' }),
      done: z.int(),
      total: z.int().meta({
        description:
          'Requests to the simulated network, streams to post, or days of readers; 0 where nothing is counted.',
      }),
    }),
    z.object({ state: z.literal('ready'), workspace: z.string() }),
  ])
  .meta({ id: 'Demo', description: '`preparing`: ask again in half a second.' }) satisfies z.ZodType<DemoState>;

export const demoRoutes = {
  openDemo: route({
    method: 'POST',
    path: '/api/v1/demo',
    topic: 'Demo',
    summary: 'Lets the browser look at the demo as a guest; makes the demo first if there is none.',
    needs: 'none',
    body: z.strictObject({
      code: code.optional().meta({ description: 'Of the set-up link, or of the link of `tributary demo`.' }),
    }),
    answer: { kind: 'json', status: 200, schema: demo },
    errors: ['link-invalid', 'demo-failed', 'too-many-attempts'],
  }),
  leaveDemo: route({
    method: 'DELETE',
    path: '/api/v1/demo',
    topic: 'Demo',
    summary: 'Ends the session of a guest.',
    needs: 'none',
    answer: done,
    errors: [],
  }),
  createDemo: route({
    method: 'POST',
    path: '/api/v1/demo/workspace',
    topic: 'Demo',
    summary: 'Makes a demo workspace that the caller owns, or says which it is. For owners of another workspace.',
    needs: 'view', // in whichever workspace they ask from; owning any of them is what counts
    answer: { kind: 'json', status: 200, schema: demo },
    errors: ['not-allowed', 'session-wanted', 'demo-failed'],
  }),
} as const;
