/** What can go wrong between us and another host, without anything that could be secret. */
import { type ErrorCode, TributaryError } from './errors.ts';

/**
 * `no-answer`: no head of an answer in time · `took-too-long`: the overall limit passed · `broken`: no connection, or it
 * broke off, also in the middle of the body · `stalled`: the body stopped coming · `too-large`: the body is larger than
 * the cap · `unreadable`: the body is encoded in a way that was not asked for.
 */
export type OutboundFailure = 'no-answer' | 'took-too-long' | 'broken' | 'stalled' | 'too-large' | 'unreadable';

const CODES: Readonly<Record<OutboundFailure, ErrorCode>> = {
  'no-answer': 'network-timeout',
  'took-too-long': 'network-timeout',
  broken: 'network-unavailable',
  stalled: 'network-unavailable',
  'too-large': 'answer-too-large',
  unreadable: 'network-answer',
};

/** A request that failed. The message names the host only; `reason` is a short code for logs (`ECONNRESET`). */
export class OutboundError extends TributaryError {
  readonly failure: OutboundFailure;
  readonly reason: string;

  constructor(failure: OutboundFailure, message: string, reason: string = failure, cause?: unknown) {
    super(CODES[failure], message, {}, cause);
    this.name = 'OutboundError';
    this.failure = failure;
    this.reason = reason;
  }
}

/** What people can do something about, by the codes of Node and OpenSSL. */
const PLAIN_REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name, or the name service does not answer',
  EAI_AGAIN: 'the name service does not answer; is this machine online?',
  ECONNREFUSED: 'the host refuses the connection',
  EHOSTUNREACH: 'there is no way to the host; is this machine online?',
  ENETUNREACH: 'there is no way to the host; is this machine online?',
  ETIMEDOUT: 'the host does not react',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  Z_BUF_ERROR: 'the compressed answer ended early',
  Z_DATA_ERROR: 'the compressed answer is damaged',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody known signed its certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody known signed its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody known signed its certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody known signed its certificate',
};

/**
 * Any error of a connection as a `broken` one. The cause is a copy of code and message: Node's errors carry more, for
 * example the raw bytes of an answer that could not be parsed, and an answer may repeat the request with its token.
 */
export function brokenConnection(host: string, error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = codeOf(error);
  const why = PLAIN_REASONS[code] ?? `the connection failed (${code})`;
  const message = error instanceof Error ? error.message : 'not an error';
  return new OutboundError('broken', `The request to ${host} failed: ${why}.`, code, new Error(`${code}: ${message}`));
}

/** The code of an error of Node; of the last address where several were tried. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors.at(-1));
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
