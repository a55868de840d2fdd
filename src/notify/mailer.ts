/** Hands one mail to the SMTP server of the installation. The one client that does not go through core/outbound. */
import { PassThrough } from 'node:stream';
import type { Transporter } from 'nodemailer';
import type { MailSettings, Redactor } from '../core/index.ts';
import { MailError, mailErrorOf } from './mail-error.ts';

/** A mail, whole. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where one click ends it (RFC 8058); null for what nobody subscribed to. */
  readonly unsubscribeUrl: string | null;
  /** The same for every try, so that a mailbox which got it twice can tell. */
  readonly id: string;
}

/** Sends mails. Throws `MailError`. */
export interface Mailer {
  send(message: Message): Promise<void>;
}

const CONNECT_MS = 15_000;
const SILENCE_MS = 60_000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A mailer over SMTP; the password of the settings is known to the redactor before anything is sent. */
export function createMailer({ url, from }: MailSettings, redactor: Redactor): Mailer {
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  redactor.add(pass);
  redactor.add(url.password);
  redactor.add(Buffer.from(`\0${user}\0${pass}`).toString('base64')); // as AUTH PLAIN says it
  // one connection a mail: none is left open for hours between two of them
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer'); // 60 ms that most commands do not need
    const isSecure = url.protocol === 'smtps:';
    return createTransport({
      host: url.hostname.replaceAll(/[[\]]/g, ''),
      port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
      secure: isSecure,
      requireTLS: !isSecure && !LOOPBACK.has(url.hostname), // no password and no link travels in the clear
      ...(user === '' ? {} : { auth: { user, pass } }),
      ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
  };
  return {
    send: async (message) => {
      let isHandedOver = false;
      try {
        const transport = await open();
        transport.use('stream', ({ message: composed }, done) => {
          const text = new PassThrough();
          text.once('end', () => {
            isHandedOver = true;
          });
          composed.transform(text);
          done();
        });
        await transport.sendMail(mailOf(message, from, url.hostname));
      } catch (error) {
        const { failure, message: text } = mailErrorOf(error, isHandedOver);
        throw new MailError(failure, redactor.clean(text), error);
      }
    },
  };
}

function mailOf({ to, subject, text, html, unsubscribeUrl, id }: Message, from: string, host: string) {
  const leave =
    unsubscribeUrl === null
      ? {}
      : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  return {
    from,
    to: { name: '', address: to }, // as an object it is one address whatever commas it holds
    ...{ subject, text, html },
    messageId: `<${id}@${/@([^\s>]+)/.exec(from)?.[1] ?? host}>`,
    headers: { 'Auto-Submitted': 'auto-generated', ...leave },
  };
}
