/**
 * How true attribution is of a simulated publisher whose every order is known: precision and recall by what the report says of
 * an order and by method, how true the model's confidence is, and how far the sums of pages are off, beside two simpler ways.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributionContext, ensureAttributions, type LabelRule } from '../../src/attribution/index.ts';
import { parseClickId } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { createWorld, type TruthLine, type World } from '../../sandbox/index.ts';
import {
  addTo,
  amountText,
  calibrationOf,
  type GivenShare,
  type PageSums,
  pageError,
  part,
  print,
  printMethods,
  type SeenClick,
  simplerWays,
  toldOf,
  truePages,
} from '../../test/scenarios/attribution-truth.ts';
import { Publisher } from '../../test/scenarios/publisher.ts';
import { loadWorldClicks } from '../../test/scenarios/world-clicks.ts';

const UNITED_STATES = 1;
/** Of the orders whose id is lost, one in eight has a text of the publisher's own, and one the page in its referrer. */
const ONE_IN = 8;

/** What the report says of an order. */
const TOLD = ['id intact', 'id in upper case', 'id cut', 'own text', 'referrer', 'nothing'] as const;
type Told = (typeof TOLD)[number];

interface Order {
  readonly told: Told;
  readonly page: string;
  readonly isSeen: boolean;
  readonly isOnOtherDevice: boolean;
  readonly mid: number;
  readonly atMs: number;
  readonly subId: string;
  readonly referrer: string;
  /** Of all its lines, in 1/10 000. */
  units: number;
}

const keyOf = ({ mid, orderId }: { readonly mid: number; readonly orderId: string }): string => `${mid} ${orderId}`;

/** Every order with what its lines will say. */
function ordersOf(world: World, lines: readonly TruthLine[]): ReadonlyMap<string, Order> {
  const pages = new Map(world.publisher.pages.map((page) => [page.id, page]));
  const seen = new Set<string>();
  for (const click of world.eachClick()) if (click.isSeen) seen.add(click.id);
  const orders = new Map<string, Order>();
  let lost = 0;
  for (const line of lines) {
    const known = orders.get(keyOf(line));
    const units = Math.abs(line.commissionUnits);
    if (known !== undefined) {
      known.units += units;
      continue;
    }
    const page = pages.get(line.pageId);
    const address = new URL(page?.url ?? 'https://unknown.example');
    const kind = line.subId === '' ? 'none' : parseClickId(line.subId).kind;
    if (kind === 'none') lost += 1;
    const told: Told =
      kind === 'intact'
        ? 'id intact'
        : kind === 'folded'
          ? 'id in upper case'
          : kind === 'truncated'
            ? 'id cut'
            : lost % ONE_IN === 0
              ? 'own text'
              : lost % ONE_IN === 1
                ? 'referrer'
                : 'nothing';
    orders.set(keyOf(line), {
      ...{ told, units, mid: line.mid, atMs: Date.parse(line.occurredAt), isSeen: seen.has(line.clickId) },
      isOnOtherDevice: line.isOnOtherDevice,
      page: address.host + address.pathname,
      subId: told === 'own text' ? `post-${page?.number ?? 0}` : line.subId,
      referrer: told === 'referrer' ? address.href : '',
    });
  }
  return orders;
}

const HEADER =
  'Transaction ID,Order ID,Member ID (U1),MID,Advertiser Name,SKU,Product Name,Product Brand,Transaction Date,Transaction Time,Process Date,Process Time,Sales,# of Items,Total Commission,Currency,Commission Status,Referrer URL';

/** The report of all lines, as the network would bring it. */
function reportOf(lines: readonly TruthLine[], orders: ReadonlyMap<string, Order>): string {
  const day = (at: string): string => `${Number(at.slice(5, 7))}/${Number(at.slice(8, 10))}/${at.slice(2, 4)}`;
  const amount = (units: number): string =>
    `${units < 0 ? '-' : ''}${Math.floor(Math.abs(units) / 10_000)}.${String(Math.abs(units) % 10_000).padStart(4, '0')}`;
  const text = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const rows = lines.map((line) => {
    const order = orders.get(keyOf(line));
    return [
      ...[text(line.transactionId), text(line.orderId), text(order?.subId ?? ''), line.mid, text(line.advertiserName)],
      ...[text(line.sku), text(line.productName), text(line.productBrand)],
      ...[day(line.occurredAt), line.occurredAt.slice(11, 19), day(line.processedAt), line.processedAt.slice(11, 19)],
      ...[
        amount(line.salesUnits),
        line.items,
        amount(line.commissionUnits),
        line.currency,
        'locked',
        text(order?.referrer ?? ''),
      ],
    ].join(',');
  });
  return `\uFEFF${[HEADER, ...rows].join('\r\n')}\r\n`;
}

