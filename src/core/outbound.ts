/** The one door to other hosts: asks only allowed origins, connects only to addresses that were checked. */
import { lookup as lookUp } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction, TcpNetConnectOpts } from 'node:net';
import {
  checkAddresses,
  type Destination,
  destinationOf,
  type OutboundPurpose,
  type ResolvedAddress,
  type Resolver,
} from './destination.ts';
import { ACCEPTED_ENCODINGS, readBody, seconds } from './outbound-body.ts';
import { brokenConnection, OutboundError } from './outbound-error.ts';
import { RequestLifetime } from './request-lifetime.ts';

/** One request to another host. */
export interface OutboundRequest {
  readonly url: URL;
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly purpose: OutboundPurpose;
  /** Origins that may be asked, e.g. `https://reports.example.com`. A loopback origin only counts when it is named here. */
  readonly allowedOrigins: readonly string[];
  /** Longest wait until the head of the answer, looking up and connecting included. */
  readonly timeoutMs: number;
  /** Longest wait for a connection; default 30 s. Passing it is a broken connection, not a time-out. */
  readonly connectTimeoutMs?: number;
  /** Longest silence inside the body; default 60 s. */
  readonly idleTimeoutMs?: number;
  /** Longest time of the whole request, reading included; default 30 min. */
  readonly overallTimeoutMs?: number;
  /** Most bytes of the body after decoding; default 512 MB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** An answer of any status. Read `bytes` to the end or call `discard`; one that nobody reads ends with the overall limit. */
export interface OutboundAnswer {
  readonly status: number;
  /** A header's value, name in any case; null if absent. */
  header(name: string): string | null;
  /**
   * The decoded body, to be read once. Throws `OutboundError` when it ends early, breaks off, stalls or exceeds
   * `maxBytes`, and the signal's reason when that aborts.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Closes the connection. */
  discard(): void;
}

/** Requests to other hosts. */
export interface Outbound {
  /**
   * Asks once; a redirect is an answer. Throws `TributaryError` `address-refused` for an address that may not be asked,
   * `OutboundError` for a request that failed, and the signal's reason. No message holds the URL's path or query.
   */
  request(request: OutboundRequest): Promise<OutboundAnswer>;
}

/** What an outbound stands on; all have defaults. */
export interface OutboundOptions {
  /** Default: the machine's resolver. */
  readonly resolve?: Resolver;
  /** Certificates of authorities (PEM) to trust instead of those of Node. */
  readonly authorities?: string;
}

const CONNECT_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 60_000;
/** 512 MB at 2.5 Mbit/s. */
const OVERALL_TIMEOUT_MS = 1_800_000;
const MAX_BYTES = 512 * 1024 * 1024;
/** Node moves on to a name's next address after 250 ms, too soon for a far host. */
const NEXT_ADDRESS_AFTER_MS = 2_000;

const systemResolver: Resolver = async (hostname) => {
  const found = await lookUp(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** The door to other hosts. */
export function createOutbound(options: OutboundOptions = {}): Outbound {
  return { request: (request) => ask(request, options.resolve ?? systemResolver, options.authorities) };
}

async function ask(request: OutboundRequest, resolve: Resolver, authorities?: string): Promise<OutboundAnswer> {
  request.signal?.throwIfAborted();
  const destination = destinationOf(request.url, request.purpose, request.allowedOrigins);
  const { host } = destination;
  const { timeoutMs, overallTimeoutMs = OVERALL_TIMEOUT_MS } = request;
  const lifetime = new RequestLifetime(request.signal);
  try {
    lifetime.limit(overallTimeoutMs, () => {
      return new OutboundError('took-too-long', `The answer of ${host} took longer than ${seconds(overallTimeoutMs)}.`);
    });
    const headArrived = lifetime.limit(timeoutMs, () => {
      return new OutboundError('no-answer', `${host} did not answer within ${seconds(timeoutMs)}.`);
    });
    const addresses = await lifetime.orStopped(addressesOf(destination, resolve));
    const response = await lifetime.orStopped(send(request, destination, addresses, lifetime, authorities));
    headArrived();
    return answerOf(request, response, lifetime, host);
  } catch (error) {
    lifetime.release();
    throw error;
  }
}

/** The addresses to connect to, checked. They are looked up once, so the connection cannot go to any other. */
async function addressesOf(destination: Destination, resolve: Resolver): Promise<readonly ResolvedAddress[]> {
  if (destination.literal !== null) return [destination.literal];
  let addresses: readonly ResolvedAddress[];
  try {
    addresses = await resolve(destination.hostname);
  } catch (error) {
    throw brokenConnection(destination.host, error);
  }
  if (addresses.length === 0) {
    throw new OutboundError(
      'broken',
      `The request to ${destination.host} failed: its name has no address.`,
      'ENOTFOUND',
    );
  }
  checkAddresses(destination, addresses);
  return addresses;
}

/** Sends the request and resolves with the head of the answer. */
function send(
  request: OutboundRequest,
  destination: Destination,
  addresses: readonly ResolvedAddress[],
  lifetime: RequestLifetime,
  authorities: string | undefined,
): Promise<IncomingMessage> {
  const { host } = destination;
  const { connectTimeoutMs = CONNECT_TIMEOUT_MS } = request;
  const options: RequestOptions & Pick<TcpNetConnectOpts, 'autoSelectFamilyAttemptTimeout'> = {
    method: request.method ?? 'GET',
    hostname: destination.hostname,
    port: destination.port === '' ? undefined : destination.port,
    path: destination.path,
    headers: { accept: '*/*', 'user-agent': 'Tributary', ...request.headers, 'accept-encoding': ACCEPTED_ENCODINGS },
    // A connection of its own: a shared pool could hold one whose address nobody checked.
    agent: false,
    lookup: lookupOf(addresses),
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  };
  const trust = authorities === undefined ? {} : { ca: authorities };
  return new Promise((resolve, reject) => {
    const outgoing = destination.isSecure
      ? requestHttps({ ...options, rejectUnauthorized: true, ...trust })
      : requestHttp(options);
    lifetime.onRelease(() => outgoing.destroy());
    const connected = lifetime.limit(connectTimeoutMs, () => {
      const message = `The request to ${host} failed: no connection after ${seconds(connectTimeoutMs)}.`;
      return new OutboundError('broken', message, 'ETIMEDOUT');
    });
    outgoing.once('socket', (socket) => socket.once(destination.isSecure ? 'secureConnect' : 'connect', connected));
    outgoing.on('error', (error) => reject(brokenConnection(host, error)));
    outgoing.once('response', (response) => {
      // Errors reach the reader by the iteration; an answer that nobody reads may break off unnoticed.
      response.on('error', () => undefined);
      resolve(response);
    });
    outgoing.end(request.body);
  });
}

/** Answers Node's question for the host's address with the checked ones only. */
function lookupOf(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    queueMicrotask(() => {
      if (all === true) callback(null, [...addresses]);
      else if (first !== undefined) callback(null, first.address, first.family);
    });
  };
}

function answerOf(
  request: OutboundRequest,
  response: IncomingMessage,
  lifetime: RequestLifetime,
  host: string,
): OutboundAnswer {
  const { idleTimeoutMs = IDLE_TIMEOUT_MS, maxBytes = MAX_BYTES } = request;
  response.socket.unref(); // until somebody reads, the answer does not keep the process alive
  let isTaken = false;
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name.toLowerCase()];
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
    },
    bytes: {
      [Symbol.asyncIterator]: () => {
        if (isTaken) throw new Error('the body of an answer can be read once');
        isTaken = true;
        response.socket.ref();
        return readBody(response, lifetime, { host, idleTimeoutMs, maxBytes });
      },
    },
    discard: () => {
      isTaken = true;
      lifetime.release();
    },
  };
}
