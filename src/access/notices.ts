/** Mails about an account: what was done to it, so that its owner learns of what they did not do themselves. */
import type { AccountStore } from '../control/index.ts';
import { type Message, type Outbox, shortMail } from '../notify/index.ts';
import type { AccessContext } from './access-context.ts';

const DONE = {
  'password-changed': 'The password of your account was changed.',
  'two-factor-off': 'The second factor of your account was switched off: the password alone is enough to sign in.',
  'passkey-added': 'A passkey was added to your account: whoever has it can sign in.',
} as const;
export type Notice = keyof typeof DONE;

const KIND = 'security-notice';

/** Queues a notice for a person; in the caller's transaction where there is one. */
export async function queueNotice(
  { outbox }: AccessContext,
  userId: string,
  to: string,
  notice: Notice,
  within?: AccountStore,
): Promise<void> {
  await outbox.queue({ kind: KIND, to, about: userId, data: { notice } }, within);
}

/** Has the notices written. */
export function writeNotices(outbox: Outbox, origin: string | undefined): void {
  outbox.compose(KIND, ({ data }) => Promise.resolve(noticeMail(data['notice'], origin ?? '')));
}

function noticeMail(notice: unknown, origin: string): Omit<Message, 'to' | 'id'> | null {
  const text = typeof notice === 'string' && Object.hasOwn(DONE, notice) ? DONE[notice as Notice] : null; // its own key
  if (text === null) return null;
  return shortMail({
    subject: `Your Tributary account: ${text.split(/[.:]/)[0]?.toLowerCase() ?? ''}`,
    paragraphs: [text, `It is the account of this address at ${origin}.`],
    link: { label: 'Look at your account', url: `${origin}/settings/account` },
    after: 'If it was not you: change your password, end the other sessions, and tell who runs this installation.',
  });
}
