/** The present view of the page, and the one sender. */
import { base36 } from '../src/core/click-id.ts';
import { dataset, endpoint, isAllowed } from './settings.ts';
import type { ClickEvent, ImpressionsEvent, PageviewEvent, WireEvent } from './wire.ts';

/** So many characters of base 36, from the browser's own source of randomness. */
export const randomText = (length: number): string => base36(crypto.getRandomValues(new Uint8Array(length)));

/** A view: from the page's loading, its return from the browser's cache, or a change of address, to the next. */
let viewId: string;
let viewUrl: string;
let beganMs: number;

/** From now on events are of another view. */
export function beginView(url: string): void {
  viewUrl = url;
  viewId = randomText(16);
  beganMs = performance.now();
}

type Own<Event extends WireEvent> = Omit<Event, 'v' | 'k' | 'e' | 'w' | 'u' | 's' | 'y' | 'g'>;
/** An event without its head. */
export type EventBody = Own<PageviewEvent> | Own<ImpressionsEvent> | Own<ClickEvent>;

/**
 * Sends an event of the view: as plain text and without credentials, so that no preflight is needed; across origins, so
 * that the browser names the page's, whatever the page's own policy is. It outlives the page.
 */
export function send(event: EventBody): void {
  if (isAllowed())
    fetch(endpoint, {
      method: 'POST',
      keepalive: true,
      credentials: 'omit',
      body: JSON.stringify(
        {
          v: 1,
          k: dataset['site'],
          e: randomText(16),
          w: viewId,
          u: viewUrl,
          s: performance.now() - beganMs,
          y: dataset['consent'],
          g: navigator.globalPrivacyControl,
          ...event,
        },
        // no text is longer than a request can carry
        (_, value?: { slice?(from: number, to: number): unknown } | null) => value?.slice?.(0, 900) ?? value,
      ),
    }).catch(() => {});
}
