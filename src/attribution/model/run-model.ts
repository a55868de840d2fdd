/** The model from end to end: learns from what is known, and gives each page its share of what is not. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvBytes } from '../../core/index.ts';
import type { FactsWriter, SqlParameters, TableName } from '../../facts/index.ts';
import { LAG_BIN_ENDS_MIN, lagBin } from './lag-bins.ts';
import { advertiserKernel, type LagCounts, type LagKernel, networkKernel } from './lag-kernel.ts';
import { estimateMixture, type Mixture, type OrderMoment } from './mixture.ts';
import { KERNEL_UNIT, MODEL_SQL, SPANS } from './model-sql.ts';

/** Orders whose pages are found in one go: their rows stay within the embedded store's memory. */
const ORDERS_AT_ONCE = 5000;
const MINUTES_A_DAY = 1440;
const MINUTE_MS = 60_000;
const BUFFER_SIZE = 1 << 20;

const WORK: readonly TableName[] = [
  'work_model_pages',
  'work_model_clicks',
  'work_model_orders',
  'work_model_kernel',
  'work_model_exposures',
  'work_model_streams',
];

/** Whose clicks: advertisers are told apart within their network. */
interface AdvertiserKey {
  readonly network: string;
  readonly advertiser: string;
}

/**
 * Fills the work tables: pages, clicks, orders (those with a known click too), kernels and exposures. `lines` is the
 * relation of the ledger lines that `parameters` names; the known part of the generation must be there. Answers how many
 * orders the model looks at.
 */
export async function prepareModel(
  writer: FactsWriter,
  lines: string,
  parameters: SqlParameters,
  folder: string,
): Promise<number> {
  for (const table of WORK) await writer.run(`truncate table ${table}`);
  await writer.run(MODEL_SQL.pages);
  await writer.run(MODEL_SQL.clicks);
  await writer.run(MODEL_SQL.orders(lines), parameters);
  const [counted] = await writer.query('select count(*) as orders from work_model_orders');
  const orders = Number(counted?.['orders'] ?? 0);
  await load(writer, folder, 'work_model_kernel', await kernelRows(writer, parameters));
  for (let after = 0; after < orders; after += ORDERS_AT_ONCE) {
    await writer.run(MODEL_SQL.exposures, { after, upTo: after + ORDERS_AT_ONCE });
  }
  return orders;
}

/** Estimates the two streams of every advertiser, from its orders with a known click (as if unknown) or from the others. */
export async function fillStreams(writer: FactsWriter, of: 'known' | 'unknown', folder: string): Promise<void> {
  await writer.run('truncate table work_model_streams');
  const [period] = await writer.query(MODEL_SQL.period);
  const days = Number(period?.['last_day'] ?? 0) - Number(period?.['first_day'] ?? 0) + 1;
  const clicks = new Map<string, number>();
  for (const row of await writer.query(MODEL_SQL.span)) {
    clicks.set(`${row['network']} ${row['advertiser_id']}`, Number(row['clicks']));
  }
  const rows: string[][] = [];
  let moments: OrderMoment[] = [];
  let current: AdvertiserKey | null = null;
  const close = (): void => {
    if (current === null) return;
    const totalExposure = clicks.get(`${current.network} ${current.advertiser}`) ?? 0;
    const mixture = estimateMixture({ moments, totalExposure, minutes: days * MINUTES_A_DAY });
    rows.push([current.network, current.advertiser, ...scaled(mixture)]);
    moments = [];
  };
  for await (const batch of writer.stream(MODEL_SQL.totals, { known: of === 'known' ? 1 : 0 })) {
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
  await load(writer, folder, 'work_model_streams', rows);
}

function scaled({ rate, background }: Mixture): string[] {
  return [String(Math.round(rate * KERNEL_UNIT)), String(Math.round(background * KERNEL_UNIT))];
}

async function kernelRows(writer: FactsWriter, parameters: SqlParameters): Promise<string[][]> {
  const counts = new Map<string, LagCounts>();
  const networks = new Map<string, number[]>();
  for (const row of await writer.query(MODEL_SQL.lags, parameters)) {
    const network = String(row['network']);
    const own = LAG_BIN_ENDS_MIN.map((_, bin) => Number(row[`bin_${bin}`]));
    counts.set(`${network} ${row['advertiser_id']}`, own);
    networks.set(
      network,
      own.map((count, bin) => count + (networks.get(network)?.[bin] ?? 0)),
    );
  }
  const rows: string[][] = [];
  for (const row of await writer.query(MODEL_SQL.span)) {
    const [network, advertiser] = [String(row['network']), String(row['advertiser_id'])];
    const whole = networkKernel(networks.get(network) ?? []);
    const kernel = advertiserKernel(counts.get(`${network} ${advertiser}`) ?? [], whole);
    for (const [span, { minutes, from, to }] of SPANS.entries()) {
      for (let back = from; back <= to; back += 1) {
        rows.push([network, advertiser, String(span), String(back), String(weightAt(kernel, minutes, back))]);
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

/** The last columns are numbers; the first two are texts of other people. */
async function load(writer: FactsWriter, folder: string, table: TableName, rows: readonly string[][]): Promise<void> {
  if (rows.length === 0) return;
  const csv = new CsvBytes(BUFFER_SIZE);
  for (const [network = '', advertiser = '', ...numbers] of rows) {
    csv.text(network);
    csv.text(advertiser);
    for (const number of numbers) csv.plain(number);
    csv.endRow();
  }
  const file = join(folder, `staging-${table}.csv`);
  try {
    await writeFile(file, csv.take(), { mode: 0o600 });
    await writer.loadCsv(table, file);
  } finally {
    await rm(file, { force: true });
  }
}
