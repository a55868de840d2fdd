/** The address of who asks, as proxies and sockets write it. Pure. */
import { isIPv4 } from 'node:net';

/**
 * The address that asks. `forwardedFor` is `X-Forwarded-For` where a proxy of ours stands before us, else null: its last
 * address is what the proxy wrote, those before it are the words of the one who asks. `peer` is the other end of the
 * socket. '' = neither says one.
 */
export function clientAddress(forwardedFor: string | null | undefined, peer: string | null | undefined): string {
  return plainAddress(forwardedFor?.split(',').at(-1) ?? '') || plainAddress(peer ?? '');
}

/**
 * An address alone: without brackets, zone and port, an IPv4 address inside an IPv6 one as itself. Some proxies (Azure's)
 * add the port of the connection, with which every connection would look like another reader.
 */
export function plainAddress(text: string): string {
  const written = text.trim();
  const inBrackets = /^\[([^\]]*)\](?::\d+)?$/.exec(written)?.[1];
  const beforePort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(written)?.[1]; // a bare IPv6 address has no room for a port
  const address = (inBrackets ?? beforePort ?? written).replace(/%.*$/, '');
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return dotted !== undefined && isIPv4(dotted) ? dotted : (mappedAddress(address) ?? address);
}

/** The IPv4 address in an IPv6 one that is written in hexadecimal (`::ffff:cb00:7107`). */
function mappedAddress(address: string): string | null {
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(address) ?? [];
  if (high === undefined || low === undefined) return null;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 0xff, second >> 8, second & 0xff].join('.');
}
