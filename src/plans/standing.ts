/** How a workspace of a hosted installation stands: on trial, on a plan, or over. Pure. */

/** What is stored of a workspace. */
export interface PlanFacts {
  /** The id of its plan; null: none. */
  readonly plan: string | null;
  /** The last day of the plan, UTC; null: until another word. */
  readonly planUntil: string | null;
  /** When its trial ends, ISO 8601 UTC; null: it is never limited. */
  readonly trialEndsAt: string | null;
}

export interface Standing {
  /** `unlimited`: nothing is counted · `active`: on a plan · `over`: read-only, and nothing is deleted. */
  readonly state: 'unlimited' | 'trial' | 'active' | 'over';
  /** The plan that counts, or whose end it was; null: none. */
  readonly plan: string | null;
  /** When the trial or the plan ends or ended, ISO 8601 UTC; null: never, as far as is known. */
  readonly endsAt: string | null;
  /** Of a trial: days until then, a begun one counted whole. */
  readonly daysLeft: number | null;
}

export const UNLIMITED: Standing = { state: 'unlimited', plan: null, endsAt: null, daysLeft: null };

const DAY_MS = 24 * 3600 * 1000;

/** How a workspace stands at an instant. Nothing is ever limited in a self-hosted installation. */
export function standingOf({ plan, planUntil, trialEndsAt }: PlanFacts, isHosted: boolean, now: Date): Standing {
  if (!isHosted) return UNLIMITED;
  const planEndsAt = planUntil === null ? null : new Date(Date.parse(`${planUntil}T00:00:00Z`) + DAY_MS);
  if (plan !== null && (planEndsAt === null || now < planEndsAt)) {
    return { state: 'active', plan, endsAt: planEndsAt?.toISOString() ?? null, daysLeft: null };
  }
  if (trialEndsAt === null) return UNLIMITED;
  const leftMs = Date.parse(trialEndsAt) - now.getTime();
  if (leftMs > 0) return { state: 'trial', plan: null, endsAt: trialEndsAt, daysLeft: Math.ceil(leftMs / DAY_MS) };
  const endedAt = plan === null || planEndsAt === null ? trialEndsAt : planEndsAt.toISOString();
  return { state: 'over', plan, endsAt: endedAt, daysLeft: null };
}

/** When a trial of so many days ends that begins now. */
export function trialEnd(now: Date, days: number): string {
  return new Date(now.getTime() + days * DAY_MS).toISOString();
}

/** What is over, and what to do: for whoever wants to change something all the same. */
export function overWords({ plan, endsAt }: Standing): string {
  const lastDay = new Date(Date.parse(endsAt ?? '') - 1).toISOString().slice(0, 10);
  const what = plan === null ? 'The trial' : 'The plan';
  return `${what} of this workspace ended on ${lastDay}: it is read-only, and nothing is deleted. Choose a plan, or ask whoever runs this server, and it goes on.`;
}
