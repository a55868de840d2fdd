/** Recorded answers of a network, `fixtures/<scenario>/exchange.json` with its `expected.json`, and an HTTP that plays them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ErrorCode, Redactor } from '../../core/index.ts';
import type { ConnectionSettings, HttpAnswer, NetworkErrorKind, NetworkHttp, RawAnswer, Window } from '../contract.ts';

/** One request and its answer, as recorded and redacted. */
export interface Exchange {
  /** Method and URL, with `[secret]` in the place of secrets. */
  readonly request: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text as it came, or what its JSON says. `{{secrets}}` in it becomes the planted secrets. */
  readonly body: unknown;
}

/** What must come of fetching one report when the network answers so. */
export interface ExpectedFetch {
  readonly report: string;
  readonly window: Window;
  /** Settings that this scenario has otherwise. */
  readonly settings?: ConnectionSettings;
  /** Absent: every body is a raw answer, unchanged. `says`: what the message must name. */
  readonly error?: { readonly kind: NetworkErrorKind; readonly code: ErrorCode; readonly says: readonly string[] };
}

/** One scenario. */
export interface ExchangeFixture {
  readonly scenario: string;
  readonly exchanges: readonly Exchange[];
  readonly expected: ExpectedFetch;
}

/** Reads all exchanges below a folder, in order of their names; a scenario may have one exchange or a list of them. */
export function loadExchanges(folder: URL): readonly ExchangeFixture[] {
  const scenarios = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/exchange.json`, folder)));
  return scenarios.sort().map((scenario) => {
    const json = (name: string): unknown => JSON.parse(readFileSync(new URL(`${scenario}/${name}`, folder), 'utf8'));
    const played = json('exchange.json');
    return {
      scenario,
      exchanges: (Array.isArray(played) ? played : [played]) as readonly Exchange[], // our own files
      expected: json('expected.json') as ExpectedFetch,
    };
  });
}

/** A recorded body as the bytes that the network sends. */
export function bodyBytes({ body }: Exchange, secrets: readonly string[]): Uint8Array {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return Buffer.from(text.replaceAll('{{secrets}}', secrets.join(' ')), 'utf8');
}

/** What a network did with its HTTP. */
export interface PlayedHttp extends NetworkHttp {
  readonly urls: readonly URL[];
  /** The requests as they may be shown. */
  readonly requests: readonly string[];
}

/** An HTTP that plays exchanges in their order, bodies in pieces of `pieceBytes`, and redacts as the real one does. */
export function playExchanges(
  exchanges: readonly { readonly status: number; readonly bytes: Uint8Array; readonly headers?: Exchange['headers'] }[],
  redactor: Redactor,
  pieceBytes: number,
): PlayedHttp {
  const urls: URL[] = [];
  const requests: string[] = [];
  return {
    urls,
    requests,
    get: (url) => {
      const exchange = exchanges[urls.length];
      const request = redactor.clean(`GET ${url.href}`);
      urls.push(url);
      requests.push(request);
      if (exchange === undefined) return Promise.reject(new Error(`one request too many: ${request}`));
      return Promise.resolve(answerOf({ ...exchange, request, bytes: inPieces(exchange.bytes, pieceBytes) }));
    },
  };
}

/** An answer as `NetworkHttp` gives it. */
export function answerOf(given: {
  readonly status: number;
  readonly request: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly headers?: Exchange['headers'];
}): HttpAnswer {
  const headers = new Headers(given.headers);
  return {
    status: given.status,
    request: given.request,
    bytes: given.bytes,
    header: (name) => headers.get(name),
    text: async (maxBytes = 65_536) => (await collected(given.bytes)).subarray(0, maxBytes).toString('utf8'),
  };
}

/** An HTTP of which every request fails with one error. */
export function failingHttp(error: Error): NetworkHttp {
  return { get: () => Promise.reject(error) };
}

/** An HTTP whose body breaks with an error after its first bytes. */
export function breakingHttp(first: Uint8Array, error: Error): NetworkHttp {
  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    yield await Promise.resolve(first);
    throw error;
  }
  return { get: () => Promise.resolve(answerOf({ status: 200, request: 'GET [a report]', bytes: bytes() })) };
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** All bytes of a body. */
export async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** All answers of a fetch with their bytes, read one after the other as an import does. */
export async function fetched(
  answers: AsyncIterable<RawAnswer>,
): Promise<readonly { readonly request: string; readonly status: number; readonly body: Buffer }[]> {
  const all: { request: string; status: number; body: Buffer }[] = [];
  for await (const { request, status, bytes } of answers) all.push({ request, status, body: await collected(bytes) });
  return all;
}
