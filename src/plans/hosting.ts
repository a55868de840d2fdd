/** What whoever runs Tributary for others decided. */
import type { Plans } from './plans.ts';

export interface Hosting {
  /** The plans of the operator's file, null without one; read when they are first needed. Throws `invalid-settings`. */
  readonly plans: () => Promise<Plans | null>;
  /** What messages about billing are signed with; without one none are taken. */
  readonly billingSecret: string | undefined;
}

/** Without a file of plans too there is a trial. */
export const USUAL_TRIAL_DAYS = 15;
