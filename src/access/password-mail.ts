/** "Forgot your password?": a link by mail, for whoever has an account here, and the same answer for everyone else. */
import { mailOff, type Message, shortMail } from '../notify/index.ts';
import type { AccessContext } from './access-context.ts';
import type { Limit } from './attempt-limits.ts';
import { hashOf, newCode } from './codes.ts';
import type { Visit } from './visit.ts';

const KIND = 'password-reset';
const HOUR_MS = 3600 * 1000;
const LINK_MS = HOUR_MS;
/** For one address: nobody's mailbox is filled by others. */
const OF_ADDRESS: Limit = { most: 3, withinMs: HOUR_MS };
const FROM_NETWORK: Limit = { most: 20, withinMs: HOUR_MS };

/** Links for new passwords by mail. */
export class PasswordMail {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
    context.outbox.compose(KIND, ({ to, data: { ipPrefix } }) =>
      this.#mail(to, typeof ipPrefix === 'string' ? ipPrefix : 'unknown'),
    );
  }

  /**
   * Queues a mail for an address. Whether it has an account is looked up when the mail is written, after the answer: so
   * neither the answer nor its time tells. Throws `mail-off`, `too-many-attempts`.
   */
  async ask(address: string, visit: Visit): Promise<void> {
    const { control, audit, limits, outbox } = this.#context;
    if (!outbox.isOn) throw mailOff();
    const email = address.toLowerCase();
    limits.take([
      { key: `forgotten ${hashOf(email)}`, limit: OF_ADDRESS },
      { key: `forgotten from ${visit.ipPrefix}`, limit: FROM_NETWORK },
    ]);
    await control.transaction().execute(async (store) => {
      await audit.add({ kind: 'none', name: email }, 'password-reset-asked', {}, visit, store);
      const data = { ipPrefix: visit.ipPrefix };
      await outbox.queue({ kind: KIND, to: email, about: hashOf(email), data }, store);
    });
  }

  /** The mail with a link that works once, within an hour; none for an address without an account. */
  async #mail(email: string, ipPrefix: string): Promise<Omit<Message, 'to' | 'id'> | null> {
    const { control, clock, origin } = this.#context;
    const user = await control.selectFrom('users').select(['id', 'name']).where('email', '=', email).executeTakeFirst();
    if (user === undefined || origin === undefined) return null;
    const code = newCode();
    const expires_at = new Date(clock().getTime() + LINK_MS).toISOString();
    const link = { code_hash: hashOf(code), kind: 'password', user_id: user.id, expires_at } as const;
    await control.insertInto('links').values(link).execute();
    return shortMail({
      subject: 'A new password for Tributary',
      paragraphs: [
        `Hello ${user.name},`,
        `someone, probably you, asked at ${origin} for a new password for this address (from the network ${ipPrefix}).`,
        'This link works once, within an hour:',
      ],
      link: { label: 'Choose a new password', url: `${origin}/reset-password#${code}` },
      after: 'A second factor stays as it is. If it was not you, do nothing: your password stays too.',
    });
  }
}