/** A rule for the own text of every page. */
function rulesOf(world: World): LabelRule[] {
  return world.publisher.pages.map((page): LabelRule => {
    const { host, pathname } = new URL(page.url);
    const target = { siteId: page.siteId, pageHost: host, pagePath: pathname, campaign: '' };
    return {
      id: `rule-${page.number}`,
      madeAt: '',
      network: '',
      match: 'exact',
      text: `post-${page.number}`,
      ...target,
    };
  });
}

async function sharesOf(facts: FactsStore, world: World, folder: string): Promise<readonly GivenShare[]> {
  const hosts = [...new Set(world.publisher.pages.map((page) => new URL(page.url).host))];
  const context: AttributionContext = {
    ...{ facts, folder, clock: () => world.settledAt },
    decisions: async () => ({ rules: rulesOf(world), sites: [{ id: 'all', hosts }] }),
    making: async () => AS_REPORTED,
  };
  const { basis, ledger } = await ensureAttributions(context);
  const rows = await facts.query(
    `select l.order_id as order_id, l.advertiser_id as mid, a.method as method, concat(a.page_host, a.page_path) as page,
       a.confidence as confidence, sum(units_of(abs(a.commission))) as units
     from attributions a join ledger_lines l on l.entry_id = a.entry_id and l.basis = {ledger:Int64}
     where a.basis = {basis:Int64} group by l.order_id, l.advertiser_id, a.method, concat(a.page_host, a.page_path), a.confidence`,
    { basis, ledger: ledger.basis },
  );
  return rows.map((row) => ({
    order: `${row['mid']} ${row['order_id']}`,
    method: String(row['method']),
    page: row['method'] === 'none' ? '' : String(row['page']),
    confidence: Number(row['confidence']) / 10_000,
    units: Number(row['units']),
  }));
}

/** The clicks that were seen of each advertiser, the oldest first. */
function clicksOf(world: World): ReadonlyMap<number, readonly SeenClick[]> {
  const pages = new Map(world.publisher.pages.map((page) => [page.id, new URL(page.url)]));
  const clicks = new Map<number, SeenClick[]>();
  for (const { isSeen, mid, clickedAtMs: atMs, pageId } of world.eachClick()) {
    if (!isSeen) continue;
    const address = pages.get(pageId);
    const own = clicks.get(mid) ?? [];
    clicks.set(mid, own);
    own.push({ atMs, page: `${address?.host}${address?.pathname}` });
  }
  for (const own of clicks.values()) own.sort((a, b) => a.atMs - b.atMs);
  return clicks;
}

type Orders = ReadonlyMap<string, Order>;
const ordersWhere = (orders: Orders, which: (order: Order) => boolean): Orders =>
  new Map([...orders].filter(([, order]) => which(order)));

/** How often each kind of order is on its true page. */
function printKinds(orders: Orders, shares: readonly GivenShare[]): void {
  print(['what the report says', 'orders', 'commission', 'named', 'precision', 'recall']);
  const row = (what: string, which: (order: Order) => boolean): void => {
    const own = ordersWhere(orders, which);
    const { whole, named, right } = toldOf(own, shares);
    print([what, own.size, amountText(whole), part(named, whole), part(right, named), part(right, whole)]);
  };
  const isSilent = ({ told }: Order): boolean => told === 'nothing';
  for (const told of TOLD) row(told, (order) => order.told === told);
  row('  nothing, click seen', (order) => isSilent(order) && order.isSeen);
  row('  nothing, click not seen', (order) => isSilent(order) && !order.isSeen);
  row('all', () => true);
  print(['ordered on another device']);
  row('  all', (order) => order.isOnOtherDevice);
  row('  the id came back', (order) => order.isOnOtherDevice && order.told.startsWith('id'));
  row('  nothing', (order) => order.isOnOtherDevice && isSilent(order));
  row('  nothing, click seen', (order) => order.isOnOtherDevice && isSilent(order) && order.isSeen);
}

