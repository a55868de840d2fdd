/** What the model learns of a workspace, as rows of its tables. Counting is SQL's; here is what the counts mean. */
import type { FactsWriter, SqlRow } from '../../facts/index.ts';
import { blockedShare, explainedPart, usualPart } from './blocked-readers.ts';
import { LAG_BIN_ENDS_MIN } from './lag-bins.ts';
import { advertiserKernel, bucketDensity, type LagCounts, networkKernel } from './lag-kernel.ts';
import { LEARN_SQL } from './learn-sql.ts';
import { estimateMixture, type OrderMoment } from './mixture.ts';
import { FACTOR_UNIT, FOLDS, KERNEL_UNIT, SPANS } from './model-sql.ts';
import type { Cell } from './work-rows.ts';

const MINUTES_A_DAY = 1440;
const MILLION = 1_000_000n;
/** A page (device, country, network) counts as all others until it has brought about so many orders more or fewer. */
const PRIOR_ORDERS = 10n;

/** How orders follow clicks in time, by advertiser. */
export async function kernelRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  const counts = new Map<string, LagCounts>();
  const networks = new Map<string, number[]>();
  for (const row of await writer.query(LEARN_SQL.lags)) {
    const network = String(row['network']);
    const own = LAG_BIN_ENDS_MIN.map((_, bin) => Number(row[`bin_${bin}`]));
    counts.set(`${network} ${row['advertiser_id']}`, own);
    networks.set(
      network,
      own.map((count, bin) => count + (networks.get(network)?.[bin] ?? 0)),
    );
  }
  const rows: Cell[][] = [];
  for (const row of await writer.query(LEARN_SQL.advertisers)) {
    const [network, advertiser] = [String(row['network']), String(row['advertiser_id'])];
    const whole = networkKernel(networks.get(network) ?? []);
    const kernel = advertiserKernel(counts.get(`${network} ${advertiser}`) ?? [], whole);
    for (const [span, { minutes, from, to }] of SPANS.entries()) {
      for (let back = from; back <= to; back += 1) {
        const weight = Math.round(bucketDensity(kernel, minutes, back) * KERNEL_UNIT);
        rows.push([fit, network, advertiser, span, back, weight]);
      }
    }
  }
  return rows;
}

/** An advertiser's orders without an id, and what they are beside. */
interface AdvertiserOrders {
  readonly network: string;
  readonly advertiser: string;
  readonly known: number;
  readonly totalExposure: number;
  readonly moments: OrderMoment[];
}

/**
 * The streams of an advertiser with few orders, or with clicks all day, can hardly be told apart: what is usual counts as
 * much as so many orders. Supposes that advertisers differ by a tenth of their orders around two thirds: ⅔ · ⅓ ÷ 0.1² − 1.
 */
const PRIOR_SEEN_ORDERS = 21;

/** The two streams of every advertiser, from its orders of which nothing is known; and what explains the second. */
export async function streamRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  const [period] = await writer.query(LEARN_SQL.period);
  const minutes = (Number(period?.['last_day'] ?? 0) - Number(period?.['first_day'] ?? 0) + 1) * MINUTES_A_DAY;
  const all = await readOrders(writer);
  const alone = all.map(({ moments, totalExposure }) => {
    const { background } = estimateMixture({ moments, totalExposure, minutes });
    return { orders: moments.length, part: 1 - (background * minutes) / Math.max(1, moments.length) };
  });
  const prior = { seenPart: usualPart(alone), orders: PRIOR_SEEN_ORDERS };
  const streams = all.map(({ moments, totalExposure, ...advertiser }) => {
    const mixture = estimateMixture({ moments, totalExposure, minutes }, prior);
    const unseen = mixture.background * minutes;
    return { ...advertiser, ...mixture, seen: moments.length - unseen, unseen };
  });
  const share = blockedShare(streams);
  return streams.map((one) => [
    ...[fit, one.network, one.advertiser, scaled(one.rate, KERNEL_UNIT), scaled(one.background, KERNEL_UNIT)],
    scaled(explainedPart(one, share), FACTOR_UNIT),
  ]);
}

