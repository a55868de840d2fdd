/** Events of readers as requests to the collector. */
import type { ReaderEvent } from './visits.ts';

/** One request: who sends it, its headers and its body. */
export interface ReaderRequest {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request that brings an event. */
export function requestOf({ atMs, browser, pageUrl, event }: ReaderEvent): ReaderRequest {
  return {
    atMs,
    address: browser.address,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      origin: new URL(pageUrl).origin,
      'user-agent': browser.userAgent,
      'accept-language': browser.language,
    },
    body: JSON.stringify(event),
  };
}
