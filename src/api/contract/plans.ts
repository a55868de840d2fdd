/** Routes of a hosted installation: signing up, and plans. A self-hosted one answers `not-found` to all of them. */
import { z } from 'zod';
import { code, done, email, name, password, signedIn, standing } from './access-values.ts';
import { route } from './route.ts';
import { day, reference } from './values.ts';

const planWish = {
  workspace: reference.meta({ description: 'Its id.' }),
  plan: reference.nullable().meta({ description: 'An id of the operator’s file of plans; null: none.' }),
  until: day.nullable().optional().meta({ description: 'The last day, UTC. Without one: until another word.' }),
};

/** A message about billing, after its signature was checked. */
export const billingMessage = z
  .strictObject({ event: reference.meta({ description: 'Its id: none is taken twice.' }), ...planWish })
  .meta({ id: 'BillingMessage' });

export const planRoutes = {
  signUp: route({
    method: 'POST',
    path: '/api/v1/sign-up',
    topic: 'Accounts',
    summary: 'Mails a link that confirms the address; until then there is no account. One answer for every address.',
    needs: 'none',
    body: z.strictObject({ name, email, password, workspace: name }),
    answer: done,
    errors: ['not-found', 'weak-password', 'too-many-attempts'],
  }),
  confirmSignUp: route({
    method: 'POST',
    path: '/api/v1/sign-up/confirmation',
    topic: 'Accounts',
    summary:
      'Makes the account and its workspace with the code of the mail and the password of the sign-up, and signs in.',
    needs: 'none',
    body: z.strictObject({ code, password }),
    answer: signedIn,
    errors: ['not-found', 'link-invalid', 'wrong-password', 'already-member', 'too-many-attempts'],
  }),
  showPlan: route({
    method: 'GET',
    path: '/api/v1/plan',
    topic: 'Plans',
    summary:
      'How the workspace stands, its plan, and the pageviews of the present month (UTC) beside those of the plan.',
    needs: 'view',
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({
          standing,
          plan: z
            .object({
              id: z.string(),
              name: z.string(),
              pageviews: z
                .int()
                .nullable()
                .meta({ description: 'A month; null: any number. More of them stop nothing.' }),
            })
            .nullable(),
          month: z.string().meta({ description: 'Like 2026-03.' }),
          pageviews: z.int().meta({ description: 'That were counted in this month.' }),
          contact: z.string().nullable().meta({ description: 'An e-mail address or a web address.' }),
          hasPricing: z.boolean().meta({ description: 'Whether /pricing shows the plans.' }),
        })
        .meta({ id: 'WorkspacePlan' }),
    },
    errors: ['not-found'],
  }),
  setPlan: route({
    method: 'POST',
    path: '/api/v1/plan',
    topic: 'Plans',
    summary: 'Puts a workspace on a plan, or on none. For the operator.',
    needs: 'owner',
    body: z.strictObject(planWish),
    answer: { kind: 'json', status: 200, schema: standing },
    errors: ['not-found', 'unknown-plan'],
  }),
  takeBillingMessage: route({
    method: 'POST',
    path: '/api/v1/billing/plan',
    topic: 'Plans',
    summary:
      'Puts a workspace on a plan by a signed message `{event, workspace, plan, until}`: the header Tributary-Signature is ' +
      '`t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.BODY` with TRIBUTARY_BILLING_SECRET, at most 5 minutes old.',
    needs: 'none',
    body: { kind: 'bytes', maxBytes: 16_384, mediaType: 'application/json' },
    answer: {
      kind: 'json',
      status: 200,
      schema: z.object({
        done: z.literal(true),
        isRepeated: z.boolean().meta({ description: 'This event was taken before: nothing was done.' }),
      }),
    },
    errors: ['not-found', 'bad-signature', 'unknown-plan', 'unknown-workspace'],
  }),
} as const;
