/** HTTP for networks: pace and retries over the one door to other hosts, and errors that say what to do next. */
import {
  type Clock,
  type Log,
  type Outbound,
  type OutboundAnswer,
  OutboundError,
  type Redactor,
  type Sleep,
} from '../core/index.ts';
import { type HttpAnswer, type NetworkHttp, NetworkError } from './contract.ts';
import type { Pacer } from './pacer.ts';
import { backOffMs, retryAfterMs } from './retry-delay.ts';

/** What one connection's HTTP stands on. */
export interface NetworkHttpOptions {
  readonly outbound: Outbound;
  /** One for the whole process, so that connections of one account share its pace. */
  readonly pacer: Pacer;
  /** The same for all connections of one account; a fingerprint, never the secret itself. */
  readonly accountKey: string;
  readonly requestsPerMinute: number;
  /** The only origin that may be asked. */
  readonly origin: string;
  /** Knows the connection's secrets. */
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** From 0 (included) to 1 (excluded), e.g. `Math.random`. */
  readonly random: () => number;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Longest wait for the head of an answer where the network names none; default 300 s, what other clients use. */
  readonly timeoutMs?: number;
  /** Longest silence inside a body; default 60 s. */
  readonly idleTimeoutMs?: number;
  /** Longest time of one request, reading included; default 30 min. */
  readonly overallTimeoutMs?: number;
  /** Most bytes of one answer after decoding; default 512 MB. */
  readonly maxBytes?: number;
  /** How often one request is tried; default 4. */
  readonly attempts?: number;
  /** A `Retry-After` beyond this is thrown as `rate-limited` instead of waited for; default 120 s. */
  readonly longestWaitMs?: number;
}

const TIMEOUT_MS = 300_000;
const ATTEMPTS = 4;
const LONGEST_WAIT_MS = 120_000;
const LONGEST_BACK_OFF_MS = 60_000;
const FIRST_BACK_OFF_MS = 2_000;
/** A limit a minute that sends no `Retry-After`: three waits of up to 20, 40 and 60 s reach the next minute. */
const FIRST_THROTTLED_BACK_OFF_MS = 20_000;
/** When to come back after the last 429, if the network does not say. */
const THROTTLED_RETRY_MS = 60_000;
const TEXT_BYTES = 64 * 1024;
/** nginx's word for a client that gave up waiting, passed on by a proxy in between: nothing is wrong with the request. */
const CLIENT_CLOSED_REQUEST = 499;

/** A failed attempt that may be made again. */
interface Failure {
  /** Short, for the log: `status 503`, `ECONNRESET`. */
  readonly reason: string;
  readonly isThrottled: boolean;
  /** The wait that the network asked for. */
  readonly retryAfterMs: number | null;
  /** For the person. */
  readonly message: string;
  readonly cause: unknown;
}

/** HTTP as `NetworkHttp` promises it. Besides `NetworkError` it throws `address-refused` and the signal's reason. */
export function createNetworkHttp(options: NetworkHttpOptions): NetworkHttp {
  return { get: (url, request = {}) => get(options, url, request) };
}

async function get(
  options: NetworkHttpOptions,
  url: URL,
  request: { readonly timeoutMs?: number; readonly accept?: string },
): Promise<HttpAnswer> {
  const { pacer, accountKey, requestsPerMinute, signal, sleep, random, attempts = ATTEMPTS } = options;
  for (let attempt = 1; ; attempt += 1) {
    await pacer.take(accountKey, requestsPerMinute, signal);
    const result = await attemptOnce(options, url, request);
    if (!('reason' in result)) return answerOf(options, url, result);
    if (attempt >= attempts) throw lastError(options, result);
    const firstMs = result.isThrottled ? FIRST_THROTTLED_BACK_OFF_MS : FIRST_BACK_OFF_MS;
    // A wait of 0 s is what some networks send always; it says nothing.
    const waitMs = result.retryAfterMs || backOffMs(attempt, firstMs, LONGEST_BACK_OFF_MS, random());
    if (waitMs > (options.longestWaitMs ?? LONGEST_WAIT_MS)) throw longWaitError(options, result, waitMs);
    options.log.warn('network request is tried again', {
      path: options.redactor.clean(url.pathname),
      reason: result.reason,
      attempt,
      attempts,
      waitMs,
    });
    if (result.isThrottled) pacer.holdOff(accountKey, waitMs);
    await sleep(waitMs, signal);
  }
}

