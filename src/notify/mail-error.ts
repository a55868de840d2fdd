/** What went wrong with a mail, by what to do about it. */

/**
 * `settings`: the operator has to correct how mail is sent · `address`: the server knows no such recipient · `refused`: it
 * does not want this mail · `later`: try again · `uncertain`: it had the whole mail and never said what became of it.
 */
export type MailFailure = 'settings' | 'address' | 'refused' | 'later' | 'uncertain';

/** A mail that was not taken. The message is for the operator and holds no secret once it is redacted. */
export class MailError extends Error {
  readonly failure: MailFailure;

  constructor(failure: MailFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MailError';
    this.failure = failure;
  }
}

/** The parts of nodemailer's errors that say what happened. */
interface SmtpFault {
  readonly message: string;
  readonly code: string;
  readonly command: string;
  readonly responseCode: number | null;
}

/** From anything that nodemailer throws. `isHandedOver`: the server had the whole text before that. Pure. */
export function mailErrorOf(error: unknown, isHandedOver = false): MailError {
  if (error instanceof MailError) return error;
  const fault = faultOf(error);
  return new MailError(failureOf(fault, isHandedOver), fault.message.replaceAll(/\s+/g, ' ').slice(0, 500), error);
}

function failureOf({ code, command, responseCode }: SmtpFault, isHandedOver: boolean): MailFailure {
  if (responseCode !== null && responseCode >= 400 && responseCode < 500) return 'later';
  if (code === 'EAUTH' || code === 'ETLS' || code === 'ECONFIG' || code === 'ENOAUTH') return 'settings';
  if (responseCode !== null) {
    if (command.startsWith('RCPT')) return 'address';
    return command.startsWith('MAIL') || command === 'CONN' || command.startsWith('EHLO') ? 'settings' : 'refused';
  }
  if (code === 'EENVELOPE') return 'address'; // it is no address even for nodemailer
  return isHandedOver ? 'uncertain' : 'later';
}

function faultOf(error: unknown): SmtpFault {
  const { code, command, responseCode } = (typeof error === 'object' && error !== null ? error : {}) as Readonly<
    Record<string, unknown>
  >; // any object may be read by name
  return {
    message: error instanceof Error ? error.message : String(error),
    code: typeof code === 'string' ? code : '',
    command: typeof command === 'string' ? command : '',
    responseCode: typeof responseCode === 'number' ? responseCode : null,
  };
}
