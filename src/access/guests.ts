/** Guests: browsers that look at a demo without an account, each with a session of its own that soon ends. */
import { randomUUID } from 'node:crypto';
import type { AccessContext, Cookies } from './access-context.ts';
import type { GuestCaller } from './caller.ts';
import { hashOf, newCode } from './codes.ts';
import { cookieOf, guestCookie } from './session-cookie.ts';
import type { Visit } from './visit.ts';

const DAY_S = 24 * 3600;
/** A public demo keeps so many at a time, about 1 MB; beyond it the oldest begin anew. */
const MOST_GUESTS = 5000;
const HOUR_MS = 3600 * 1000;
/** Browsers behind one network that begin to look around. */
const NEW_GUESTS = { most: 60, withinMs: HOUR_MS };
/** A screen asks about ten times; this is a person who does nothing else, or an office of them. */
const REQUESTS = { most: 1200, withinMs: 60_000 };

/** Sessions of guests. */
export class Guests {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** Whose cookie this is; null: no guest's, or it is over. Throws `too-many-attempts`. */
  async find(visit: Visit): Promise<GuestCaller | null> {
    const { control, clock, limits } = this.#context;
    const code = this.#codeOf(visit);
    if (code === null) return null;
    limits.take([{ key: `requests of guests from ${visit.ipPrefix}`, limit: REQUESTS }]);
    const row = await control
      .selectFrom('guests')
      .innerJoin('workspaces', 'workspaces.workspace_id', 'guests.workspace_id')
      .select(['guest_id', 'guests.workspace_id'])
      .where('code_hash', '=', hashOf(code))
      .where('expires_at', '>', clock().toISOString())
      .where('kind', '=', 'demo')
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { kind: 'guest', workspaceId: row.workspace_id, guestId: row.guest_id, name: 'Guest' };
  }

  /** Makes the browser a guest of a demo; one that is already keeps its session. Throws `too-many-attempts`. */
  async enter(workspaceId: string, visit: Visit): Promise<Cookies> {
    const { control, clock, limits } = this.#context;
    if ((await this.find(visit))?.workspaceId === workspaceId) return [];
    limits.take([{ key: `guests from ${visit.ipPrefix}`, limit: NEW_GUESTS }]);
    const [code, now] = [newCode(), clock()];
    const guest = {
      ...{ guest_id: randomUUID(), workspace_id: workspaceId, code_hash: hashOf(code), created_at: now.toISOString() },
      expires_at: new Date(now.getTime() + DAY_S * 1000).toISOString(),
    };
    await control.transaction().execute(async (store) => {
      await store.deleteFrom('guests').where('expires_at', '<=', guest.created_at).execute();
      const newest = store.selectFrom('guests').select('guest_id').orderBy('created_at', 'desc');
      await store
        .deleteFrom('guests')
        .where('guest_id', 'not in', newest.limit(MOST_GUESTS - 1))
        .execute();
      await store.insertInto('guests').values(guest).execute();
    });
    return [this.#cookie(code, DAY_S)];
  }

  /** Ends the session of the guest, and gives the cookie that says so. */
  async leave(visit: Visit): Promise<Cookies> {
    const code = this.#codeOf(visit);
    if (code === null) return [];
    await this.#context.control.deleteFrom('guests').where('code_hash', '=', hashOf(code)).execute();
    return [this.#cookie('', 0)];
  }

  /** Ends the sessions of all guests. */
  async dismissAll(): Promise<void> {
    await this.#context.control.deleteFrom('guests').execute();
  }

  /** Whether the browser has the cookie of a guest, good or not. */
  hasCookie(visit: Visit): boolean {
    return this.#codeOf(visit) !== null;
  }

  #codeOf(visit: Visit): string | null {
    const name = guestCookie(this.#context.origin);
    const code = cookieOf(visit.cookies, name)?.slice(name.length + 1) ?? '';
    return /^[\w-]{43}$/.test(code) ? code : null;
  }

  #cookie(code: string, seconds: number): string {
    const { origin } = this.#context;
    const secure = origin?.startsWith('https:') === true ? '; Secure' : '';
    return `${guestCookie(origin)}=${code}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`;
  }
}
