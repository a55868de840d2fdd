/**
 * Mails on their way. One is queued in the transaction of what causes it and sent after it, as often as it takes. Its text
 * is made at that moment, by whoever queued it: so codes of links are never stored, and what has lapsed is not sent.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { AccountStore, OutboxTable } from '../control/index.ts';
import { type Clock, type Log, reachStep, type Sleep, TributaryError } from '../core/index.ts';
import { mailErrorOf } from './mail-error.ts';
import type { Mailer, Message } from './mailer.ts';
import { verdictOf } from './retry.ts';

/** What is queued. */
export interface NewMail {
  /** Names the composer. */
  readonly kind: string;
  readonly to: string;
  readonly about: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A mail about to be sent, as its composer gets it. */
export interface DueMail {
  readonly to: string;
  readonly about: string;
  readonly letterId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Makes the text of a mail; null: there is no reason for it any more, and it is forgotten. */
export type Compose = (mail: DueMail) => Promise<Omit<Message, 'to' | 'id'> | null>;

/** A mail as an administrator sees it. Instants are ISO 8601 UTC. */
export interface MailView {
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly status: OutboxTable['status'];
  readonly attempts: number;
  readonly problem: string | null;
  readonly createdAt: string;
  readonly nextTryAt: string | null;
  readonly settledAt: string | null;
}

/** What the outbox works with; `mailer` null: this installation sends no mail. */
export interface OutboxOptions {
  readonly control: AccountStore;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly mailer: Mailer | null;
  /** The least time between two copies of a letter. */
  readonly letterPauseMs: number;
}

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Mails that are settled are kept for looking at so long; copies of letters stay, so that none is sent twice. */
const KEPT_MS = 30 * DAY_MS;
/** A wake-up may be missed by a process that queues beside the server; then it takes this long at most. */
const LONGEST_WAIT_MS = 30_000;

/** The outbox. */
export class Outbox {
  readonly isOn: boolean;
  readonly #options: OutboxOptions;
  readonly #composers = new Map<string, Compose>();
  readonly #end = new AbortController();
  readonly #chores: (() => Promise<void>)[] = [];
  #choresAt = 0;
  #running: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.isOn = options.mailer !== null;
  }

  /** Says who makes the texts of a kind of mail. */
  compose(kind: string, compose: Compose): void {
    this.#composers.set(kind, compose);
  }

  /** Queues a mail; with `within` in the caller's transaction. Without mail it does nothing. */
  async queue(mail: NewMail, within: AccountStore = this.#options.control): Promise<void> {
    if (!this.isOn) return;
    const now = this.#options.clock().toISOString();
    const { kind, to, about, data = {} } = mail;
    await within
      .insertInto('outbox')
      .values({ ...rowOf(kind, to, about, now), letter_id: null, data: JSON.stringify(data) })
      .execute();
    this.#wake();
  }

