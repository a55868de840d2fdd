/** Brings what readers do to whoever takes it: as lines of JSON, or to a collector when its time comes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world/world.ts';
import { DAY_MS } from '../world/calendar.ts';
import { requestOf } from './requests.ts';
import { readerEvents, type ReadersOptions } from './visits.ts';

/** The requests until an instant, one a line. */
export function* readersAsLines(world: World, options: ReadersOptions, until: Date): Generator<string> {
  const days = { from: world.settings.startDay, to: Math.floor(until.getTime() / DAY_MS) };
  for (const one of readerEvents(world, { ...options, days }))
    if (one.atMs <= until.getTime()) yield `${JSON.stringify(requestOf(one))}\n`;
}

/** What sending needs of its surroundings. */
export interface SendingTo {
  /** The address of the collector. */
  readonly url: string;
  readonly nowMs: () => number;
  readonly stop: AbortSignal;
  readonly err: (text: string) => void;
}

/** Sends what readers do from now on, each event when it happens, until it is stopped. */
export async function sendReaders(world: World, options: ReadersOptions, to: SendingTo): Promise<void> {
  const beganMs = to.nowMs();
  const days = { from: Math.floor(beganMs / DAY_MS), to: world.settings.endDay };
  const said = new Set<string>();
  for (const one of readerEvents(world, { ...options, days })) {
    if (one.atMs < beganMs) continue;
    await sleep(Math.max(0, one.atMs - to.nowMs()), undefined, { signal: to.stop }).catch(() => undefined);
    if (to.stop.aborted) return;
    const { headers, body, address } = requestOf(one);
    const answer = await fetch(to.url, {
      method: 'POST',
      headers: { ...headers, 'x-forwarded-for': address },
      body,
      signal: to.stop,
    }).then(
      ({ status }) => `${status}`,
      () => 'nothing',
    );
    if (answer !== '202' && !to.stop.aborted && !said.has(answer))
      to.err(`${to.url} answers a reader with ${answer}\n`);
    said.add(answer);
  }
}
