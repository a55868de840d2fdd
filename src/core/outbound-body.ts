/** The body of an answer as it arrives: complete or an error, decoded, never larger than its cap. */
import type { IncomingMessage } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { brokenConnection, OutboundError } from './outbound-error.ts';
import type { RequestLifetime } from './request-lifetime.ts';

/** Limits of one body, and the host for messages. */
export interface BodyLimits {
  readonly host: string;
  /** Longest wait for the next bytes. A reader that takes its time is not counted. */
  readonly idleTimeoutMs: number;
  /** Most decoded bytes. */
  readonly maxBytes: number;
}

/** The encodings that we ask for and can read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/**
 * The decoded bytes of an answer; can be read once. Throws `OutboundError` when the body ends early, breaks off, stalls
 * or exceeds the cap, and the signal's reason when it aborts. Ends the request at its end, or when the reader stops.
 */
export async function* readBody(
  response: IncomingMessage,
  lifetime: RequestLifetime,
  limits: BodyLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  let sizeBytes = 0;
  try {
    refuseLarge(Number(response.headers['content-length'] ?? 0), isEncoded(response), limits);
    for await (const chunk of decoded(response, arriving(response, lifetime, limits), limits.host)) {
      sizeBytes += chunk.byteLength;
      refuseLarge(sizeBytes, false, limits);
      lifetime.throwIfStopped(); // what a decoder still holds is no reason to go on
      yield chunk;
    }
  } finally {
    lifetime.release();
  }
}

function refuseLarge(sizeBytes: number, isEncodedSize: boolean, limits: BodyLimits): void {
  if (isEncodedSize || sizeBytes <= limits.maxBytes) return;
  const most = `${limits.maxBytes.toLocaleString('en')} bytes`;
  throw new OutboundError('too-large', `The answer of ${limits.host} is larger than ${most} and was not read further.`);
}

/** The bytes as the connection gives them, each wait limited, the end checked against what was promised. */
async function* arriving(
  response: IncomingMessage,
  lifetime: RequestLifetime,
  { host, idleTimeoutMs }: BodyLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks: AsyncIterator<Uint8Array> = response[Symbol.asyncIterator]();
  const stalled = (): Error =>
    new OutboundError('stalled', `${host} stopped sending in the middle of its answer (${seconds(idleTimeoutMs)}).`);
  for (;;) {
    const clear = lifetime.limit(idleTimeoutMs, stalled);
    const step = await lifetime.orStopped(nextOf(chunks, host)).finally(clear);
    if (step.done === true) break;
    yield step.value;
  }
  if (response.complete) return;
  throw new OutboundError('broken', `The answer of ${host} ended before the length that it announced.`, 'cut-off');
}

async function nextOf(chunks: AsyncIterator<Uint8Array>, host: string): Promise<IteratorResult<Uint8Array>> {
  try {
    return await chunks.next();
  } catch (error) {
    throw brokenConnection(host, error);
  }
}

function encodingOf(response: IncomingMessage): string {
  return (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
}

function isEncoded(response: IncomingMessage): boolean {
  return encodingOf(response) !== 'identity';
}

async function* decoded(
  response: IncomingMessage,
  bytes: AsyncGenerator<Uint8Array>,
  host: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!isEncoded(response)) {
    yield* bytes;
    return;
  }
  const first = await bytes.next();
  if (first.done === true) return; // an empty body has no encoding, whatever the head says
  const decoder = decoderFor(encodingOf(response), first.value, host);
  pipeline(Readable.from(startingWith(first.value, bytes)), decoder, () => undefined); // errors reach the loop below
  try {
    for await (const chunk of decoder as AsyncIterable<Uint8Array>) yield chunk; // zlib streams give Buffers
  } catch (error) {
    throw isOfZlib(error) ? brokenConnection(host, error) : error;
  }
}

async function* startingWith(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function decoderFor(encoding: string, first: Uint8Array, host: string): NodeJS.ReadWriteStream & Readable {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // RFC 9110 means the zlib format, whose first byte ends in 8; some servers send the bare stream instead.
      return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      throw new OutboundError('unreadable', `${host} answered in an encoding that was not asked for.`);
  }
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:Z_|ERR_)/.test(String(error.code));
}

/** A time for people: whole seconds from one second on. */
export function seconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 1_000)} s`;
}
