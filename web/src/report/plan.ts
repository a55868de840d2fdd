/** How the workspace stands where Tributary is hosted for others. */
import { queryOptions } from '@tanstack/react-query';
import { call, type Reply } from '../api/client.ts';
import type { Me } from '../api/session.ts';

export type PlanReply = Reply<'GET /api/v1/plan'>;

/** Who is warned much earlier stops reading. */
const WARNED_DAYS = 5;

export const planQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => call('GET /api/v1/plan', {}, signal),
});

/** What has to be said above every screen; null: nothing. */
export function warningOf(standing: Me['standing'] | undefined): 'over' | 'ending' | null {
  if (standing?.state === 'over') return 'over';
  const isEnding = standing?.state === 'trial' && (standing.daysLeft ?? 0) <= WARNED_DAYS;
  return isEnding ? 'ending' : null;
}

export function daysLeftWords(days: number | null): string {
  return days === 1 ? 'less than a day' : `${days ?? 0} days`;
}

/** Where a plan is chosen, or who is asked for one; null: whoever runs the server has said neither. */
export function planAddress(
  plan: Pick<PlanReply, 'hasPricing' | 'contact'>,
): { readonly label: string; readonly href: string } | null {
  if (plan.hasPricing) return { label: 'See the plans', href: '/pricing' };
  if (plan.contact === null) return null;
  const href = plan.contact.includes('://') ? plan.contact : `mailto:${plan.contact}`;
  return { label: 'Ask for a plan', href };
}