  /** Queues one copy of a letter for each; in the caller's transaction. Whoever has one already gets no other. */
  async queueCopies(
    kind: string,
    letterId: string,
    readers: readonly { readonly to: string; readonly about: string }[],
    within: AccountStore,
  ): Promise<void> {
    const now = this.#options.clock().toISOString();
    for (const { to, about } of readers) {
      await within
        .insertInto('outbox')
        .values({ ...rowOf(kind, to, about, now), letter_id: letterId, data: '{}' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** Sends a mail now and says what came of it; nothing of it is stored. Throws `mail-off`, `mail-failed`. */
  async sendNow(to: string, content: Omit<Message, 'to' | 'id'>): Promise<void> {
    const { mailer } = this.#options;
    if (mailer === null) throw mailOff();
    try {
      await mailer.send({ ...content, to, id: randomUUID() });
    } catch (error) {
      const { failure, message } = mailErrorOf(error);
      throw new TributaryError('mail-failed', `${ADVICE[failure]} The mail server said: ${message}`, {}, error);
    }
  }

  /** The newest mails that are no copies of letters, and how many of all wait or failed. */
  async list(limit: number): Promise<readonly MailView[]> {
    const rows = await this.#options.control
      .selectFrom('outbox')
      .selectAll()
      .where('letter_id', 'is', null)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(viewOf);
  }

  /** The newest state of the mails about these things. */
  async statesOf(kind: string, abouts: readonly string[]): Promise<ReadonlyMap<string, OutboxTable['status']>> {
    const rows = await this.#options.control
      .selectFrom('outbox')
      .select(['about', 'status'])
      .where('kind', '=', kind)
      .where('about', 'in', [...abouts])
      .orderBy('created_at')
      .execute();
    return new Map(rows.map(({ about, status }) => [about, status]));
  }

  /** Has something done every hour in which no mail is due. */
  also(chore: () => Promise<void>): void {
    this.#chores.push(chore);
  }

  /** Begins to send, if nothing sends yet, and goes on until `close`; nobody waits for it. */
  start(): void {
    this.#wake();
    if (this.isOn) this.#running ??= this.#run();
  }

  /** Tries once whatever is due and is no copy of a letter: for a command that ends after it. */
  async settle(): Promise<void> {
    if (!this.isOn || this.#running !== undefined) return;
    await this.#settleCut();
    for (let mail = await this.#take(true); mail !== null; mail = await this.#take(true)) await this.#deliver(mail);
  }

  /** Ends after the mail that is under way. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { sleep, letterPauseMs, log } = this.#options;
    const { signal } = this.#end;
    let isFirst = true;
    while (!signal.aborted) {
      try {
        const woken = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        if (isFirst) await this.#settleCut();
        isFirst = false;
        const mail = await this.#take(false);
        if (mail === null) {
          await this.#doChores();
          await Promise.race([woken, this.#pause(LONGEST_WAIT_MS)]);
        } else {
          await this.#deliver(mail);
          if (mail.letter_id !== null) await this.#pause(letterPauseMs);
        }
      } catch (error) {
        log.error('outbox failed', { error: error instanceof Error ? error.message : String(error) });
        await sleep(LONGEST_WAIT_MS, signal).catch(() => undefined); // it is the end that wakes it
      }
    }
  }

  async #doChores(): Promise<void> {
    const now = this.#options.clock().getTime();
    if (now - this.#choresAt < HOUR_MS) return;
    this.#choresAt = now;
    for (const chore of this.#chores) await chore();
  }

  async #pause(ms: number): Promise<void> {
    await this.#options.sleep(ms, this.#end.signal).catch(() => undefined); // it is the end that wakes it
  }

  /** The next mail that is due, marked as being sent; copies of letters come last. */
  async #take(isLetterLeft: boolean): Promise<OutboxTable | null> {
    const { control, clock } = this.#options;
    return control.transaction().execute(async (store) => {
      await this.#purge(store);
      let due = store
        .selectFrom('outbox')
        .selectAll()
        .where('status', '=', 'queued')
        .where('next_try_at', '<=', clock().toISOString());
      if (isLetterLeft) due = due.where('letter_id', 'is', null);
      const order = sql`letter_id is not null`;
      const mail = await due.orderBy(order).orderBy('next_try_at').limit(1).executeTakeFirst();
      if (mail === undefined) return null;
      const attempts = mail.attempts + 1;
      await store
        .updateTable('outbox')
        .set({ status: 'sending', attempts })
        .where('mail_id', '=', mail.mail_id)
        .execute();
      return { ...mail, attempts };
    });
  }

  async #deliver(mail: OutboxTable): Promise<void> {
    const { mailer, log } = this.#options;
    const compose = this.#composers.get(mail.kind);
    if (mailer === null || compose === undefined) throw new Error(`nobody writes mails of the kind ${mail.kind}`);
    const { mail_id: id, recipient: to, about, letter_id: letterId } = mail;
    try {
      // written by `queue` as an object
      const content = await compose({ to, about, letterId, data: JSON.parse(mail.data) as DueMail['data'] });
      if (content === null) {
        await this.#options.control.deleteFrom('outbox').where('mail_id', '=', id).execute();
        return;
      }
      reachStep();
      await mailer.send({ ...content, to, id });
      reachStep();
      await this.#settleAs(mail, 'sent', null);
    } catch (error) {
      const { failure, message } = mailErrorOf(error);
      const verdict = verdictOf(failure, mail.attempts, letterId !== null);
      log.warn('mail not sent', { mail: id, kind: mail.kind, failure, verdict: verdict.status, problem: message });
      await this.#settleAs(mail, verdict.status, message, verdict.status === 'queued' ? verdict.waitMs : 0);
    }
  }

  async #settleAs(mail: OutboxTable, status: OutboxTable['status'], problem: string | null, waitMs = 0): Promise<void> {
    const { control, clock } = this.#options;
    const now = clock();
    const next_try_at = new Date(now.getTime() + waitMs).toISOString();
    await control
      .updateTable('outbox')
      .set({ status, problem, next_try_at, settled_at: status === 'queued' ? null : now.toISOString() })
      .where('mail_id', '=', mail.mail_id)
      .execute();
  }

  /**
   * What a killed process was sending (only one process holds the data folder, so nobody is at it now) may have arrived or not. A letter is not sent again, as nobody wants it twice; an
   * invitation is, as nobody can do without it.
   */
  async #settleCut(): Promise<void> {
    const { control, clock } = this.#options;
    const cut = control.updateTable('outbox').where('status', '=', 'sending');
    const problem = 'Tributary ended while this was being sent.';
    const uncertain = { status: 'uncertain', problem, settled_at: clock().toISOString() } as const;
    await cut.where('letter_id', 'is not', null).set(uncertain).execute();
    await cut.where('letter_id', 'is', null).set({ status: 'queued', problem }).execute();
  }

  async #purge(store: AccountStore): Promise<void> {
    const now = this.#options.clock();
    const old = new Date(now.getTime() - KEPT_MS).toISOString();
    await store.deleteFrom('outbox').where('letter_id', 'is', null).where('settled_at', '<', old).execute();
    await store.deleteFrom('mailed_codes').where('expires_at', '<', now.toISOString()).execute();
  }
}

const ADVICE = {
  settings: 'Correct TRIBUTARY_SMTP_URL or TRIBUTARY_MAIL_FROM.',
  address: 'Check the address: the mail server does not know it.',
  refused: 'The mail server does not want this mail.',
  later: 'Try again later, and check the host and the port in TRIBUTARY_SMTP_URL.',
  uncertain: 'The mail server did not say whether it took the mail: look into the mailbox.',
} as const;

/** The error of whatever needs mail where there is none. */
export function mailOff(): TributaryError {
  return new TributaryError(
    'mail-off',
    'This installation sends no mail: set TRIBUTARY_SMTP_URL, TRIBUTARY_MAIL_FROM and TRIBUTARY_URL.',
  );
}

function rowOf(kind: string, to: string, about: string, now: string) {
  return {
    ...{ mail_id: randomUUID(), kind, recipient: to, about, status: 'queued' as const, attempts: 0 },
    ...{ next_try_at: now, problem: null, created_at: now, settled_at: null },
  };
}

function viewOf(row: OutboxTable): MailView {
  return {
    ...{ id: row.mail_id, kind: row.kind, to: row.recipient, status: row.status, attempts: row.attempts },
    ...{ problem: row.problem, createdAt: row.created_at, settledAt: row.settled_at },
    nextTryAt: row.status === 'queued' ? row.next_try_at : null,
  };
}
