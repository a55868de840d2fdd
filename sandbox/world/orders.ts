/** Orders of one day: who bought what, through which click, and every line that ever comes of it. */
import { adjustmentOf } from './adjustments.ts';
import type { Advertiser, BatchPlan, Product } from './advertisers.ts';
import { DAY_MS, HOUR_MS } from './calendar.ts';
import {
  type Click,
  type ClickDraft,
  createClick,
  draftBuyingClick,
  momentOfDay,
  timeToOrderMs,
  type WorldPlan,
} from './clicks.ts';
import type { CommissionLine } from './commission-line.ts';
import { otherDeviceOf } from './other-device.ts';
import { createRandom, type Random } from './random.ts';
import { reversalsOf } from './reversals.ts';
import type { WorldSettings } from './settings.ts';
import { BUYING, trackClick } from './tracking.ts';
import { shareOf, UNITS_PER_CENT } from './units.ts';

/** One order: its click and all its lines, the later ones included. */
export interface Order {
  readonly orderId: string;
  readonly click: Click;
  readonly lines: readonly CommissionLine[];
}

/** Part of an order: one SKU, a number of pieces, a price. */
interface BasketLine {
  readonly product: Product;
  readonly items: number;
  readonly pieceUnits: number;
  readonly hasCommission: boolean;
}

/** What all lines of one order share. */
interface OrderFrame {
  readonly orderId: string;
  readonly draft: ClickDraft;
  readonly occurredAtMs: number;
  readonly lostReason: string | null;
  readonly isOnOtherDevice: boolean;
}

const LOCK_AFTER_DAYS = 91;
const ORDERS_PER_ADVERTISER_DAY = 100_000;

/** The orders placed on one day (GMT), in a fixed order; a function of the plan and the day alone. */
export function* ordersOfDay(plan: WorldPlan, day: number): Generator<Order> {
  const { settings } = plan;
  const random = createRandom(settings.seed, 'orders', day);
  const weekday = (((day + 4) % 7) + 7) % 7;
  const pace = (weekday === 0 || weekday === 6 ? 1.15 : 0.94) * (0.85 + random.fraction() * 0.3);
  const expected = settings.ordersPerDay * pace * (settings.style === 'tidy' ? seasonOf(day, settings.startDay) : 1);
  const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  const placed = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const draft = draftBuyingClick(plan, random);
    const turn = placed.get(draft.advertiser.mid) ?? 0;
    placed.set(draft.advertiser.mid, turn + 1);
    yield createOrder(plan, random, draft, day, orderIdOf(draft.advertiser, day, turn));
  }
}

/** By month from January: gifts in winter, gardens in spring, quiet late summers. */
const SEASONS = [0.8, 0.78, 0.92, 1.02, 1.08, 0.96, 0.9, 0.84, 0.92, 1.0, 1.42, 1.36];
/** A good year: a quarter more readers at its end. */
const GROWTH_A_DAY = 0.25 / 365;

/** How busy a day is; around 1, and steady from one end of a month to the other. */
function seasonOf(day: number, startDay: number): number {
  const date = new Date(day * DAY_MS);
  const [month, part] = [date.getUTCMonth(), (date.getUTCDate() - 15) / 30];
  const near = SEASONS[(month + (part < 0 ? 11 : 1)) % 12] ?? 1;
  const season = (SEASONS[month] ?? 1) * (1 - Math.abs(part)) + near * Math.abs(part);
  return season * (1 + GROWTH_A_DAY * (day - startDay));
}

function orderIdOf(advertiser: Advertiser, day: number, turn: number): string {
  const { prefix, suffix, offset } = advertiser.orderIdStyle;
  return `${prefix}${day * ORDERS_PER_ADVERTISER_DAY + offset + turn}${suffix}`;
}

function createOrder(plan: WorldPlan, random: Random, drafted: ClickDraft, day: number, orderId: string): Order {
  const { settings } = plan;
  const occurredAtMs = momentOfDay(day, random);
  const isLost = random.chance(settings.nonCommissionableShare / 2);
  const lostReason = isLost ? random.pick(['Return Exceeded', 'Order Excluded']) : null;
  const isTooLate = lostReason === 'Return Exceeded';
  const delayMs = isTooLate ? random.integer(31, 60) * DAY_MS : timeToOrderMs(random, settings.tracking !== null);
  const elsewhere = isTooLate ? null : otherDeviceOf(plan, drafted, occurredAtMs);
  const clickedAtMs = elsewhere?.clickedAtMs ?? occurredAtMs - delayMs;
  const draft = trackClick(plan, drafted, clickedAtMs, elsewhere?.isSignedIn);
  const click = createClick(draft, clickedAtMs, orderId);
  const isOnOtherDevice = elsewhere !== null;
  const lines = createLines(settings, random, { orderId, draft, occurredAtMs, lostReason, isOnOtherDevice });
  return { orderId, click, lines };
}

