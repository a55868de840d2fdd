/** The model from end to end: learns from what is known (a *fit*), and gives each page its share of what is not. */
import { instantText } from '../../core/index.ts';
import type { FactsWriter, SqlParameters, TableName } from '../../facts/index.ts';
import { checkModel } from './check-model.ts';
import { followedRows, kernelRows, pageRows, readerRows, streamRows } from './learn.ts';
import { LEARN_SQL } from './learn-sql.ts';
import { MODEL_SQL } from './model-sql.ts';
import { readLinks } from './read-links.ts';
import { SHARE_ENTRIES } from './share-entries.ts';
import { loadRows } from './work-rows.ts';

/** Orders whose pages are found in one go: their rows stay within the embedded store's memory. */
const ORDERS_AT_ONCE = 5000;

const WORK: readonly TableName[] = [
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
  const { writer, parameters, folder } = run;
  const [learned] = await writer.query('select verdict from model_fits where fit = {fit:Int64}', parameters);
  if (learned === undefined || learned['verdict'] === 'off') return;
  const orders = await placeOrders(run);
  if (orders === 0) return;
  await readLinks(writer, folder);
  await placeClicks(run);
  await expose(run, orders, { known: 0, isCheck: 0 });
  await writer.run(SHARE_ENTRIES, parameters);
}

/** Learns a new fit, `parameters.fit`, from all orders, and shares the entries of which nothing is known. */
export async function fitAndApplyModel(run: ModelRun, now: Date): Promise<void> {
  const { writer, lines, parameters, folder } = run;
  const fit = BigInt(String(parameters['fit']));
  await forgetFits(writer, fit);
  const orders = await placeOrders(run);
  await readLinks(writer, folder);
  await loadRows(writer, folder, 'model_click_factors', await readerRows(writer, fit));
  await writer.run(LEARN_SQL.products(lines), parameters);
  await placeClicks(run);
  await loadRows(writer, folder, 'model_followed', await followedRows(writer, fit));
  await loadRows(writer, folder, 'model_page_factors', await pageRows(writer, fit));
  await loadRows(writer, folder, 'model_kernels', await kernelRows(writer, fit));
  await expose(run, orders, { known: 1, isCheck: 1 });
  const check = await checkModel(writer, fit, folder);
  await expose(run, orders, { known: 0, isCheck: 0 });
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
  if (check.verdict !== 'off') await writer.run(SHARE_ENTRIES, parameters);
}

/** What a killed fit left, and those before the one that is in use. */
async function forgetFits(writer: FactsWriter, fit: bigint): Promise<void> {
  for (const table of FIT_TABLES) {
    await writer.run(`delete from ${table} where fit >= {fit:Int64} or fit < {kept:Int64}`, { fit, kept: fit - 1n });
  }
}

/** Fills the work tables of pages and orders; answers how many orders there are. */
async function placeOrders({ writer, lines, inZone, parameters }: ModelRun): Promise<number> {
  for (const table of WORK) await writer.run(`truncate table ${table}`);
  await writer.run(MODEL_SQL.pages);
  await writer.run(MODEL_SQL.orders(lines, inZone), parameters);
  const [counted] = await writer.query('select count(*) as orders from work_model_orders');
  return Number(counted?.['orders'] ?? 0);
}

/** Fills those of clicks, and of the products that clicks and orders share. */
async function placeClicks({ writer, lines, parameters }: ModelRun): Promise<void> {
  await writer.run(MODEL_SQL.links, parameters);
  await writer.run(MODEL_SQL.baskets(lines), parameters);
  await writer.run(MODEL_SQL.clicks, parameters);
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
