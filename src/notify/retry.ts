/** Whether a mail that was not taken is tried again, and when. Pure. */
import type { MailFailure } from './mail-error.ts';

const MINUTE_MS = 60_000;
/** After each failed try the next wait; a mail server that is down over a night is waited for. */
const WAITS_MS = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);

export type Verdict =
  | { readonly status: 'queued'; readonly waitMs: number }
  | { readonly status: 'failed' | 'uncertain' };

/** What becomes of a mail after its `attempts`-th try (from 1) failed. A letter that may have arrived is not sent twice. */
export function verdictOf(failure: MailFailure, attempts: number, isLetter: boolean): Verdict {
  if (failure === 'uncertain' && isLetter) return { status: 'uncertain' };
  const waitMs = WAITS_MS[attempts - 1];
  if (failure === 'address' || failure === 'refused' || waitMs === undefined) return { status: 'failed' };
  return { status: 'queued', waitMs };
}