async function readOrders(writer: FactsWriter): Promise<readonly AdvertiserOrders[]> {
  const clicks = await byAdvertiser(writer, LEARN_SQL.advertisers, 'weight');
  const won = await byAdvertiser(writer, LEARN_SQL.won, 'orders');
  const advertisers = new Map<string, AdvertiserOrders>();
  for await (const batch of writer.stream(LEARN_SQL.totals)) {
    for (const row of batch) {
      const [network, advertiser] = [String(row['network']), String(row['advertiser_id'])];
      const key = `${network} ${advertiser}`;
      let orders = advertisers.get(key);
      if (orders === undefined) {
        const totalExposure = (clicks.get(key) ?? 0) / FACTOR_UNIT;
        orders = { network, advertiser, totalExposure, known: won.get(key) ?? 0, moments: [] };
        advertisers.set(key, orders);
      }
      orders.moments.push({ orders: 1, exposure: Number(row['total']) / KERNEL_UNIT });
    }
  }
  return [...advertisers.values()];
}

const scaled = (value: number, unit: number): bigint => BigInt(Math.round(value * unit));

async function byAdvertiser(writer: FactsWriter, text: string, column: string): Promise<Map<string, number>> {
  const rows = await writer.query(text);
  return new Map(rows.map((row) => [`${row['network']} ${row['advertiser_id']}`, Number(row[column])]));
}

/** What a page's clicks bring: by all orders (fold 0), and for the orders of each fold by what the others taught. */
export async function pageRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  return (await writer.query(LEARN_SQL.pages)).flatMap((row) => {
    const expected = wholeOf(row, 'expected');
    const page = [String(row['page_host']), String(row['page_path'])];
    const ofFolds = FOLDS.map((fold) => wholeOf(row, `fold_${fold}`));
    const all = ofFolds.reduce((sum, orders) => sum + orders, 0n);
    const others = BigInt(FOLDS.length);
    return [
      [fit, 0, ...page, factorOf(all, expected)],
      ...FOLDS.map((fold, place): Cell[] => [
        ...[fit, fold, ...page],
        factorOf(all - (ofFolds[place] ?? 0n), (expected * (others - 1n)) / others),
      ]),
    ];
  });
}

/** What clicks on a kind of device, or from a country, bring beside the others of their network. */
export async function readerRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for (const kind of ['device', 'country'] as const) {
    const found = await writer.query(LEARN_SQL.readers(kind));
    const all = new Map<string, { clicks: bigint; orders: bigint }>();
    for (const row of found) {
      const sums = all.get(String(row['network'])) ?? { clicks: 0n, orders: 0n };
      sums.clicks += wholeOf(row, 'clicks');
      sums.orders += wholeOf(row, 'orders');
      all.set(String(row['network']), sums);
    }
    for (const row of found) {
      const sums = all.get(String(row['network']));
      if (sums === undefined || sums.clicks === 0n) continue;
      const expected = (wholeOf(row, 'clicks') * sums.orders * MILLION) / sums.clicks;
      const factor = factorOf(wholeOf(row, 'orders'), expected);
      rows.push([fit, String(row['network']), kind, String(row['named']), factor]);
    }
  }
  return rows;
}

/** In 1/1 000; `expected` orders in millionths. */
function factorOf(orders: bigint, expected: bigint): bigint {
  return ((orders + PRIOR_ORDERS) * MILLION * BigInt(FACTOR_UNIT)) / (expected + PRIOR_ORDERS * MILLION);
}

/**
 * Which part of a network's orders holds the product of their link because it was linked. With h of n orders holding it
 * where chance alone gives c, that is (h − c) ÷ (n − c); few orders prove little, so n grows by a prior.
 */
export async function followedRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  return (await writer.query(LEARN_SQL.followed, { fit })).map((row) => {
    const [orders, expected] = [wholeOf(row, 'orders') * MILLION, wholeOf(row, 'expected')];
    const more = wholeOf(row, 'holding') * MILLION - expected;
    const room = orders - expected + PRIOR_ORDERS * MILLION;
    return [fit, String(row['network']), more <= 0n ? 0n : (more * BigInt(FACTOR_UNIT)) / room];
  });
}

function wholeOf(row: SqlRow, name: string): bigint {
  return BigInt(String(row[name] ?? 0));
}
