/** How true attribution is, measured against orders whose page is known. Pure; the tests and the benchmark print it. */
import { amountOf, formatAmount } from '../../src/core/index.ts';

/** An order as it really was. */
export interface TrueOrder {
  /** `host/path` of the page that earned it. */
  readonly page: string;
  /** Of all its lines, in 1/10 000 of the currency. */
  readonly units: number;
}

/** A share of an order as attribution gives it; `page` '' = nobody's. */
export interface GivenShare {
  /** The key of the order. */
  readonly order: string;
  readonly method: string;
  readonly page: string;
  /** 0–1. */
  readonly confidence: number;
  /** In 1/10 000 of the currency. */
  readonly units: number;
}

export type TrueOrders = ReadonlyMap<string, TrueOrder>;

/** What became of some money: how much there is, how much is named a page, and how much of that is its true one. */
export interface Told {
  readonly whole: number;
  readonly named: number;
  readonly right: number;
}

const unitsOf = (list: Iterable<{ readonly units: number }>): number => {
  let sum = 0;
  for (const { units } of list) sum += units;
  return sum;
};

/** What the shares say of these orders. Precision is right ÷ named, recall right ÷ whole. */
export function toldOf(orders: TrueOrders, shares: readonly GivenShare[]): Told {
  const named = shares.filter(({ order, page }) => page !== '' && orders.has(order));
  const right = named.filter(({ order, page }) => orders.get(order)?.page === page);
  return { whole: unitsOf(orders.values()), named: unitsOf(named), right: unitsOf(right) };
}

/** The strongest first; nobody's is no method. */
export const METHODS = ['click-id', 'label-rule', 'referrer', 'model'] as const;

/** What each method names of all orders, and how much of it rightly: the recalls add up to that of all. */
export function toldByMethod(
  orders: TrueOrders,
  shares: readonly GivenShare[],
): readonly (Told & { method: string })[] {
  return METHODS.map((method) => {
    const own = shares.filter((share) => share.method === method);
    return { method, ...toldOf(orders, own) };
  });
}

/** A tenth of confidences: what they state and what is right, both in units. */
export interface Tenth {
  readonly shares: number;
  readonly whole: number;
  readonly stated: number;
  readonly right: number;
}

/** The ten tenths of the confidences of these shares, and the mean distance between stated and right in points, by money. */
export function calibrationOf(
  orders: TrueOrders,
  shares: readonly GivenShare[],
): { readonly tenths: readonly Tenth[]; readonly all: Tenth; readonly points: number } {
  const tenthOf = (own: readonly GivenShare[]): Tenth => ({
    shares: own.length,
    whole: unitsOf(own),
    stated: own.reduce((sum, { units, confidence }) => sum + units * confidence, 0),
    right: unitsOf(own.filter(({ order, page }) => orders.get(order)?.page === page)),
  });
  const named = shares.filter(({ order, page }) => page !== '' && orders.has(order));
  const tenths = Array.from({ length: 10 }, (_, bin) =>
    tenthOf(named.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin)),
  );
  const all = tenthOf(named);
  const off = tenths.reduce((sum, { stated, right }) => sum + Math.abs(stated - right), 0);
  return { tenths, all, points: all.whole === 0 ? 0 : (100 * off) / all.whole };
}

/** Money by page. */
export type PageSums = Map<string, number>;

/** Adds to a page's sum. */
export const addTo = (sums: PageSums, page: string, units: number): unknown =>
  sums.set(page, (sums.get(page) ?? 0) + units);

/** The sums of pages of these orders, as they really were. */
export function truePages(orders: TrueOrders): PageSums {
  const sums: PageSums = new Map();
  for (const { page, units } of orders.values()) addTo(sums, page, units);
  return sums;
}

/** Σ|given − true| ÷ Σ true; what nobody was given is not given. */
export function pageError(given: ReadonlyMap<string, number>, really: ReadonlyMap<string, number>): number {
  let [off, whole] = [0, 0];
  for (const page of new Set([...given.keys(), ...really.keys()])) {
    if (page === '') continue;
    off += Math.abs((given.get(page) ?? 0) - (really.get(page) ?? 0));
    whole += really.get(page) ?? 0;
  }
  return whole === 0 ? 0 : off / whole;
}

/** A click that was seen. */
export interface SeenClick {
  readonly atMs: number;
  readonly page: string;
}

const LOOK_BACK_MS = 30 * 86_400_000;

/**
 * The two simpler ways: the last click on the advertiser before the order has all of it; all clicks of the 30 days before
 * have the same. `clicks` of the order's advertiser, the oldest first.
 */
export function simplerWays(
  orders: Iterable<TrueOrder & { readonly atMs: number; readonly clicks: readonly SeenClick[] }>,
): { readonly lastClick: PageSums; readonly shareOfClicks: PageSums } {
  const [lastClick, shareOfClicks]: [PageSums, PageSums] = [new Map(), new Map()];
  for (const { atMs, units, clicks } of orders) {
    const before = clicks.filter((click) => click.atMs <= atMs && click.atMs > atMs - LOOK_BACK_MS);
    addTo(lastClick, before.at(-1)?.page ?? '', units);
    for (const { page } of before) addTo(shareOfClicks, page, units / before.length);
  }
  return { lastClick, shareOfClicks };
}

/** `12.3 %`; a dash of nothing. */
export const part = (of: number, whole: number): string => (whole === 0 ? '–' : `${((100 * of) / whole).toFixed(1)} %`);

/** An amount out of units that may have been split. */
export const amountText = (units: number): string => formatAmount(amountOf(BigInt(Math.round(units))));

/** A row of a table for people. */
export const print = (cells: readonly (string | number)[]): unknown =>
  process.stdout.write(
    `${cells.map((cell, place) => (place === 0 ? String(cell).padEnd(28) : ` ${String(cell).padStart(11)}`)).join('')}\n`,
  );

/** Precision and recall of every method. */
export function printMethods(orders: TrueOrders, shares: readonly GivenShare[]): void {
  print(['method', 'named', 'precision', 'recall']);
  for (const { method, named, right, whole } of toldByMethod(orders, shares))
    print([method, part(named, whole), part(right, named), part(right, whole)]);
  const { named, right, whole } = toldOf(orders, shares);
  print(['all', part(named, whole), part(right, named), part(right, whole)]);
}
