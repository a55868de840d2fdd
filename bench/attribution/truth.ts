/**
 * How true attribution is of a simulated publisher whose every order is known: by what the report says of an order, how
 * true the model's confidence is, and how far the sums of pages are off, beside two simpler ways.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributionContext, ensureAttributions, type LabelRule } from '../../src/attribution/index.ts';
import { amountOf, formatAmount, parseClickId } from '../../src/core/index.ts';
import type { FactsStore } from '../../src/facts/index.ts';
import { AS_REPORTED } from '../../src/ledger/index.ts';
import { createWorld, type TruthLine, type World } from '../../sandbox/index.ts';
import { Publisher } from '../../test/scenarios/publisher.ts';
import { loadWorldClicks } from '../../test/scenarios/world-clicks.ts';

const UNITED_STATES = 1;
const LOOK_BACK_MS = 30 * 86_400_000;
/** Of the orders whose id is lost, one in eight has a text of the publisher's own, and one the page in its referrer. */
const ONE_IN = 8;

/** What the report says of an order. */
const TOLD = ['id intact', 'id in upper case', 'id cut', 'own text', 'referrer', 'nothing'] as const;
type Told = (typeof TOLD)[number];

interface Order {
  readonly told: Told;
  readonly page: string;
  readonly isSeen: boolean;
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

/** A share of an order as attribution gives it; `page` '' = nobody. */
interface Share {
  readonly order: string;
  readonly page: string;
  readonly confidence: number;
  readonly units: number;
}

async function sharesOf(facts: FactsStore, world: World, folder: string): Promise<readonly Share[]> {
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
    page: row['method'] === 'none' ? '' : String(row['page']),
    confidence: Number(row['confidence']) / 10_000,
    units: Number(row['units']),
  }));
}

