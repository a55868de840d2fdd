/** The model from end to end: learns from what is known (a *fit*), and gives each page its share of what is not. */
import { instantText } from '../../core/index.ts';
import type { FactsWriter, SqlParameters, TableName } from '../../facts/index.ts';
import { checkModel } from './check-model.ts';
import { LAG_BIN_ENDS_MIN, lagBin } from './lag-bins.ts';
import { advertiserKernel, type LagCounts, type LagKernel, networkKernel } from './lag-kernel.ts';
import { estimateMixture, type Mixture, type OrderMoment } from './mixture.ts';
import { FACTOR_UNIT, KERNEL_UNIT, MODEL_SQL, SHARE_ENTRIES, SPANS } from './model-sql.ts';
import { type Cell, loadRows } from './work-rows.ts';

/** Orders whose pages are found in one go: their rows stay within the embedded store's memory. */
const ORDERS_AT_ONCE = 5000;
const MINUTES_A_DAY = 1440;
const MINUTE_MS = 60_000;
/** A page counts as all others until it has brought about so many orders more or fewer. */
const FACTOR_PRIOR = 20n;
const MILLION = 1_000_000n;

const WORK: readonly TableName[] = [
  'work_model_pages',
  'work_model_clicks',
  'work_model_orders',
  'work_model_exposures',
];
const FIT_TABLES: readonly TableName[] = [
  'model_fits',
  'model_kernels',
  'model_streams',
  'model_page_factors',
  'model_corrections',
  'model_bins',
  'model_checks',
];

/** What a run of the model is given. `work_found` has to be filled for the orders of `lines`. */
export interface ModelRun {
  readonly writer: FactsWriter;
  /** The lines of the orders that are attributed, as a relation of SQL. */
  readonly lines: string;
  /** Whether `work_zone_days` has the days of these lines. */
  readonly inZone: boolean;
  /** Names the generation and the fit; what `lines` asks for. */
  readonly parameters: SqlParameters;
  /** For files of the moment. */
  readonly folder: string;
}

/** Shares the entries of which nothing is known, as the fit that `parameters` names has learned. */
export async function applyModel(run: ModelRun): Promise<void> {
  const [learned] = await run.writer.query('select verdict from model_fits where fit = {fit:Int64}', run.parameters);
  if (learned === undefined || learned['verdict'] === 'off') return;
  const orders = await prepare(run);
  if (orders === 0) return;
  await expose(run, orders, { known: 0, isCheck: 0 });
  await run.writer.run(SHARE_ENTRIES, run.parameters);
}

/** Learns a new fit, `parameters.fit`, from all orders, and shares the entries of which nothing is known. */
export async function fitAndApplyModel(run: ModelRun, now: Date): Promise<void> {
  const { writer, parameters, folder } = run;
  const fit = BigInt(String(parameters['fit']));
  await forgetFits(writer, fit);
  const orders = await prepare(run);
  await loadRows(writer, folder, 'model_kernels', await kernelRows(writer, fit));
  await expose(run, orders, { known: 1, isCheck: 0 });
  await loadRows(writer, folder, 'model_page_factors', await factorRows(writer, fit));
  await expose(run, orders, { known: 1, isCheck: 1 });
  const check = await checkModel(writer, fit, folder);
  await expose(run, orders, { known: 0, isCheck: 0 });
  await loadRows(writer, folder, 'model_streams', await streamRows(writer, fit));
  await writer.run(
    `insert into model_fits (fit, orders, verdict, made_at)
     values ({fit:Int64}, {orders:Int64}, {verdict:String}, {at:DateTime64(6, 'UTC')})`,
    { fit, orders: check.orders, verdict: check.verdict, at: instantText(now) },
  );
  if (check.verdict !== 'off') await writer.run(SHARE_ENTRIES, parameters);
}

/** What a killed fit left, and those before the one that is in use. */
async function forgetFits(writer: FactsWriter, fit: bigint): Promise<void> {
  for (const table of FIT_TABLES) {
    await writer.run(`delete from ${table} where fit >= {fit:Int64} or fit < {kept:Int64}`, { fit, kept: fit - 1n });
  }
}

/** Fills the work tables of orders, clicks and pages; answers how many orders there are. */
async function prepare({ writer, lines, inZone, parameters }: ModelRun): Promise<number> {
  for (const table of WORK) await writer.run(`truncate table ${table}`);
  await writer.run(MODEL_SQL.pages);
  await writer.run(MODEL_SQL.orders(lines, inZone), parameters);
  await writer.run(MODEL_SQL.clicks);
  const [counted] = await writer.query('select count(*) as orders from work_model_orders');
  return Number(counted?.['orders'] ?? 0);
}