/** One request: an answer for the network, a failure that may be tried again, or a thrown error that may not. */
async function attemptOnce(
  options: NetworkHttpOptions,
  url: URL,
  request: { readonly timeoutMs?: number; readonly accept?: string },
): Promise<OutboundAnswer | Failure> {
  let answer: OutboundAnswer;
  try {
    answer = await options.outbound.request({
      url,
      purpose: 'network-report',
      allowedOrigins: [options.origin],
      headers: request.accept === undefined ? {} : { accept: request.accept },
      timeoutMs: request.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS,
      signal: options.signal,
      ...limitsOf(options),
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.failure !== 'broken') throw networkErrorOf(error);
    const { reason, message } = error;
    return { reason, isThrottled: false, retryAfterMs: null, message, cause: error };
  }
  const { status } = answer;
  if ((status >= 200 && status < 300) || (status >= 400 && status < 500 && !isRetried(status))) return answer;
  answer.discard();
  if (isRetried(status)) return failureOf(options, url, status, answer.header('retry-after'));
  const what = status >= 300 && status < 400 ? 'a redirect to another address' : 'an unknown status';
  const message = `${url.host} answered with ${what} (${status}), which is not a report. Check the address.`;
  throw new NetworkError('contract', 'network-answer', message);
}

function limitsOf({ idleTimeoutMs, overallTimeoutMs, maxBytes }: NetworkHttpOptions): {
  idleTimeoutMs?: number;
  overallTimeoutMs?: number;
  maxBytes?: number;
} {
  return {
    ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
    ...(overallTimeoutMs === undefined ? {} : { overallTimeoutMs }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

function isRetried(status: number): boolean {
  return status === 429 || status === CLIENT_CLOSED_REQUEST || (status >= 500 && status < 600);
}

function failureOf(options: NetworkHttpOptions, url: URL, status: number, retryAfter: string | null): Failure {
  const isThrottled = status === 429;
  return {
    reason: `status ${status}`,
    isThrottled,
    retryAfterMs: retryAfterMs(retryAfter, options.clock()),
    message: isThrottled
      ? `${url.host} answers that there were too many requests of this account.`
      : `${url.host} answers that it failed (status ${status}).`,
    cause: undefined,
  };
}

function lastError(options: NetworkHttpOptions, failure: Failure): NetworkError {
  const waitMs = failure.retryAfterMs || (failure.isThrottled ? THROTTLED_RETRY_MS : null);
  const retryAt = waitMs === null ? null : instantAfter(options, waitMs);
  const { attempts = ATTEMPTS } = options;
  const message = `${failure.message} It was tried ${attempts === 1 ? 'once' : `${attempts} times`}.`;
  return failure.isThrottled
    ? new NetworkError('rate-limited', 'network-throttled', message, { retryAt, cause: failure.cause })
    : new NetworkError('unavailable', 'network-unavailable', message, { retryAt, cause: failure.cause });
}

function longWaitError(options: NetworkHttpOptions, failure: Failure, waitMs: number): NetworkError {
  const retryAt = instantAfter(options, waitMs);
  const message = `${failure.message} It asks for no request before ${retryAt.toISOString().slice(0, 19)}Z.`;
  const code = failure.isThrottled ? 'network-throttled' : 'network-unavailable';
  return new NetworkError('rate-limited', code, message, { retryAt, cause: failure.cause });
}

function instantAfter(options: NetworkHttpOptions, ms: number): Date {
  return new Date(options.clock().getTime() + ms);
}

/** A failed request or body in the words of the contract. */
function networkErrorOf(error: OutboundError): NetworkError {
  const isContract = error.failure === 'too-large' || error.failure === 'unreadable';
  return new NetworkError(isContract ? 'contract' : 'unavailable', error.code, error.message, { cause: error });
}

function answerOf(options: NetworkHttpOptions, url: URL, answer: OutboundAnswer): HttpAnswer {
  const bytes: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => networkBytes(answer.bytes[Symbol.asyncIterator]()),
  };
  return {
    status: answer.status,
    request: options.redactor.clean(`GET ${url.origin}${url.pathname}${url.search}`),
    header: (name) => answer.header(name),
    bytes,
    text: (maxBytes = TEXT_BYTES) => textOf(bytes, maxBytes),
  };
}

async function* networkBytes(bytes: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of { [Symbol.asyncIterator]: () => bytes }) yield chunk;
  } catch (error) {
    throw error instanceof OutboundError ? networkErrorOf(error) : error;
  }
}

/** The first bytes as text; a character that the limit cuts in two is left out. */
async function textOf(bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let leftBytes = maxBytes;
  let text = '';
  for await (const chunk of bytes) {
    const part = chunk.subarray(0, leftBytes);
    text += decoder.decode(part, { stream: true });
    leftBytes -= part.byteLength;
    if (leftBytes === 0) return text;
  }
  return text + decoder.decode();
}
