/** The browser script as it is handed out: packed once, told apart by its content. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, gzip as gzipCompress } from 'node:zlib';

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzipCompress);

/** A browser asks again after an hour, and then mostly learns that nothing is new. */
const CACHE = 'public, max-age=3600';
const LOOK_AGAIN_MS = 60_000;

interface Script {
  readonly changedMs: number;
  readonly tag: string;
  readonly plain: Buffer;
  readonly brotli: Buffer;
  readonly gzip: Buffer;
}

/**
 * Hands out the file at `path`; looked at again once a minute, so that an upgrade needs no restart. Nothing waits for the disk
 * but who asks while there is no script yet: events are answered on the same thread, and so is who asks meanwhile.
 */
export class ScriptFile {
  readonly #path: string;
  readonly #nowMs: () => number;
  readonly #onMissing: (path: string) => void;
  #script: Script | null = null;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #look: Promise<void> | null = null;

  constructor(path: string, nowMs: () => number, onMissing: (path: string) => void) {
    this.#path = path;
    this.#nowMs = nowMs;
    this.#onMissing = onMissing;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.#look === null && this.#nowMs() - this.#lookedMs >= LOOK_AGAIN_MS) {
      this.#lookedMs = this.#nowMs();
      this.#look = this.#lookAgain().finally(() => (this.#look = null));
    }
    if (this.#look === null || this.#script !== null) this.#hand(this.#script, request, response);
    else void this.#look.then(() => this.#hand(this.#script, request, response));
  }

  #hand(script: Script | null, request: IncomingMessage, response: ServerResponse): void {
    if (script === null) {
      response.writeHead(404, { 'cache-control': 'no-store', 'content-length': 0 }).end();
      return;
    }
    const head = {
      etag: script.tag,
      vary: 'accept-encoding',
      'cache-control': CACHE,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'timing-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    };
    if (request.headers['if-none-match']?.includes(script.tag)) {
      response.writeHead(304, head).end();
      return;
    }
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
    const body = encoding === 'br' ? script.brotli : encoding === 'gzip' ? script.gzip : script.plain;
    response.writeHead(200, {
      ...head,
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** Never rejects: a file that cannot be read is one that is not there. */
  async #lookAgain(): Promise<void> {
    try {
      const changedMs = (await stat(this.#path)).mtimeMs;
      if (changedMs === this.#script?.changedMs) return;
      const plain = await readFile(this.#path);
      const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
      const [brotli, gzip] = await Promise.all([brotliOf(plain), gzipOf(plain, { level: 9 })]);
      this.#script = { changedMs, tag, plain, brotli, gzip };
    } catch {
      this.#onMissing(this.#path);
      this.#script = null;
    }
  }
}
