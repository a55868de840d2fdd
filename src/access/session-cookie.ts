/** The cookies of a session, by name. Pure. */

/** With https a name that browsers take from this very host only, with `Secure` and for every path. */
export function cookiePrefix(origin: string | undefined): string {
  return origin?.startsWith('https:') === true ? '__Host-tributary' : 'tributary';
}

/** The cookie that carries a session. */
export function sessionCookie(origin: string | undefined): string {
  return `${cookiePrefix(origin)}.session_token`;
}

/** The cookie that carries a sign-in whose second factor is still wanted. */
export function challengeCookie(origin: string | undefined): string {
  return `${cookiePrefix(origin)}.two_factor`;
}

/** The cookie of a guest of a demo. */
export function guestCookie(origin: string | undefined): string {
  return `${cookiePrefix(origin)}.guest`;
}

/** One cookie of a header, as it is written there; null if it is not in it. */
export function cookieOf(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const one = part.trim();
    if (one.startsWith(`${name}=`)) return one;
  }
  return null;
}
