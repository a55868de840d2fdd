/** The newsletter: who gets it, how they come and go, and its letters. */
import { randomUUID } from 'node:crypto';
import type { AccountStore } from '../control/index.ts';
import { type Clock, csvLine, hashOf, newCode, TributaryError } from '../core/index.ts';
import { copyOf, readLetter } from './letter.ts';
import { shortMail } from './mail-text.ts';
import type { Message } from './mailer.ts';
import { mailOff, type Outbox } from './outbox.ts';

/** How a letter fares. Instants are ISO 8601 UTC. */
export interface LetterView {
  readonly id: string;
  readonly subject: string;
  readonly createdAt: string;
  /** Copies: delivered to the mail server, on their way, given up, and those of which nobody knows. */
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  readonly uncertain: number;
  /** Of those that wait: due now, not at a later try. */
  readonly due: number;
}

/** What the newsletter is built over. */
export interface NewsletterOptions {
  readonly control: AccountStore;
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** The public address; links lead there. */
  readonly origin: string | undefined;
}

const CONFIRMATION = 'newsletter-confirmation';
const COPY = 'newsletter-letter';
const DAY_MS = 24 * 3600 * 1000;
const REQUEST_MS = 7 * DAY_MS;

/** The newsletter of an installation. */
export class Newsletter {
  readonly #options: NewsletterOptions;

  constructor(options: NewsletterOptions) {
    this.#options = options;
    options.outbox.also(() => this.purge());
    options.outbox.compose(CONFIRMATION, ({ about }) => this.#confirmation(about));
    options.outbox.compose(COPY, ({ about, letterId }) => this.#copy(about, letterId ?? ''));
  }

  /** Whether anyone can subscribe here. */
  get isOn(): boolean {
    return this.#options.outbox.isOn && this.#options.origin !== undefined;
  }

  /**
   * Asks an address whether it wants the newsletter. It is no subscriber before its click, and forgotten after a week.
   * Whoever is one already, or was asked within the hour before, gets no mail; nothing tells the difference.
   */
  async request(address: string): Promise<void> {
    const { control, clock, outbox } = this.#options;
    this.#check();
    const [email, now] = [address.toLowerCase(), clock()];
    await control.transaction().execute(async (store) => {
      await this.#purge(store);
      const known = await store.selectFrom('subscribers').select('email').where('email', '=', email).executeTakeFirst();
      const asked = store.selectFrom('subscription_requests').selectAll().where('email', '=', email);
      const before = await asked.executeTakeFirst();
      const isRecent = before !== undefined && now.getTime() - Date.parse(before.created_at) < 3600 * 1000;
      if (known !== undefined || isRecent) return;
      const request_id = before?.request_id ?? randomUUID();
      const row = {
        ...{ request_id, email, created_at: now.toISOString() },
        expires_at: new Date(now.getTime() + REQUEST_MS).toISOString(),
      };
      await store
        .insertInto('subscription_requests')
        .values(row)
        .onConflict((conflict) => conflict.column('request_id').doUpdateSet(row))
        .execute();
      await outbox.queue({ kind: CONFIRMATION, to: email, about: request_id }, store);
    });
  }

  /** Makes whoever clicked a subscriber; false if the link is over or was used. */
  async confirm(code: string): Promise<boolean> {
    const { control, clock } = this.#options;
    return control.transaction().execute(async (store) => {
      await this.#purge(store);
      const found = store.selectFrom('mailed_codes').select('about').where('code_hash', '=', hashOf(code));
      const about = (await found.executeTakeFirst())?.about ?? '';
      const asked = store.deleteFrom('subscription_requests').where('request_id', '=', about).returning('email');
      const request = await asked.executeTakeFirst();
      if (request === undefined) return false;
      const row = { subscriber_id: randomUUID(), email: request.email, confirmed_at: clock().toISOString() };
      await store
        .insertInto('subscribers')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await forget(store, about);
      return true;
    });
  }

  /** Ends a subscription by the code of any letter; false if there is none (any more). Nothing of the address stays. */
  async unsubscribe(code: string): Promise<boolean> {
    return this.#options.control.transaction().execute(async (store) => {
      const found = store.selectFrom('mailed_codes').select('about').where('code_hash', '=', hashOf(code));
      const about = (await found.executeTakeFirst())?.about ?? '';
      const gone = store.deleteFrom('subscribers').where('subscriber_id', '=', about).returning('email');
      if ((await gone.executeTakeFirst()) === undefined) return false;
      await forget(store, about);
      return true;
    });
  }

  /** How many subscribers there are, and the newest letters. */
  async show(): Promise<{ readonly subscribers: number; readonly letters: readonly LetterView[] }> {
    const { control } = this.#options;
    const counted = control.selectFrom('subscribers').select(({ fn }) => fn.countAll<number>().as('count'));
    const { count } = await counted.executeTakeFirstOrThrow();
    const rows = await control
      .selectFrom('letters')
      .select('letter_id')
      .orderBy('created_at', 'desc')
      .limit(50)
      .execute();
    const letters = await Promise.all(rows.map(({ letter_id }) => this.letter(letter_id)));
    return { subscribers: Number(count), letters };
  }

  /** The subscribers as CSV, in the order in which they came. Page by page: there may be many. */
  async *exportCsv(): AsyncGenerator<string> {
    yield csvLine(['email', 'confirmed_at']);
    let after = '';
    for (;;) {
      const rows = await this.#options.control
        .selectFrom('subscribers')
        .select(['email', 'confirmed_at'])
        .where('email', '>', after)
        .orderBy('email')
        .limit(1000)
        .execute();
      yield rows.map(({ email, confirmed_at }) => csvLine([email, confirmed_at])).join('');
      const last = rows.at(-1);
      if (rows.length < 1000 || last === undefined) return;
      after = last.email;
    }
  }

