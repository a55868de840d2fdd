/** Ends one request for whichever comes first: the caller's signal, a time limit, or its natural end. */

/** The life of one request. `release` must be called in the end, or what it opened stays open. */
export class RequestLifetime {
  readonly #releases = new Set<() => void>();
  // Not one promise for all to race with: it would keep a reaction for each of a body's ten thousands of chunks.
  readonly #waiting = new Set<(reason: unknown) => void>();
  #stopped: { readonly reason: unknown } | null = null;

  constructor(signal: AbortSignal | undefined) {
    if (signal === undefined) return;
    const onAbort = (): void => this.#stop(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#releases.add(() => signal.removeEventListener('abort', onAbort));
  }

  /** Ends the request with this error unless the returned function is called within `ms`. */
  limit(ms: number, error: () => Error): () => void {
    const timer = setTimeout(() => this.#stop(error()), ms);
    timer.unref(); // while somebody waits, the socket keeps the process alive; an answer nobody reads must not
    const clear = (): void => {
      clearTimeout(timer);
      this.#releases.delete(clear);
    };
    this.#releases.add(clear);
    return clear;
  }

  /** Settles as the promise does, or throws at once when the request is ended. */
  orStopped<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#stopped !== null) reject(this.#stopped.reason);
      else this.#waiting.add(reject);
      promise.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** Throws what ended the request, if anything but its natural end did. */
  throwIfStopped(): void {
    if (this.#stopped !== null) throw this.#stopped.reason;
  }

  /** What has to be closed at the end of the request, whatever the end is. */
  onRelease(close: () => void): void {
    this.#releases.add(close);
  }

  /** Clears all timers and closes what was opened. Calling it twice does no harm. */
  release(): void {
    for (const release of this.#releases) release();
    this.#releases.clear();
  }

  /** The first reason counts. The connection is closed at once, not when somebody reads on. */
  #stop(reason: unknown): void {
    this.#stopped ??= { reason };
    for (const reject of this.#waiting) reject(this.#stopped.reason);
    this.#waiting.clear();
    this.release();
  }
}
