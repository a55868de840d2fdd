/** To the running server, over the loopback address: the command line's only requests. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { contract, type Found, type ServerEntry } from '../api/index.ts';
import { TributaryError } from '../core/index.ts';
import { addressOf, bodyOf, type ClientRequest, errorOf, type TakenFile, type Transport } from './api-client.ts';

/** A server on this machine answers at once, or it hangs. */
const PROBE_MS = 2000;

/** Asks whether the server of this entry answers, and is the one its key is for. */
export async function probeServer({ url, key }: ServerEntry): Promise<Found> {
  try {
    const response = await fetch(`${url}${contract.listNetworks.path}`, {
      headers: { authorization: `Bearer ${key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    await response.body?.cancel();
    return response.ok ? 'ours' : 'other';
  } catch (error) {
    // `fetch` reports its own time-out by this name; all else means that nobody speaks HTTP there
    return error instanceof Error && error.name === 'TimeoutError' ? 'silent' : 'other';
  }
}

const BYTES = { 'content-type': 'application/octet-stream' };

/** Sends requests to a running server. */
export class HttpTransport implements Transport {
  readonly #server: ServerEntry;

  constructor(server: ServerEntry) {
    this.#server = server;
  }

  get origin(): string {
    return this.#server.url;
  }

  send({ method, path, json, bytes }: ClientRequest): Promise<Response> {
    if (bytes !== undefined) return this.#ask(path, { method, body: bytes, headers: BYTES });
    if (json === null) return this.#ask(path, { method });
    return this.#ask(path, { method, body: json, headers: { 'content-type': 'application/json' } });
  }

  async *bytesOf(response: Response): AsyncGenerator<Uint8Array> {
    try {
      for await (const part of bodyOf(response)) yield part;
    } catch (error) {
      throw unreachable(this.#server, error);
    }
  }

  /** Streams the file: neither side holds it in memory. */
  async takeFile(
    network: string,
    path: string,
    name: string,
    workspace: string | undefined,
  ): Promise<readonly TakenFile[]> {
    const route = contract.takeFile;
    const upload = {
      method: route.method,
      headers: { 'content-type': 'application/octet-stream' },
      // Node's web stream type and the DOM's are one object at run time; only their declarations differ
      body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
      duplex: 'half',
    } as const;
    const response = await this.#ask(addressOf(route, { query: { network, name } }, workspace), upload);
    if (!response.ok) throw await errorOf(response);
    return route.answer.schema.parse(await response.json()).files;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.#server.key}`);
    try {
      return await fetch(`${this.#server.url}${path}`, { ...init, headers, redirect: 'error' });
    } catch (error) {
      throw unreachable(this.#server, error);
    }
  }
}

/** The error for a server that is there but does not answer. */
export function unreachable({ url, pid }: ServerEntry, cause?: unknown): TributaryError {
  return new TributaryError(
    'server-unreachable',
    `The server at ${url} (process ${pid}) does not answer: wait a moment and try again, or stop it and start it anew.`,
    {},
    cause,
  );
}