/** The clicks that were seen of each advertiser, the oldest first. */
function clicksOf(world: World): ReadonlyMap<number, readonly { readonly atMs: number; readonly page: string }[]> {
  const pages = new Map(world.publisher.pages.map((page) => [page.id, new URL(page.url)]));
  const clicks = new Map<number, { atMs: number; page: string }[]>();
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

type Sums = Map<string, number>;
const add = (sums: Sums, page: string, units: number): unknown => sums.set(page, (sums.get(page) ?? 0) + units);

/** Σ|given − true| ÷ Σ true; what nobody was given is not given. */
function errorOf(given: Sums, really: Sums): string {
  let [off, whole] = [0, 0];
  for (const page of new Set([...given.keys(), ...really.keys()])) {
    if (page === '') continue;
    off += Math.abs((given.get(page) ?? 0) - (really.get(page) ?? 0));
    whole += really.get(page) ?? 0;
  }
  return part(off, whole);
}

const part = (of: number, whole: number): string => (whole === 0 ? '–' : `${((100 * of) / whole).toFixed(1)} %`);
const print = (cells: readonly (string | number)[]): unknown =>
  process.stdout.write(
    `${cells.map((cell, place) => (place === 0 ? String(cell).padEnd(26) : String(cell).padStart(11))).join('')}\n`,
  );

/** How often each kind of order is on its true page. */
function printMethods(orders: ReadonlyMap<string, Order>, shares: readonly Share[]): void {
  print(['what the report says', 'orders', 'commission', 'named', 'precision', 'recall']);
  const row = (what: string, which: (order: Order) => boolean): void => {
    const own = new Map([...orders].filter(([, order]) => which(order)));
    const [whole, ofThem] = [
      [...own.values()].reduce((sum, { units }) => sum + units, 0),
      shares.filter(({ order }) => own.has(order)),
    ];
    const named = ofThem.filter(({ page }) => page !== '');
    const sum = (list: readonly Share[]): number => list.reduce((total, { units }) => total + units, 0);
    const right = sum(named.filter(({ order, page }) => own.get(order)?.page === page));
    print([
      what,
      own.size,
      formatAmount(amountOf(BigInt(Math.round(whole)))),
      part(sum(named), whole),
      part(right, sum(named)),
      part(right, whole),
    ]);
  };
  for (const told of TOLD) row(told, (order) => order.told === told);
  row('  nothing, click seen', (order) => order.told === 'nothing' && order.isSeen);
  row('  nothing, click not seen', (order) => order.told === 'nothing' && !order.isSeen);
  row('all', () => true);
}

/** Of the money that the model gave with a confidence: how much is on its true page. */
function printCalibration(orders: ReadonlyMap<string, Order>, shares: readonly Share[]): void {
  print(['confidence of the model', 'shares', 'commission', 'stated', 'right']);
  const model = shares.filter(({ order, page }) => page !== '' && orders.get(order)?.told === 'nothing');
  for (let bin = 0; bin <= 10; bin += 1) {
    const isAll = bin === 10;
    const own = model.filter(({ confidence }) => isAll || Math.min(9, Math.floor(confidence * 10)) === bin);
    const sum = (of: (share: Share) => number): number => own.reduce((total, share) => total + of(share), 0);
    const whole = sum(({ units }) => units);
    if (own.length === 0) continue;
    const right = sum(({ order, page, units }) => (orders.get(order)?.page === page ? units : 0));
    const stated = part(
      sum(({ units, confidence }) => units * confidence),
      whole,
    );
    print([
      isAll ? 'all' : `${bin * 10}–${bin * 10 + 10} %`,
      own.length,
      formatAmount(amountOf(BigInt(Math.round(whole)))),
      stated,
      part(right, whole),
    ]);
  }
}

/** How far the sums of pages are off. */
function printPages(world: World, orders: ReadonlyMap<string, Order>, shares: readonly Share[]): void {
  const ways = ['as attributed', 'the same in full', 'last click before', 'share of clicks'] as const;
  const known: Sums = new Map();
  const really = { part: new Map<string, number>(), whole: new Map<string, number>() };
  const given = new Map<string, Sums>(ways.map((way) => [way, new Map()]));
  const of = (way: (typeof ways)[number]): Sums => given.get(way) ?? new Map();
  for (const { told, page, units } of orders.values()) {
    add(really.whole, page, units);
    if (told === 'nothing') add(really.part, page, units);
  }
  for (const { order, page, units } of shares) {
    if (orders.get(order)?.told === 'nothing') add(of('as attributed'), page, units);
    else add(known, page, units);
  }
  // the simpler ways leave nothing to nobody: so for comparison, by the same proportions
  const [named, all] = [new Map(of('as attributed')), [...really.part.values()].reduce((sum, units) => sum + units, 0)];
  named.delete('');
  const whole = [...named.values()].reduce((sum, units) => sum + units, 0);
  for (const [page, units] of named) add(of('the same in full'), page, (units * all) / whole);
  const clicks = clicksOf(world);
  for (const { told, mid, atMs, units } of orders.values()) {
    if (told !== 'nothing') continue;
    const before = (clicks.get(mid) ?? []).filter((click) => click.atMs <= atMs && click.atMs > atMs - LOOK_BACK_MS);
    add(of('last click before'), before.at(-1)?.page ?? '', units);
    for (const { page } of before) add(of('share of clicks'), page, units / before.length);
  }
  print(['sums of pages are off by', 'of nothing', 'of all']);
  for (const way of ways) {
    const whole: Sums = new Map(known);
    for (const [page, units] of of(way)) add(whole, page, units);
    print([way, errorOf(of(way), really.part), errorOf(whole, really.whole)]);
  }
}

/** Prints the three tables. */
export async function benchTruth(): Promise<void> {
  const world = createWorld({
    ...{ seed: 23, networks: [UNITED_STATES], advertisers: 12, pagesPerSite: 25, sites: 2, ordersPerDay: 40 },
    ...{ startDay: '2026-02-01', endDay: '2027-01-31' },
    tracking: { blockedShare: 0.12, strippedShare: 0.25, foldingShare: 0.2, truncatingShare: 0.2 },
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
    printMethods(orders, shares);
    printCalibration(orders, shares);
    printPages(world, orders, shares);
    const [fit] = await publisher.facts.query('select verdict, orders from model_fits order by fit desc limit 1');
    print([`the model's own check: ${fit?.['verdict']}, of ${fit?.['orders']} known orders`]);
  } finally {
    await publisher.leaves();
    await rm(folder, { recursive: true, force: true });
  }
}
