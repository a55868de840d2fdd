/** The browser script as it is handed out: packed once, told apart by its content. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';

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

/** Hands out the file at `path`; looked at again once a minute, so that an upgrade needs no restart. */
export class ScriptFile {
  readonly #path: string;
  readonly #nowMs: () => number;
  readonly #onMissing: (path: string) => void;
  #script: Script | null = null;
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(path: string, nowMs: () => number, onMissing: (path: string) => void) {
    this.#path = path;
    this.#nowMs = nowMs;
    this.#onMissing = onMissing;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const script = this.#read();
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

  #read(): Script | null {
    if (this.#nowMs() - this.#lookedMs < LOOK_AGAIN_MS) return this.#script;
    this.#lookedMs = this.#nowMs();
    const changedMs = statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs;
    if (changedMs === undefined) {
      this.#onMissing(this.#path);
      this.#script = null;
    } else if (changedMs !== this.#script?.changedMs) {
      const plain = readFileSync(this.#path);
      const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
      this.#script = { changedMs, tag, plain, brotli: brotliCompressSync(plain), gzip: gzipSync(plain, { level: 9 }) };
    }
    return this.#script;
  }
}