function createLines(settings: WorldSettings, random: Random, frame: OrderFrame): readonly CommissionLine[] {
  const { advertiser, link } = frame.draft;
  const isLinked = settings.tracking !== null && random.chance(BUYING.linkedProduct);
  const linked = isLinked ? advertiser.products.find(({ sku }) => sku === link.sku) : undefined;
  const basket = fillBasket(settings, random, advertiser, linked);
  const shippedAtMs = frame.occurredAtMs + shippingDelayMs(settings, random);
  const processedAtMs = nextBatchMs(advertiser.batch, shippedAtMs, random);
  const isSplit = random.chance(0.05);
  const laterMs = isSplit
    ? nextBatchMs(advertiser.batch, processedAtMs + random.integer(1, 5) * DAY_MS, random)
    : processedAtMs;
  const lockedAtMs = (Math.floor(laterMs / DAY_MS) + LOCK_AFTER_DAYS) * DAY_MS;
  const lastProduct = basket.at(-1)?.product;
  const isMismatch = frame.lostReason === null && basket.length > 1 && random.chance(settings.nonCommissionableShare);
  const lines: CommissionLine[] = [];
  for (const part of basket) {
    const isLast = part.product === lastProduct;
    const reason = isMismatch && isLast ? 'SKU Does Not Match' : frame.lostReason;
    const line = createLine(random, frame, part, {
      processedAtMs: isLast ? laterMs : processedAtMs,
      lockedAtMs,
      reason,
    });
    lines.push(line);
    if (line.kind === 'sale') lines.push(...laterLines(settings, random, advertiser, line));
  }
  return lines;
}

/** Reversals of a line or, when it is never taken back, perhaps its adjustment. */
function laterLines(
  settings: WorldSettings,
  random: Random,
  advertiser: Advertiser,
  line: CommissionLine,
): readonly CommissionLine[] {
  const batchAfter = (instantMs: number): number => nextBatchMs(advertiser.batch, instantMs, random);
  const isTakenBack = line.commissionUnits > 0 && random.chance(settings.reversalShare);
  if (isTakenBack) return reversalsOf(line, random, batchAfter);
  const adjustment = adjustmentOf(settings, advertiser, line, random);
  return adjustment === null ? [] : [adjustment];
}

const WANTED = { awkward: [1, 1, 1, 1, 1, 2, 2, 2, 3, 4], tidy: [1, 1, 1, 1, 1, 1, 1, 1, 2, 3] } as const;
const ITEMS = { awkward: [1, 1, 1, 1, 1, 1, 2, 2, 3, 4], tidy: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2] } as const;

/** One to four products, sometimes one SKU twice, sometimes two equal lines. */
function fillBasket(
  settings: WorldSettings,
  random: Random,
  advertiser: Advertiser,
  linked: Product | undefined,
): readonly BasketLine[] {
  const products = new Set<Product>(linked === undefined ? [] : [linked]);
  const wanted = random.pick(WANTED[settings.style]);
  while (products.size < Math.min(wanted, advertiser.products.length)) products.add(random.pick(advertiser.products));
  const basket = [...products].map((product) => ({
    product,
    items: random.pick(ITEMS[settings.style]),
    pieceUnits: random.chance(0.01) ? 0 : product.priceUnits,
    hasCommission: !random.chance(settings.zeroCommissionShare),
  }));
  const first = basket[0];
  if (first === undefined || basket.length === 4) return basket;
  if (random.chance(settings.identicalLineShare)) return [first, { ...first }, ...basket.slice(1)];
  if (!random.chance(settings.repeatedSkuShare)) return basket;
  const discounted = Math.max(UNITS_PER_CENT, Math.round((first.pieceUnits * 0.8) / UNITS_PER_CENT) * UNITS_PER_CENT);
  return [first, { ...first, items: 1, pieceUnits: discounted }, ...basket.slice(1)];
}

function createLine(
  random: Random,
  frame: OrderFrame,
  part: BasketLine,
  fate: { readonly processedAtMs: number; readonly lockedAtMs: number; readonly reason: string | null },
): CommissionLine {
  const { advertiser, page, link, id, subId } = frame.draft;
  const pays = part.hasCommission && fate.reason === null;
  const pieceCommission = pays ? shareOf(part.pieceUnits, advertiser.rateBasisPoints) : 0;
  return {
    kind: fate.reason === null ? 'sale' : 'non-commissionable',
    transactionId: random.hex(32),
    orderId: frame.orderId,
    mid: advertiser.mid,
    advertiserName: advertiser.name,
    networkId: advertiser.network.id,
    currency: advertiser.network.currency,
    sku: part.product.sku,
    productName: part.product.name,
    productBrand: part.product.brand,
    subId,
    occurredAtMs: frame.occurredAtMs,
    processedAtMs: fate.processedAtMs,
    lockedAtMs: fate.lockedAtMs,
    hasOrderLocking: advertiser.hasOrderLocking,
    items: part.items,
    salesUnits: part.pieceUnits * part.items,
    commissionUnits: pieceCommission * part.items,
    reason: fate.reason,
    siteId: page.siteId,
    pageId: page.id,
    linkId: link.id,
    clickId: id,
    isOnOtherDevice: frame.isOnOtherDevice,
  };
}

function shippingDelayMs({ style }: WorldSettings, random: Random): number {
  if (style === 'tidy') return (random.chance(0.9) ? random.integer(1, 10) : random.integer(10, 60)) * HOUR_MS;
  const hours = random.chance(0.6) ? random.integer(1, 30) : random.integer(24, 120);
  return hours * HOUR_MS;
}

/** When the network has processed the advertiser's next file that is made at or after the instant. Whole seconds. */
export function nextBatchMs(batch: BatchPlan, instantMs: number, random: Random): number {
  const processingMs = random.integer(0, 90) * 1_000;
  if (batch.isHourly) return Math.ceil(instantMs / HOUR_MS) * HOUR_MS + processingMs;
  let day = Math.floor(instantMs / DAY_MS);
  while (day % batch.everyDays !== 0 || day * DAY_MS + batch.secondOfDay * 1_000 < instantMs) day += 1;
  return day * DAY_MS + batch.secondOfDay * 1_000 + processingMs;
}
