/** How a workspace stands, from what the accounts say of it. */
import type { AccountStore } from '../control/index.ts';
import { type Standing, standingOf, UNLIMITED } from './standing.ts';

/** Reads it anew each time: a plan that was set counts with the next request. One that is gone is not limited, only gone. */
export async function readStanding(
  accounts: AccountStore,
  workspaceId: string,
  isHosted: boolean,
  now: Date,
): Promise<Standing> {
  if (!isHosted) return UNLIMITED;
  const row = await accounts
    .selectFrom('workspaces')
    .select(['plan_id', 'plan_until', 'trial_ends_at'])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  if (row === undefined) return UNLIMITED;
  const facts = { plan: row.plan_id, planUntil: row.plan_until, trialEndsAt: row.trial_ends_at };
  return standingOf(facts, isHosted, now);
}
