/**
 * Which of an advertiser's orders without an id came from clicks that we saw. Orders are a superposition of two streams:
 * those that follow recorded clicks (each click brings `rate` orders, spread over time by the lag kernel) and those from
 * readers whose clicks nobody recorded (script blocked, another device), which come at an even pace `background`. Both
 * are estimated by expectation–maximisation; what is left to the background is *unattributed*, never handed to a page. Pure.
 */

/** Orders that fall into the same moment. */
export interface OrderMoment {
  /** How many orders; above 0. */
  readonly orders: number;
  /** Expected orders a minute at this moment if each recorded click brought one: the sum of the kernel over the clicks. */
  readonly exposure: number;
}

/** An advertiser's two streams. */
export interface Mixture {
  /** Orders without an id that one recorded click brings. */
  readonly rate: number;
  /** Orders a minute from clicks that were not recorded. */
  readonly background: number;
}

/** What is observed of an advertiser over a period. */
export interface MixtureInput {
  readonly moments: readonly OrderMoment[];
  /** The whole exposure of the period: the sum over the clicks of the share of their kernel that lies in it. */
  readonly totalExposure: number;
  readonly minutes: number;
}

/** What is thought of an advertiser before its own moments say anything. */
export interface MixturePrior {
  /** The part (0–1) of orders without an id that came from recorded clicks. */
  readonly seenPart: number;
  /** It counts as much as so many orders. */
  readonly orders: number;
}

const NO_PRIOR: MixturePrior = { seenPart: 0, orders: 0 };

/** The estimate starts with half of the orders in each stream; it no longer moves after some tens of rounds. */
const MOST_ROUNDS = 200;
const PRECISION = 1e-6;

/** Estimates both streams. Without clicks (or without orders) everything is background. */
export function estimateMixture(
  { moments, totalExposure, minutes }: MixtureInput,
  prior: MixturePrior = NO_PRIOR,
): Mixture {
  const orders = moments.reduce((sum, moment) => sum + moment.orders, 0);
  if (orders === 0 || minutes <= 0) return { rate: 0, background: 0 };
  if (totalExposure <= 0) return { rate: 0, background: orders / minutes };
  let seen = orders / 2;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const mixture = { rate: seen / totalExposure, background: (orders - seen) / minutes };
    const own = moments.reduce((sum, moment) => sum + moment.orders * seenShare(mixture, moment.exposure), 0);
    const next = ((own + prior.seenPart * prior.orders) * orders) / (orders + prior.orders);
    const change = Math.abs(next - seen);
    seen = next;
    if (change < PRECISION * orders) break;
  }
  return { rate: seen / totalExposure, background: (orders - seen) / minutes };
}

/** How likely an order at a moment of this exposure came from a recorded click. */
export function seenShare({ rate, background }: Mixture, exposure: number): number {
  const seen = rate * exposure;
  return seen === 0 ? 0 : seen / (seen + background);
}
