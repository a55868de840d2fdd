/** Demos: made when somebody asks, one for guests and one for each owner who wants one, and taken away again. */
import type { Access, Caller, Cookies, DemoOwner, Visit } from '../access/index.ts';
import { type Clock, hashOf, type Log, newCode, TributaryError } from '../core/index.ts';
import type { DemoProgress, DemoState, TellProgress } from './progress.ts';

/** What demos are made with. */
export interface DemosOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether anybody may look at the demo (`TRIBUTARY_DEMO`). */
  readonly isPublic: boolean;
  /** Fills a workspace with what has happened until `now`. */
  readonly fill: (workspaceId: string, now: Date, stop: AbortSignal, tell: TellProgress) => Promise<void>;
  /** Removes what is left of workspaces that were marked as removed. */
  readonly clearRemoved: () => Promise<void>;
}

interface Making {
  /** Of its workspace. */
  readonly id: string;
  progress: DemoProgress;
  readonly done: Promise<void>;
}

const FOR_GUESTS = '';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A page asks twice a second while a demo is made. */
const ASKED = { most: 600, withinMs: 15 * 60_000 };
const CODES = { most: 60, withinMs: 15 * 60_000 };

/** Demos of an installation that serves. */
export class Demos {
  readonly #options: DemosOptions;
  readonly #making = new Map<string, Making>();
  readonly #failed = new Map<string, TributaryError>();
  readonly #stop = new AbortController();
  /** Of the link that `tributary demo` prints. */
  #codeHash: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DemosOptions) {
    this.#options = options;
  }

  /** Removes what a killed process left half made; where guests are let in, makes theirs, and anew every day. */
  async start(): Promise<void> {
    await this.#tidy();
    if (!this.#options.isPublic) return;
    this.#renew();
    this.#timer = setInterval(() => this.#renew(), HOUR_MS);
    this.#timer.unref();
  }

  /** Makes the demo for guests and a code that lets in who has it, for the terminal. */
  async prepare(tell: (progress: DemoProgress) => void): Promise<string> {
    const code = newCode();
    this.#codeHash = hashOf(code);
    if (this.#isOld(await this.#options.access.demos.ready(null))) {
      const made = this.#make(FOR_GUESTS);
      const timer = setInterval(() => tell(made.progress), 250);
      await made.done.finally(() => clearInterval(timer));
    }
    return code;
  }

  /**
   * Lets a browser look at the demo, which is made first if there is none: anybody where it is public, else who has the
   * code of the set-up link or of the terminal. To be asked again until it is ready. Throws `link-invalid`,
   * `demo-failed`, `too-many-attempts`.
   */
  async openForGuest(code: string | undefined, visit: Visit): Promise<DemoState & { readonly cookies: Cookies }> {
    const { access } = this.#options;
    await this.#admit(code, visit);
    const ready = await access.demos.ready(null);
    if (ready !== undefined && (this.#options.isPublic || !this.#isOld(ready))) {
      const cookies = await access.guests.enter(ready.workspaceId, visit);
      return { state: 'ready', workspace: ready.workspaceId, cookies };
    }
    return { ...this.#begun(FOR_GUESTS), cookies: [] };
  }

  /**
   * A demo for somebody who may make workspaces, who owns it; the one that guests of this machine saw becomes theirs.
   * To be asked again until it is ready. Throws `not-allowed`, `session-wanted`, `demo-failed`.
   */
  async openForOwner(caller: Caller, visit: Visit): Promise<DemoState> {
    const { access, isPublic } = this.#options;
    if (!(await access.workspaces.mayCreate(caller))) {
      throw new TributaryError('not-allowed', 'Only who owns a workspace makes a demo beside it.');
    }
    if (caller.kind !== 'session') {
      throw new TributaryError('session-wanted', 'A demo is made for a person: `tributary demo` shows one without.');
    }
    const own = await access.demos.ready(caller.userId);
    if (own !== undefined) return { state: 'ready', workspace: own.workspaceId };
    const ofGuests = isPublic ? undefined : await access.demos.ready(null);
    if (ofGuests !== undefined && !this.#isOld(ofGuests)) {
      await access.demos.give(ofGuests.workspaceId, { person: caller, visit });
      return { state: 'ready', workspace: ofGuests.workspaceId };
    }
    return this.#begun(caller.userId, { person: caller, visit });
  }

  /** Stops what is being made; the next start removes it. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort(new Error('the program is ending'));
    await Promise.allSettled([...this.#making.values()].map(({ done }) => done));
  }

  /** Throws `link-invalid`, `too-many-attempts`. */
  async #admit(code: string | undefined, { ipPrefix }: Visit): Promise<void> {
    const { access, isPublic } = this.#options;
    access.limits.take([{ key: `demo from ${ipPrefix}`, limit: ASKED }]);
    if (isPublic) return;
    const key = `demo code from ${ipPrefix}`;
    access.limits.take([{ key, limit: CODES }]);
    const isKnown =
      code !== undefined && (hashOf(code) === this.#codeHash || (await access.invitations.isSetupCode(code)));
    if (!isKnown) throw new TributaryError('link-invalid', 'There is no demo here for this link, or it is over.');
    access.limits.forget(key);
  }

  /** Says how far it is, and begins it first if nobody has. What failed is said once; who asks again begins anew. */
  #begun(key: string, owner?: DemoOwner): DemoState {
    const failed = this.#failed.get(key);
    this.#failed.delete(key);
    if (failed !== undefined) throw failed;
    const { progress } = this.#make(key, owner);
    return { state: 'preparing', workspace: null, ...progress };
  }

  /** Begins to make a demo, unless that one is being made already. */
  #make(key: string, owner?: DemoOwner): Making {
    const known = this.#making.get(key);
    if (known !== undefined) return known;
    const making: Making = {
      id: this.#options.access.demos.newId(),
      progress: { step: 'network', done: 0, total: 0 },
      done: Promise.resolve().then(() => this.#made(making, owner)),
    };
    this.#making.set(key, making);
    making.done.then(
      () => this.#making.delete(key),
      (error: unknown) => {
        this.#making.delete(key);
        this.#failed.set(key, asTributaryError(error));
      },
    );
    return making;
  }

  async #made(making: Making, owner: DemoOwner | undefined): Promise<void> {
    const { access, clock, fill, log, clearRemoved } = this.#options;
    const { id } = making;
    const began = clock();
    try {
      await access.demos.begin(id, owner?.person.userId ?? null, began);
      await fill(id, began, this.#stop.signal, (progress) => {
        making.progress = progress;
      });
      await access.demos.finish(id, owner);
      log.info('demo made', { workspace: id, ms: clock().getTime() - began.getTime() });
    } catch (error) {
      if (this.#stop.signal.aborted) throw error; // the next start removes it
      log.error('demo failed', { workspace: id, error: insideOf(error) });
      await access.demos.drop([id]);
      await clearRemoved();
      throw error;
    }
    if (owner === undefined) await this.#tidy();
  }

  /** Removes demos that were left half made, and those that nobody can see any more. */
  async #tidy(): Promise<void> {
    const { access, clearRemoved, isPublic } = this.#options;
    const isLetIn = isPublic || this.#codeHash !== null || (await access.invitations.isFirstRun());
    const surplus = await access.demos.surplus(isLetIn);
    const underWay = new Set([...this.#making.values()].map(({ id }) => id));
    const dropped = surplus.filter((id) => !underWay.has(id));
    await access.demos.drop(dropped);
    if (dropped.length > 0) await clearRemoved();
  }

  #renew(): void {
    void this.#options.access.demos
      .ready(null)
      .then(async (ready) => {
        if (this.#isOld(ready)) await this.#make(FOR_GUESTS).done;
      })
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.log.error('demo not renewed', { error: String(error) });
      });
  }

  /** Whether it ends too long ago to look alive. */
  #isOld(ready: { readonly readyAt: string } | undefined): boolean {
    return ready === undefined || this.#options.clock().getTime() - Date.parse(ready.readyAt) > DAY_MS;
  }
}

function asTributaryError(error: unknown): TributaryError {
  if (error instanceof TributaryError) return error;
  return new TributaryError('demo-failed', 'The demo could not be made.', {}, error);
}

/** What the operator is told. */
function insideOf(error: unknown): string {
  const inside = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return inside instanceof Error ? (inside.stack ?? inside.message) : String(inside);
}
