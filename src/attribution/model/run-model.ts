/** The model from end to end: learns from what is known (a *fit*), and gives each page its share of what is not. */
import { instantText } from '../../core/index.ts';
import type { FactsWriter, SqlParameters, TableName, WorkTable } from '../../facts/index.ts';
import { checkedEvery, checkModel } from './check-model.ts';
import { followedRows, kernelRows, pageRows, readerRows, streamRows } from './learn.ts';
import { LOOK_BACK_DAYS } from './lag-bins.ts';
import { LEARN_SQL } from './learn-sql.ts';
import { MODEL_SQL } from './model-sql.ts';
import { readLinks } from './read-links.ts';
import { SHARE_ENTRIES } from './share-entries.ts';
import { loadRows } from './work-rows.ts';

const MS_A_DAY = 86_400_000;

/** Orders whose pages are found in one go, and whose entries are shared: their rows stay within the embedded store's memory. */
const ORDERS_AT_ONCE = 5000;
const SHARED_AT_ONCE = 50_000;

const WORK: readonly WorkTable[] = [
  'work_model_pages',
  'work_model_clicks',
  'work_model_orders',
  'work_model_links',
  'work_model_baskets',
  'work_model_exposures',
];
const FIT_TABLES: readonly TableName[] = [
  'model_fits',
  'model_kernels',
  'model_streams',
  'model_page_factors',
  'model_click_factors',
  'model_products',
  'model_followed',
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
  const { writer, lines, inZone, parameters, folder } = run;
  const [learned] = await writer.query('select verdict from model_fits where fit = {fit:Int64}', parameters);
  if (learned === undefined || learned['verdict'] === 'off') return;
  await writer.empty(...WORK);
  await writer.run(MODEL_SQL.orders(lines, inZone, false), parameters);
  const { orders, days } = await placedOrders(writer);
  if (orders === 0) return;
  await writer.run(MODEL_SQL.pages, days);
  await readLinks(writer, folder, days);
  await placeClicks(run, days, false);
  await expose(run, orders, { known: 0, isCheck: 0, every: 1 });
  await shareEntries(run, orders);
}

/** Learns a new fit, `parameters.fit`, from all orders, and shares the entries of which nothing is known. */
export async function fitAndApplyModel(run: ModelRun, now: Date): Promise<void> {
  const { writer, lines, inZone, parameters, folder } = run;
  const fit = BigInt(String(parameters['fit']));
  await forgetFits(writer, fit);
  await writer.empty(...WORK);
  await writer.run(MODEL_SQL.pages, ALL_DAYS);
  await writer.run(MODEL_SQL.orders(lines, inZone, true), parameters);
  const { orders } = await placedOrders(writer);
  await readLinks(writer, folder, ALL_DAYS);
  await loadRows(writer, folder, 'model_click_factors', await readerRows(writer, fit));
  await writer.run(LEARN_SQL.products(lines), parameters);
  await placeClicks(run, ALL_DAYS, true);
  await loadRows(writer, folder, 'model_followed', await followedRows(writer, fit));
  await loadRows(writer, folder, 'model_page_factors', await pageRows(writer, fit));
  await loadRows(writer, folder, 'model_kernels', await kernelRows(writer, fit));
  const every = await checkedEvery(writer);
  await expose(run, orders, { known: 1, isCheck: 1, every });
  const check = await checkModel(writer, fit, every, folder);
  await expose(run, orders, { known: 0, isCheck: 0, every: 1 });
  await loadRows(writer, folder, 'model_streams', await streamRows(writer, fit));
  const [named] = await writer.query('select count(*) as products from model_products where fit = {fit:Int64}', {
    fit,
  });
  await writer.run(
    `insert into model_fits (fit, orders, products, verdict, made_at)
     values ({fit:Int64}, {orders:Int64}, {products:Int64}, {verdict:String}, {at:DateTime64(6, 'UTC')})`,
    {
      ...{ fit, orders: check.orders, products: Number(named?.['products'] ?? 0) },
      ...{ verdict: check.verdict, at: instantText(now) },
    },
  );
  if (check.verdict !== 'off') await shareEntries(run, orders);
}

/** What a killed fit left, and those before the one that is in use. */
async function forgetFits(writer: FactsWriter, fit: bigint): Promise<void> {
  for (const table of FIT_TABLES) {
    await writer.run(`delete from ${table} where fit >= {fit:Int64} or fit < {kept:Int64}`, { fit, kept: fit - 1n });
  }
}

/** Days of clicks, for `ON_DAYS_ASKED`. */
interface ClickDays extends SqlParameters {
  readonly clicksFrom: string;
  readonly clicksTo: string;
}
const ALL_DAYS: ClickDays = { clicksFrom: '1970-01-01', clicksTo: '2199-12-31' };

/** How many orders there are, and on which days are the clicks that they can meet. */
async function placedOrders(writer: FactsWriter): Promise<{ readonly orders: number; readonly days: ClickDays }> {
  const [row] = await writer.query(
    'select count(*) as orders, min(o.day) as first_day, max(o.day) as last_day from work_model_orders o',
  );
  const dayOf = (epochDay: number): string => new Date(epochDay * MS_A_DAY).toISOString().slice(0, 10);
  const [first, last] = [Number(row?.['first_day'] ?? 0), Number(row?.['last_day'] ?? 0)];
  return {
    orders: Number(row?.['orders'] ?? 0),
    days: { clicksFrom: dayOf(first - LOOK_BACK_DAYS - 1), clicksTo: dayOf(last + 1) },
  };
}

/** Fills the work tables of clicks, and of the products that clicks and orders share. */
async function placeClicks(
  { writer, lines, parameters }: ModelRun,
  days: ClickDays,
  isLearning: boolean,
): Promise<void> {
  await writer.run(MODEL_SQL.links, { ...parameters, ...days });
  await writer.run(MODEL_SQL.baskets(lines), parameters);
  await writer.run(MODEL_SQL.clicks(isLearning), { ...parameters, ...days });
}

async function expose(
  { writer, parameters }: ModelRun,
  orders: number,
  which: { readonly known: 0 | 1; readonly isCheck: 0 | 1; readonly every: number },
): Promise<void> {
  await writer.empty('work_model_exposures');
  const fit = parameters['fit'] ?? null;
  // each go reads all clicks once: as few of them as memory allows, though the orders that are asked for may lie far apart
  const { known, every } = which;
  const steps = await writer.query(MODEL_SQL.steps, { known, every, atOnce: ORDERS_AT_ONCE });
  let after = 0;
  for (const upTo of [...steps.map((row) => Number(row['order_no'])), orders]) {
    if (upTo > after) await writer.run(MODEL_SQL.exposures, { fit, ...which, after, upTo });
    after = upTo;
  }
}

async function shareEntries({ writer, parameters }: ModelRun, orders: number): Promise<void> {
  for (let after = 0; after < orders; after += SHARED_AT_ONCE) {
    await writer.run(SHARE_ENTRIES, { ...parameters, after, upTo: after + SHARED_AT_ONCE });
  }
}
