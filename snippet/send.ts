/** The one sender. */
import { base36 } from '../src/core/click-id.ts';
import { dataset, endpoint, isAllowed, privacySignal } from './settings.ts';
import type { ClickEvent, ImpressionsEvent, PageviewEvent, WireEvent } from './wire.ts';

/** A view of a page: from its loading, its return from the browser's cache, or a change of address, to the next. */
export interface View {
  readonly id: string;
  readonly url: string;
  readonly beganMs: number;
}

type Own<Event extends WireEvent> = Omit<Event, 'v' | 'k' | 'e' | 'w' | 'u' | 's' | 'y' | 'g'>;
/** The same fields, where a text may be missing: JSON leaves out what is undefined. */
type Loose<Event> = { readonly [Key in keyof Event]: Event[Key] | undefined };
/** An event without its head. */
export type EventBody = Loose<Own<PageviewEvent>> | Own<ImpressionsEvent> | Loose<Own<ClickEvent>>;

/** Bytes from the browser's own source of randomness. */
export const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
export const randomId = (): string => base36(random(16));

/**
 * Sends an event of a view: as plain text and without credentials, so that no preflight is needed; with the page's origin,
 * whatever the page's own policy is, so that the collector knows the site.
 */
export function send(view: View, event: EventBody): void {
  if (!isAllowed()) return;
  const body = JSON.stringify({
    v: 1,
    k: dataset['site'],
    e: event.t === 'p' ? view.id : randomId(),
    w: view.id,
    u: view.url,
    s: Math.round(performance.now() - view.beganMs),
    y: dataset['consent'] && 1,
    g: privacySignal,
    ...event,
  });
  const keepalive = 'keepalive' in Request.prototype;
  // where fetch does not outlive the page, a beacon does; where that is refused, a plain request is better than none
  if (keepalive || !navigator.sendBeacon(endpoint, body))
    fetch(endpoint, {
      method: 'POST',
      body,
      keepalive,
      mode: 'no-cors',
      credentials: 'omit',
      referrerPolicy: 'origin',
    }).catch(() => {});
}
