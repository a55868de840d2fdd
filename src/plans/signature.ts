/** The signature of a message about billing: HMAC-SHA256 over `time.body`, as `t=SECONDS,v1=HEX`. Pure. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A message that was caught on its way is worth nothing after this. */
const TOLERANCE_S = 5 * 60;

/** Signs a body as its sender does. */
export function signatureOf(body: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${digestOf(`${seconds}.${body}`, secret)}`;
}

/** Why a signature is none, or null if it is one. Several `v1` may be there while its sender changes the secret. */
export function signatureFault(header: string | null, body: string, secret: string, now: Date): string | null {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  const times = parts.flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? []);
  const given = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? []);
  const [time] = times;
  if (time === undefined || times.length > 1 || given.length === 0) {
    return 'The header Tributary-Signature has to be t=SECONDS,v1=HEX.';
  }
  const wanted = digestOf(`${time}.${body}`, secret);
  // every one is compared, so that the time tells nothing
  if (given.filter((one) => isSame(one, wanted)).length === 0) return 'The signature is not of this body and secret.';
  const age = Math.abs(now.getTime() / 1000 - Number(time));
  return age > TOLERANCE_S ? 'The message was signed more than 5 minutes before or after now.' : null;
}

function digestOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text, 'utf8').digest('hex');
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [given, wanted].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}
