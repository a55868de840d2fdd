/** Where a request came from, as far as it is kept: never a whole address. Pure. */
import { isIPv4, isIPv6 } from 'node:net';
import { plainAddress } from '../core/index.ts';

/** The outside of a request. */
export interface Visit {
  /** The network that it came from (/24, or /48 of IPv6); null in a process of our own. */
  readonly ipPrefix: string | null;
  readonly userAgent: string | null;
  /** The header with the cookies, as it came. */
  readonly cookies: string | null;
  /** The port of our own server that it came to; null in a process of our own. */
  readonly port: number | null;
}

/** The network of an address: `203.0.113.0/24`, `2001:db8:1::/48`; null if it is none. */
export function ipPrefixOf(address: string | null | undefined): string | null {
  const text = plainAddress(address ?? '');
  if (isIPv4(text)) return `${text.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(text)) return null;
  const [head = '', tail] = text.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled =
    tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - after.length).fill('0'), ...after];
  const first = filled.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/48`;
}
