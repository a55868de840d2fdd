/** Plans of workspaces in a hosted installation: how each stands, and who sets it. */
import { TributaryError } from '../core/index.ts';
import type { AccountStore } from '../control/index.ts';
import { type Plan, readStanding, type Standing, UNLIMITED, USUAL_TRIAL_DAYS } from '../plans/index.ts';
import type { AccessContext } from './access-context.ts';
import type { Actor } from './audit-log.ts';
import type { Caller } from './caller.ts';
import type { Visit } from './visit.ts';

/** What a workspace is put on. */
export interface PlanWish {
  readonly workspace: string;
  /** null: on none any more. */
  readonly plan: string | null;
  /** The last day, UTC; null: until another word. */
  readonly until: string | null;
}

/** The book of plans. */
export class PlanBook {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  get isHosted(): boolean {
    return this.#context.hosting !== null;
  }

  /** What messages about billing are signed with. Throws `not-found` where none are taken. */
  get billingSecret(): string {
    const secret = this.#context.hosting?.billingSecret;
    if (secret === undefined) throw new TributaryError('not-found', 'No messages about billing are taken here.');
    return secret;
  }

  /** How a workspace stands now. */
  async standingOf(workspaceId: string): Promise<Standing> {
    if (!this.isHosted) return UNLIMITED;
    return readStanding(this.#context.control, workspaceId, true, this.#context.clock());
  }

  /** The plan of a workspace as the operator's file has it; null: on none, or on one that is not in it any more. */
  async planOf({ plan }: Standing): Promise<Plan | null> {
    const plans = await this.#context.hosting?.plans();
    return plans?.plans.find(({ id }) => id === plan) ?? null;
  }

  /** Puts a workspace on a plan, or on none. Throws `not-found`, `unknown-plan`, `unknown-workspace`. */
  async set(caller: Caller, wish: PlanWish, visit: Visit): Promise<Standing> {
    await this.#check(wish);
    await this.#context.control
      .transaction()
      .execute((store) => this.#write({ ...caller, workspaceId: wish.workspace }, wish, visit, store));
    return this.standingOf(wish.workspace);
  }

  /** Does what a signed message about billing says; false: this one was taken before, and nothing is done. */
  async take(event: string, wish: PlanWish, visit: Visit): Promise<boolean> {
    const { control, clock } = this.#context;
    await this.#check(wish);
    return control.transaction().execute(async (store) => {
      const added = await store
        .insertInto('billing_events')
        .values({ event_id: event, at: clock().toISOString() })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (Number(added.numInsertedOrUpdatedRows) === 0) return false;
      const actor = { kind: 'none', name: 'billing', workspaceId: wish.workspace } as const;
      await this.#write(actor, wish, visit, store, { event });
      return true;
    });
  }

  /** Throws `not-found` in a self-hosted installation, `unknown-plan`. */
  async #check({ plan }: PlanWish): Promise<void> {
    const { hosting } = this.#context;
    if (hosting === null) throw new TributaryError('not-found', 'There are no plans here: nothing is limited.');
    if (plan === null) return;
    const ids = ((await hosting.plans())?.plans ?? []).map(({ id }) => id);
    if (ids.includes(plan)) return;
    const there = ids.length === 0 ? 'TRIBUTARY_PLANS names no file' : `there are ${ids.join(', ')}`;
    throw new TributaryError('unknown-plan', `There is no plan "${plan}": ${there}.`, { column: 'plan' });
  }

  async #write(actor: Actor, wish: PlanWish, visit: Visit, store: AccountStore, more = {}): Promise<void> {
    const { workspace, plan } = wish;
    const until = plan === null ? null : wish.until;
    const { numUpdatedRows } = await store
      .updateTable('workspaces')
      .set({ plan_id: plan, plan_until: until })
      .where('workspace_id', '=', workspace)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(numUpdatedRows) === 0) throw new TributaryError('unknown-workspace', 'There is no such workspace.');
    await this.#context.audit.add(actor, 'plan-set', { plan, until, ...more }, visit, store);
  }
}

/** How many days whoever signs up may try it. */
export async function trialDaysOf({ hosting }: Pick<AccessContext, 'hosting'>): Promise<number> {
  return (await hosting?.plans())?.trialDays ?? USUAL_TRIAL_DAYS;
}

/**
 * When the trial of a further workspace of a person ends: with that of what they own. Whoever makes another does not begin
 * anew; who owns one that is never limited makes another such.
 */
export async function trialEndOfFurther(
  { hosting }: Pick<AccessContext, 'hosting'>,
  store: AccountStore,
  userId: string,
): Promise<string | null> {
  if (hosting === null) return null;
  const rows = await store
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.workspace_id', 'members.workspace_id')
    .select('trial_ends_at')
    .where('user_id', '=', userId)
    .where('role', '=', 'owner')
    .where('removed_at', 'is', null)
    .execute();
  const ends = rows.map((row) => row.trial_ends_at);
  return ends.includes(null)
    ? null
    : ends.reduce<string | null>((last, one) => (last !== null && one !== null && last > one ? last : one), null);
}
