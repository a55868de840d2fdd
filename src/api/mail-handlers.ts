/** What the routes of passkeys, mail and the newsletter call. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { shortMail } from '../notify/index.ts';
import type { Asking } from './asking.ts';
import { callerOf, personOf } from './access-handlers.ts';
import type { HandlersOf } from './contract.ts';
import type { mailRoutes } from './contract/mail.ts';
import type { passkeyRoutes } from './contract/passkeys.ts';
import type { CommonServices } from './services.ts';

const DONE = { done: true } as const;

/** The handlers of passkeys. */
export function passkeyHandlers({ access }: CommonServices): HandlersOf<typeof passkeyRoutes> {
  const { passkeys, sessions } = access;
  return {
    beginPasskeySignIn: async (_input, { visit }) => ({ options: { ...(await passkeys.beginSignIn(visit)) } }),
    signInWithPasskey: async ({ body }, { visit, setCookies }) => {
      setCookies(await sessions.signInWithPasskey(withoutGaps(body.response), visit));
      return { state: 'signed-in' };
    },
    listPasskeys: async (_input, asking) => ({ passkeys: await passkeys.list(personOf(asking)) }),
    beginPasskey: async ({ body }, asking) => ({
      options: { ...(await passkeys.begin(personOf(asking), body.password, asking.visit)) },
    }),
    addPasskey: ({ body }, asking) =>
      passkeys.add(personOf(asking), body.name, withoutGaps<RegistrationResponseJSON>(body.response), asking.visit),
    renamePasskey: ({ params, body }, asking) =>
      passkeys.rename(personOf(asking), params.passkey, body.name, asking.visit),
    removePasskey: async ({ params }, asking) => {
      await passkeys.remove(personOf(asking), params.passkey, asking.visit);
      return DONE;
    },
  };
}

/** The handlers of mail and the newsletter. */
export function mailHandlers({ access, newsletter }: CommonServices): HandlersOf<typeof mailRoutes> {
  const { outbox, passkeys, passwordMail, workspaces, signUps } = access;
  const operator = (asking: Asking): Promise<void> => workspaces.admitOperator(callerOf(asking));
  return {
    showSignIn: async (_input, { visit }) => ({
      ...{ mailsLinks: outbox.isOn, passkeysAt: passkeys.originFor(visit) },
      signUp: await signUps.offer(),
    }),
    askForPassword: async ({ body }, { visit }) => {
      await passwordMail.ask(body.email, visit);
      return DONE;
    },
    listMails: async ({ query }, asking) => {
      await operator(asking);
      return { isOn: outbox.isOn, mails: await outbox.list(query.limit) };
    },
    testMail: async ({ body }, asking) => {
      await operator(asking);
      const paragraphs = [`Tributary at ${access.origin ?? 'this machine'} can send mail.`];
      await outbox.sendNow(body.to, shortMail({ subject: 'Tributary can send mail', paragraphs }));
      return DONE;
    },
    showNewsletter: async (_input, asking) => {
      await operator(asking);
      return { isOn: newsletter.isOn, ...(await newsletter.show()) };
    },
    exportSubscribers: async (_input, asking) => {
      await operator(asking);
      return {
        bytes: newsletter.exportCsv(),
        mediaType: 'text/csv; charset=utf-8',
        fileName: 'subscribers.csv',
        size: null,
      };
    },
    testLetter: async ({ body }, asking) => {
      await operator(asking);
      return { subject: await newsletter.test(body.markdown, body.to) };
    },
    sendLetter: async ({ body }, asking) => {
      await operator(asking);
      return newsletter.send(body.markdown);
    },
    showLetter: async ({ params }, asking) => {
      await operator(asking);
      return newsletter.letter(params.letter);
    },
  };
}

/** What is absent is absent and not `undefined`, as the library wants it. */
function withoutGaps<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T; // the schema of the route has checked its shape
}