/** Of the money that the model gave with a confidence: how much is on its true page. */
function printCalibration(silent: Orders, shares: readonly GivenShare[]): void {
  print(['confidence of the model', 'shares', 'commission', 'stated', 'right']);
  const { tenths, all, points } = calibrationOf(silent, shares);
  for (const [bin, tenth] of [...tenths, all].entries()) {
    if (tenth.shares === 0) continue;
    const { shares: count, whole, stated, right } = tenth;
    const name = bin === 10 ? 'all' : `${bin * 10}–${bin * 10 + 10} %`;
    print([name, count, amountText(whole), part(stated, whole), part(right, whole)]);
  }
  print(['off by tenths, in the mean', `${points.toFixed(1)} points`]);
}

/** How far the sums of pages are off. */
function printPages(world: World, orders: Orders, silent: Orders, shares: readonly GivenShare[]): void {
  const [attributed, known]: [PageSums, PageSums] = [new Map(), new Map()];
  for (const { order, page, units } of shares) addTo(silent.has(order) ? attributed : known, page, units);
  const really = { part: truePages(silent), whole: truePages(orders) };
  // the simpler ways leave nothing to nobody: so for comparison, by the same proportions
  const [inFull, all] = [new Map<string, number>(), [...really.part.values()].reduce((sum, units) => sum + units, 0)];
  const named = [...attributed].filter(([page]) => page !== '');
  const whole = named.reduce((sum, [, units]) => sum + units, 0);
  for (const [page, units] of named) addTo(inFull, page, (units * all) / whole);
  const clicks = clicksOf(world);
  const { lastClick, shareOfClicks } = simplerWays(
    [...silent.values()].map((order) => ({ ...order, clicks: clicks.get(order.mid) ?? [] })),
  );
  print(['sums of pages are off by', 'of nothing', 'of all', 'times']);
  const error = pageError(attributed, really.part);
  for (const [way, given] of [
    ['as attributed', attributed],
    ['the same in full', inFull],
    ['last click before', lastClick],
    ['share of clicks', shareOfClicks],
  ] as const) {
    const sums: PageSums = new Map(known);
    for (const [page, units] of given) addTo(sums, page, units);
    const own = pageError(given, really.part);
    print([way, part(own, 1), part(pageError(sums, really.whole), 1), (own / error).toFixed(1)]);
  }
}

/** Prints the tables. */
export async function benchTruth(): Promise<void> {
  const world = createWorld({
    ...{ seed: 23, networks: [UNITED_STATES], advertisers: 12, pagesPerSite: 25, sites: 2, ordersPerDay: 40 },
    ...{ startDay: '2026-02-01', endDay: '2027-01-31' },
    tracking: {
      blockedShare: 0.12,
      strippedShare: 0.18,
      lostEventShare: 0,
      otherDeviceShare: 0.3,
      foldingShare: 0.2,
      truncatingShare: 0.2,
    },
  });
  const lines = world.truth().filter(({ kind }) => kind !== 'non-commissionable');
  const orders = ordersOf(world, lines);
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const publisher = await Publisher.create(undefined, () => world.settledAt);
  try {
    const receipt = await publisher.drops([reportOf(lines, orders)]);
    if (receipt.status !== 'posted') throw new Error(`the import ended ${receipt.status} ${receipt.error?.code}`);
    await loadWorldClicks(publisher.facts, world, folder);
    const shares = await sharesOf(publisher.facts, world, folder);
    const silent = ordersWhere(orders, ({ told }) => told === 'nothing');
    printKinds(orders, shares);
    printMethods(orders, shares);
    printCalibration(silent, shares);
    printPages(world, orders, silent, shares);
    const [fit] = await publisher.facts.query('select verdict, orders from model_fits order by fit desc limit 1');
    print([`the model's own check: ${fit?.['verdict']}, of ${fit?.['orders']} known orders`]);
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
}
