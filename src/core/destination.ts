/** Decides whether another host may be asked: the allow-list, the scheme, and the addresses behind a name. Pure. */
import { BlockList, isIP } from 'node:net';
import { TributaryError } from './errors.ts';

/** What requests are made for. Every purpose has its own allow-list of origins. */
export type OutboundPurpose = 'network-report' | 'exchange-rates';

/** One address of a host name. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Looks a host name up; rejects with Node's error when there is no such name. */
export type Resolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** A URL that may be asked, once its addresses were checked too. */
export interface Destination {
  readonly isSecure: boolean;
  /** Host name or IP address, without the brackets of IPv6. */
  readonly hostname: string;
  /** Name and port as a person knows them; safe to print. */
  readonly host: string;
  /** '' = the default of the scheme. */
  readonly port: string;
  /** Path and query; the query may hold secrets. */
  readonly path: string;
  /** The allow-list names this origin of this machine: the simulated network. */
  readonly isLoopback: boolean;
  /** The address where the host is one, so that nothing is looked up. */
  readonly literal: ResolvedAddress | null;
}

/** IANA's special-purpose IPv4 blocks that are not reachable by all, multicast, and Azure's metadata address. */
const REFUSED_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT; Alibaba's metadata is 100.100.100.200
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // Azure's host, a public address that only its machines see
  ['169.254.0.0', 16], // link-local; metadata of most clouds is 169.254.169.254
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; Oracle's metadata is 192.0.0.192
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** IPv6 that is routed at all. All else is refused: loopback, v4-mapped, unique-local, link-local, multicast. */
const ROUTED_V6: readonly (readonly [string, number])[] = [
  ['2000::', 3], // global unicast
  ['64:ff9b::', 96], // NAT64: how a host without IPv4 sees the public IPv4 addresses
];

const REFUSED_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments, Teredo and ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: carries any IPv4 address
  ['3fff::', 20], // documentation
  ...REFUSED_V4.map(([address, bits]) => [`64:ff9b::${address}`, 96 + bits] as const),
];

// One list per family: a BlockList compares IPv4 addresses with IPv6 rules in their v4-mapped form and the reverse.
const refusedV4 = blockList(REFUSED_V4, 'ipv4');
const routedV6 = blockList(ROUTED_V6, 'ipv6');
const refusedV6 = blockList(REFUSED_V6, 'ipv6');
const loopbackV4 = blockList([['127.0.0.0', 8]], 'ipv4');
const loopbackV6 = blockList([['::1', 128]], 'ipv6');

function blockList(subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, bits] of subnets) list.addSubnet(address, bits, family);
  return list;
}

/** Whether a text is an IP address that is one host of the public internet. An address with a zone (`%eth0`) is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !refusedV4.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return routedV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
}

/** Whether a text is an address of this machine itself: 127.0.0.0/8 or ::1. A v4-mapped one is not. */
export function isLoopbackAddress(address: string): boolean {
  if (isIP(address) === 4) return loopbackV4.check(address, 'ipv4');
  return isIP(address) === 6 && !address.includes('%') && loopbackV6.check(address, 'ipv6');
}

/**
 * Checks all that a URL itself tells and takes it apart. Throws `address-refused`: not http(s), a user name in the URL,
 * an origin that the allow-list does not name, http to another machine, an IP address that is not public.
 */
export function destinationOf(url: URL, purpose: OutboundPurpose, allowedOrigins: readonly string[]): Destination {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refusal(`An address that begins with ${url.protocol} cannot be asked; only https addresses can.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal(`The address of ${url.host} has a user name or password before the host. Take it out.`);
  }
  const isAllowed = allowedOrigins.some((allowed) => URL.canParse(allowed) && new URL(allowed).origin === url.origin);
  if (!isAllowed) {
    throw refusal(`${url.origin} is not among the hosts that may be asked (${PURPOSE_WORDS[purpose]}).`);
  }
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(hostname);
  const isLoopback = hostname === 'localhost' || isLoopbackAddress(hostname);
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !isLoopback) {
    throw refusal(`${url.host} would be asked without encryption. Use its https address.`);
  }
  const destination: Destination = {
    isSecure,
    hostname,
    host: url.host,
    port: url.port,
    path: `${url.pathname}${url.search}`,
    isLoopback,
    literal: family === 4 || family === 6 ? { address: hostname, family } : null,
  };
  if (destination.literal !== null) checkAddresses(destination, [destination.literal]);
  return destination;
}

/**
 * Throws `address-refused` unless every address may be connected to: public ones, or for an allowed loopback origin
 * those of this machine. One refused address refuses the name: a name that means both is not to be trusted.
 */
export function checkAddresses(destination: Destination, addresses: readonly ResolvedAddress[]): void {
  const mayConnect = destination.isLoopback ? isLoopbackAddress : isPublicAddress;
  const refused = addresses.find(({ address }) => !mayConnect(address));
  if (refused === undefined) return;
  const what =
    destination.literal === null ? `${destination.host} leads to ${refused.address}, which` : destination.host;
  throw refusal(`${what} is not a public address and is not asked: it could be a machine of your own network.`);
}

const PURPOSE_WORDS: Readonly<Record<OutboundPurpose, string>> = {
  'network-report': 'for reports of this connection',
  'exchange-rates': 'for exchange rates',
};

function refusal(message: string): TributaryError {
  return new TributaryError('address-refused', message);
}