  /** Sends one copy to an address to look at, at once. Throws `mail-off`, `mail-failed`, `invalid-request`. */
  async test(file: string, address: string): Promise<string> {
    this.#check();
    const letter = readLetter(file);
    const copy = copyOf(letter, this.#unsubscribeUrl('a-test-ends-nothing'));
    await this.#options.outbox.sendNow(address, { ...copy, subject: `[Test] ${letter.subject}` });
    return letter.subject;
  }

  /**
   * Queues one copy for each present subscriber. The same text again goes on with the same letter and adds nobody, so a
   * command that was killed can simply be given again. Throws `mail-off`, `invalid-request`.
   */
  async send(file: string): Promise<LetterView> {
    const { control, clock, outbox } = this.#options;
    this.#check();
    const { id, subject, markdown } = readLetter(file);
    await control.transaction().execute(async (store) => {
      const row = { letter_id: id, subject, markdown, created_at: clock().toISOString() };
      const added = await store
        .insertInto('letters')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (Number(added.numInsertedOrUpdatedRows) === 0) return;
      const readers = await store.selectFrom('subscribers').select(['email', 'subscriber_id']).execute();
      const copies = readers.map(({ email, subscriber_id }) => ({ to: email, about: subscriber_id }));
      await outbox.queueCopies(COPY, id, copies, store);
    });
    outbox.start();
    return this.letter(id);
  }

  /** How a letter fares. Throws `unknown-letter`. */
  async letter(id: string): Promise<LetterView> {
    const { control, clock } = this.#options;
    const row = await control.selectFrom('letters').selectAll().where('letter_id', '=', id).executeTakeFirst();
    if (row === undefined) throw new TributaryError('unknown-letter', 'There is no such letter.');
    const now = clock().toISOString();
    const counts = await control
      .selectFrom('outbox')
      .select(({ fn, eb }) => [
        'status',
        fn.countAll<number>().as('count'),
        fn.sum<number>(eb.case().when('next_try_at', '<=', now).then(1).else(0).end()).as('due'),
      ])
      .where('letter_id', '=', id)
      .groupBy('status')
      .execute();
    const of = (...states: readonly string[]) => counts.filter(({ status }) => states.includes(status));
    const sum = (...states: readonly string[]): number =>
      of(...states).reduce((all, { count }) => all + Number(count), 0);
    return {
      ...{ id, subject: row.subject, createdAt: row.created_at },
      ...{ sent: sum('sent'), waiting: sum('queued', 'sending'), failed: sum('failed'), uncertain: sum('uncertain') },
      due: of('queued', 'sending').reduce((all, { due }) => all + Number(due), 0),
    };
  }

  #check(): void {
    if (!this.isOn) throw mailOff();
  }

  #unsubscribeUrl(code: string): string {
    return `${this.#options.origin ?? ''}/newsletter/unsubscribe?code=${code}`;
  }

  async #confirmation(requestId: string): Promise<Omit<Message, 'to' | 'id'> | null> {
    const { control, clock, origin } = this.#options;
    const request = await control
      .selectFrom('subscription_requests')
      .selectAll()
      .where('request_id', '=', requestId)
      .where('expires_at', '>', clock().toISOString())
      .executeTakeFirst();
    if (request === undefined || origin === undefined) return null;
    const code = newCode();
    const mailed = { code_hash: hashOf(code), about: requestId, expires_at: request.expires_at };
    await control.insertInto('mailed_codes').values(mailed).execute();
    return shortMail({
      subject: 'Please confirm your subscription',
      paragraphs: [
        'Someone, probably you, asked for the Tributary newsletter at this address.',
        'It comes once a month. You get it only if you confirm, within 7 days:',
      ],
      link: { label: 'Yes, I want the newsletter', url: `${origin}/newsletter/confirm?code=${code}` },
      after: 'If it was not you, do nothing: your address is forgotten then.',
    });
  }

  async #copy(subscriberId: string, letterId: string): Promise<Omit<Message, 'to' | 'id'> | null> {
    const { control } = this.#options;
    const letter = await control.selectFrom('letters').selectAll().where('letter_id', '=', letterId).executeTakeFirst();
    const reader = control.selectFrom('subscribers').select('email').where('subscriber_id', '=', subscriberId);
    if (letter === undefined || (await reader.executeTakeFirst()) === undefined) return null;
    const code = newCode();
    await control
      .insertInto('mailed_codes')
      .values({ code_hash: hashOf(code), about: subscriberId, expires_at: null })
      .execute();
    return copyOf(letter, this.#unsubscribeUrl(code));
  }

  /** Addresses of those who never clicked go after their week, with the mail that asked them. */
  async #purge(store: AccountStore): Promise<void> {
    const now = this.#options.clock().toISOString();
    const over = store.deleteFrom('subscription_requests').where('expires_at', '<=', now).returning('request_id');
    for (const { request_id } of await over.execute()) await forget(store, request_id);
  }

  /** The same, for the schedule. */
  async purge(): Promise<void> {
    await this.#options.control.transaction().execute((store) => this.#purge(store));
  }
}

/** Forgets the codes and mails of who is gone; copies stay counted, without the address. */
async function forget(store: AccountStore, about: string): Promise<void> {
  await store.deleteFrom('mailed_codes').where('about', '=', about).execute();
  await store.deleteFrom('outbox').where('about', '=', about).where('status', '=', 'queued').execute();
  await store.deleteFrom('outbox').where('about', '=', about).where('letter_id', 'is', null).execute();
  await store
    .updateTable('outbox')
    .set((eb) => ({ recipient: eb.ref('mail_id'), about: '' }))
    .where('about', '=', about)
    .execute();
}