async function expose(
  { writer, parameters }: ModelRun,
  orders: number,
  which: { readonly known: 0 | 1; readonly isCheck: 0 | 1 },
): Promise<void> {
  await writer.run('truncate table work_model_exposures');
  const fit = parameters['fit'] ?? null;
  for (let after = 0; after < orders; after += ORDERS_AT_ONCE) {
    await writer.run(MODEL_SQL.exposures, { fit, ...which, after, upTo: after + ORDERS_AT_ONCE });
  }
}

/** The two streams of every advertiser, from its orders of which nothing is known. */
async function streamRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  const [period] = await writer.query(MODEL_SQL.period);
  const days = Number(period?.['last_day'] ?? 0) - Number(period?.['first_day'] ?? 0) + 1;
  const clicks = new Map<string, number>();
  for (const row of await writer.query(MODEL_SQL.advertisers)) {
    clicks.set(`${row['network']} ${row['advertiser_id']}`, Number(row['clicks']));
  }
  const rows: Cell[][] = [];
  let moments: OrderMoment[] = [];
  let current: { readonly network: string; readonly advertiser: string } | null = null;
  const close = (): void => {
    if (current === null) return;
    const totalExposure = clicks.get(`${current.network} ${current.advertiser}`) ?? 0;
    const mixture = estimateMixture({ moments, totalExposure, minutes: days * MINUTES_A_DAY });
    rows.push([fit, current.network, current.advertiser, ...scaled(mixture)]);
    moments = [];
  };
  for await (const batch of writer.stream(MODEL_SQL.totals)) {
    for (const row of batch) {
      const [network, advertiser] = [String(row['network']), String(row['advertiser_id'])];
      if (current === null || current.network !== network || current.advertiser !== advertiser) {
        close();
        current = { network, advertiser };
      }
      moments.push({ orders: 1, exposure: Number(row['total']) / KERNEL_UNIT });
    }
  }
  close();
  return rows;
}

function scaled({ rate, background }: Mixture): bigint[] {
  return [BigInt(Math.round(rate * KERNEL_UNIT)), BigInt(Math.round(background * KERNEL_UNIT))];
}

async function kernelRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  const counts = new Map<string, LagCounts>();
  const networks = new Map<string, number[]>();
  for (const row of await writer.query(MODEL_SQL.lags)) {
    const network = String(row['network']);
    const own = LAG_BIN_ENDS_MIN.map((_, bin) => Number(row[`bin_${bin}`]));
    counts.set(`${network} ${row['advertiser_id']}`, own);
    networks.set(
      network,
      own.map((count, bin) => count + (networks.get(network)?.[bin] ?? 0)),
    );
  }
  const rows: Cell[][] = [];
  for (const row of await writer.query(MODEL_SQL.advertisers)) {
    const [network, advertiser] = [String(row['network']), String(row['advertiser_id'])];
    const whole = networkKernel(networks.get(network) ?? []);
    const kernel = advertiserKernel(counts.get(`${network} ${advertiser}`) ?? [], whole);
    for (const [span, { minutes, from, to }] of SPANS.entries()) {
      for (let back = from; back <= to; back += 1) {
        rows.push([fit, network, advertiser, span, back, weightAt(kernel, minutes, back)]);
      }
    }
  }
  return rows;
}

/** The kernel in the middle of what a bucket so far back can mean. */
function weightAt(kernel: LagKernel, minutes: number, back: number): number {
  const lag = Math.max(minutes / 2, back * minutes);
  return Math.round((kernel[lagBin(lag * MINUTE_MS) ?? kernel.length - 1] ?? 0) * KERNEL_UNIT);
}

/** Factors by all orders (fold 0), and for the orders of each half by the other half. */
async function factorRows(writer: FactsWriter, fit: bigint): Promise<Cell[][]> {
  const pages = new Map<string, { readonly page: [string, string]; readonly folds: Map<number, Brought> }>();
  for (const row of await writer.query(MODEL_SQL.factors)) {
    const page: [string, string] = [String(row['page_host']), String(row['page_path'])];
    const known = pages.get(page.join('')) ?? { page, folds: new Map<number, Brought>() };
    pages.set(page.join(''), known);
    known.folds.set(Number(row['fold']), {
      expected: BigInt(String(row['expected'])),
      orders: BigInt(String(row['orders'])),
    });
  }
  return [...pages.values()].flatMap(({ page, folds }) => {
    const [one, two] = [folds.get(1) ?? NOTHING, folds.get(2) ?? NOTHING];
    const all = { expected: one.expected + two.expected, orders: one.orders + two.orders };
    return [all, two, one].map((brought, fold): Cell[] => [fit, fold, ...page, factorOf(brought)]);
  });
}

/** Orders, and in millionths how many were expected. */
interface Brought {
  readonly expected: bigint;
  readonly orders: bigint;
}
const NOTHING: Brought = { expected: 0n, orders: 0n };

function factorOf({ expected, orders }: Brought): bigint {
  return ((orders + FACTOR_PRIOR) * MILLION * BigInt(FACTOR_UNIT)) / (expected + FACTOR_PRIOR * MILLION);
}
