/** Readers who look on one device and buy on another one later. */
import { DAY_MS, HOUR_MS } from './calendar.ts';
import { type ClickDraft, deviceOf, type WorldPlan } from './clicks.ts';
import { createRandom } from './random.ts';
import { firstMsOf } from './tracking.ts';

/**
 * Readers who look on one device and buy on another one later. Believable, not measured: they click on their way or at noon
 * and buy at another hour, the same day or days later. Some shops know them on both devices, since they are signed in:
 * their network brings the id back. The others' orders are paid as well, as by a code of the publisher, and come without one.
 */
const OTHER_DEVICE = {
  /** Of what is said of phones. */
  onOthers: 1 / 3,
  signedIn: 0.4,
  sameDay: 0.35,
  /** Else up to so many days later, the sooner the likelier. */
  mostDays: 21,
  /** Of the click, in minutes of the day (GMT). */
  clicked: { least: 6 * 60, most: 13 * 60 },
} as const;

/** An order that is placed on another device than its click. */
export interface OtherDevice {
  readonly clickedAtMs: number;
  /** Whether the network knows that both are the same shopper. */
  readonly isSignedIn: boolean;
}

/** The click of an order that is placed on another device; null: on the same one. Has random numbers of its own. */
export function otherDeviceOf(
  { settings: { seed, tracking } }: WorldPlan,
  draft: ClickDraft,
  orderedAtMs: number,
): OtherDevice | null {
  if (tracking === null) return null;
  const random = createRandom(seed, 'other device', draft.id);
  const isPhone = deviceOf(draft.readerNumber) === 'mobile';
  if (!random.chance(tracking.otherDeviceShare * (isPhone ? 1 : OTHER_DEVICE.onOthers))) return null;
  const isSignedIn = random.chance(OTHER_DEVICE.signedIn);
  const { least, most } = OTHER_DEVICE.clicked;
  const clickedMs = random.integer(least * 60, most * 60 - 1) * 1_000;
  const daysLater = random.chance(OTHER_DEVICE.sameDay) ? 0 : Math.floor(OTHER_DEVICE.mostDays ** random.fraction());
  const onDayMs = (Math.floor(orderedAtMs / DAY_MS) - daysLater) * DAY_MS + clickedMs;
  const clickedAtMs = onDayMs < orderedAtMs - HOUR_MS ? onDayMs : onDayMs - DAY_MS;
  return clickedAtMs < firstMsOf(tracking) ? null : { clickedAtMs, isSignedIn };
}
