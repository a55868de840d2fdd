/** Where a sign-in may lead. Pure. */

/** An address of this app; anything else that a link may have put there leads to the overview. */
export function ownAddress(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/overview';
}
