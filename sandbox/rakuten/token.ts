/** Report tokens: an inner 64-digit hex value in the network's base64 frame. All values are made up. */
import { createRandom } from '../world/random.ts';

/** Who a token was given to. Reports for publishers refuse an advertiser's token. */
export type TokenUser = 'Publisher' | 'Advertiser';

/** A token in the network's frame (base64, not URL-encoded). `inner` is 64 hex digits. */
export function reportToken(inner: string, user: TokenUser = 'Publisher'): string {
  const frame = `encrypteda:2:{s:5:"Token";s:${inner.length}:"${inner}";s:8:"UserType";s:${user.length}:"${user}";}`;
  return Buffer.from(frame, 'utf8').toString('base64');
}

/** The token of a simulated account; the same seed gives the same token. */
export function seededToken(seed: number | string, user: TokenUser = 'Publisher'): string {
  return reportToken(createRandom(seed, 'token').hex(64).toLowerCase(), user);
}

/** Whom a presented token names, or null when it is not in the frame. */
export function tokenUser(token: string): TokenUser | null {
  const frame = Buffer.from(token, 'base64').toString('utf8');
  const match =
    /^encrypteda:2:\{s:5:"Token";s:64:"[0-9a-f]{64}";s:8:"UserType";s:(\d+):"(Publisher|Advertiser)";\}$/.exec(frame);
  const user = match?.[2];
  if (user !== 'Publisher' && user !== 'Advertiser') return null;
  return match?.[1] === String(user.length) ? user : null;
}
