/** Routes about mail: what one can sign in with, forgotten passwords, the outbox, the newsletter. */
import { z } from 'zod';
import type { LetterView, MailView } from '../../notify/index.ts';
import { done, email } from './access-values.ts';
import { route } from './route.ts';
import { instant, reference } from './values.ts';

/** On its way · handed over, no answer yet · taken by the mail server · given up · nobody knows. */
const mailStatus = z.enum(['queued', 'sending', 'sent', 'failed', 'uncertain']);

const mail = z
  .object({
    id: z.string(),
    kind: z.string(),
    to: z.string(),
    status: mailStatus,
    attempts: z.int(),
    problem: z.string().nullable().meta({ description: 'Why the last try failed, in the words of the mail server.' }),
    createdAt: instant,
    nextTryAt: instant.nullable(),
    settledAt: instant.nullable(),
  })
  .meta({ id: 'Mail' }) satisfies z.ZodType<MailView>;

const letter = z
  .object({
    id: z.string(),
    subject: z.string(),
    createdAt: instant,
    sent: z.int(),
    waiting: z.int(),
    failed: z.int(),
    uncertain: z.int().meta({ description: 'May have arrived or not; they are not sent again.' }),
    due: z.int().meta({ description: 'Of those that wait: now, not at a later try.' }),
  })
  .meta({
    id: 'Letter',
    description: 'A letter of the newsletter, and how its copies fare.',
  }) satisfies z.ZodType<LetterView>;

const markdown = z.string().min(1).max(500_000).meta({ description: 'The file, with or without front matter.' });

export const mailRoutes = {
  showSignIn: route({
    method: 'GET',
    path: '/api/v1/sign-in',
    topic: 'Accounts',
    summary: 'What else than a password one can sign in with here.',
    needs: 'none',
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({
          mailsLinks: z.boolean().meta({ description: 'Whether a link for a new password can be mailed.' }),
          passkeysAt: z
            .string()
            .nullable()
            .meta({ description: 'The origin at which passkeys work; null: nowhere, TRIBUTARY_URL allows none.' }),
          signUp: z
            .object({ trialDays: z.int() })
            .nullable()
            .meta({ description: 'How long whoever signs up may try it; null: nobody signs up here.' }),
        })
        .meta({ id: 'WaysToSignIn' }),
    },
    errors: [],
  }),
  askForPassword: route({
    method: 'POST',
    path: '/api/v1/password/forgotten',
    topic: 'Accounts',
    summary: 'Mails a link for a new password, if this is the address of an account; the answer is the same if not.',
    needs: 'none',
    body: z.strictObject({ email }),
    answer: done,
    errors: ['mail-off', 'too-many-attempts'],
  }),
  listMails: route({
    method: 'GET',
    path: '/api/v1/mails',
    topic: 'Mail',
    summary: 'Whether this installation sends mail, and the newest mails but for copies of letters.',
    needs: 'admin',
    query: z.strictObject({ limit: z.int().min(1).max(1000).default(100) }),
    answer: { kind: 'json', status: 200, schema: z.object({ isOn: z.boolean(), mails: z.array(mail) }) },
    errors: [],
  }),
  testMail: route({
    method: 'POST',
    path: '/api/v1/mails/test',
    topic: 'Mail',
    summary: 'Sends a mail to an address at once and says what the mail server answered.',
    needs: 'owner',
    body: z.strictObject({ to: email }),
    answer: done,
    errors: ['mail-off', 'mail-failed'],
  }),
  showNewsletter: route({
    method: 'GET',
    path: '/api/v1/newsletter',
    topic: 'Newsletter',
    summary: 'How many subscribers there are, and the newest letters.',
    needs: 'owner',
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({ isOn: z.boolean(), subscribers: z.int(), letters: z.array(letter) })
        .meta({ id: 'Newsletter' }),
    },
    errors: [],
  }),
  exportSubscribers: route({
    method: 'GET',
    path: '/api/v1/newsletter/subscribers',
    topic: 'Newsletter',
    summary: 'The subscribers, as CSV.',
    needs: 'owner',
    answer: { kind: 'file', status: 200, mediaTypes: ['text/csv; charset=utf-8'] },
    errors: [],
  }),
  testLetter: route({
    method: 'POST',
    path: '/api/v1/newsletter/test',
    topic: 'Newsletter',
    summary: 'Sends one copy of a letter to an address to look at, at once.',
    needs: 'owner',
    body: z.strictObject({ markdown, to: email }),
    answer: { kind: 'json', status: 200, schema: z.object({ subject: z.string() }) },
    errors: ['mail-off', 'mail-failed'],
  }),
  sendLetter: route({
    method: 'POST',
    path: '/api/v1/newsletter/letters',
    topic: 'Newsletter',
    summary: 'Sends a letter to every present subscriber, each once; the same text again only goes on with it.',
    needs: 'owner',
    body: z.strictObject({ markdown }),
    answer: { kind: 'json', status: 202, schema: letter },
    errors: ['mail-off'],
  }),
  showLetter: route({
    method: 'GET',
    path: '/api/v1/newsletter/letters/{letter}',
    topic: 'Newsletter',
    summary: 'How a letter fares.',
    needs: 'owner',
    params: z.strictObject({ letter: reference }),
    answer: { kind: 'json', status: 200, schema: letter },
    errors: ['unknown-letter'],
  }),
} as const;
