/** What the routes of signing up and of plans call. */
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { readMonthPageviews } from '../collect/index.ts';
import { TributaryError } from '../core/index.ts';
import { signatureFault } from '../plans/index.ts';
import { callerOf } from './access-handlers.ts';
import type { HandlersOf } from './contract.ts';
import { billingMessage, type planRoutes } from './contract/plans.ts';
import type { CommonServices, Services } from './services.ts';

type PlanHandlers = HandlersOf<typeof planRoutes>;
const DONE = { done: true } as const;

/** The handlers that need no workspace open. */
export function hostingHandlers({ access, clock, log }: CommonServices): Omit<PlanHandlers, 'showPlan'> {
  const { signUps, sessions, plans, workspaces } = access;
  return {
    signUp: async ({ body }, { visit }) => {
      await signUps.ask(body, visit);
      return DONE;
    },
    confirmSignUp: async ({ body: { code, password } }, { visit, setCookies }) => {
      const email = await signUps.confirm(code, password, visit);
      const { state, cookies } = await sessions.signIn(email, password, visit);
      setCookies(cookies);
      return { state };
    },
    setPlan: async ({ body: { workspace, plan, until = null } }, asking) => {
      await workspaces.admitOperator(callerOf(asking));
      return plans.set(callerOf(asking), { workspace, plan, until }, asking.visit);
    },
    takeBillingMessage: async ({ body }, { visit, signature }) => {
      const secret = plans.billingSecret;
      const message = await text(body);
      const fault = signatureFault(signature, message, secret, clock());
      if (fault !== null) {
        log.warn('message about billing refused', { fault, from: visit.ipPrefix });
        throw new TributaryError('bad-signature', fault);
      }
      const { event, workspace, plan, until = null } = readMessage(message);
      const isNew = await plans.take(event, { workspace, plan, until }, visit);
      return { ...DONE, isRepeated: !isNew };
    },
  };
}

/** Throws `invalid-request`. */
function readMessage(message: string): z.output<typeof billingMessage> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch (error) {
    throw new TributaryError('invalid-request', 'The body is not JSON.', {}, error);
  }
  const read = billingMessage.safeParse(value);
  if (read.success) return read.data;
  throw new TributaryError('invalid-request', `The body is not understood. ${z.prettifyError(read.error)}`);
}

/** The handler about one workspace. */
export function planHandlers({ access, facts, clock, publicFace }: Services): Pick<PlanHandlers, 'showPlan'> {
  const { plans } = access;
  return {
    showPlan: async (_input, asking) => {
      if (!plans.isHosted) throw new TributaryError('not-found', 'There are no plans here: nothing is limited.');
      const standing = await plans.standingOf(callerOf(asking).workspaceId);
      const plan = await plans.planOf(standing);
      const month = clock().toISOString().slice(0, 7);
      return {
        ...{ standing, plan, month },
        pageviews: await readMonthPageviews(facts, month),
        contact: publicFace.settings.contact ?? null,
        hasPricing: publicFace.settings.isOn,
      };
    },
  };
}
