/**
 * How true the model is: orders whose click is known are attributed as if their ids had been lost, by what the others
 * of them taught, beside two simpler ways: all to the page of the last click before, and to pages by their share of the
 * clicks of the 30 days before. All of them are asked which recorded click it was: these orders did come from one.
 */
import { amountOf, ratioText } from '../../core/index.ts';
import type { FactsWriter, SqlRow } from '../../facts/index.ts';
import { type Calibration, calibrate, type Claim } from './calibration.ts';
import { isotonicCurve } from './isotonic.ts';
import { judge, type Verdict } from './judge.ts';
import { LIKELY_SQL } from './model-sql.ts';
import { type Cell, loadRows } from './work-rows.ts';

export const CHECKED_METHODS = ['model', 'last-click', 'share-of-clicks'] as const;
export type CheckedMethod = (typeof CHECKED_METHODS)[number];

const KNOWN = `
select e.order_no as order_no, o.known_page as known_page, o.amount as amount, e.page_no as page_no, e.clicks as clicks,
  e.all_clicks as all_clicks, e.newest as newest
from work_model_exposures e join work_model_orders o on o.order_no = e.order_no where o.known_page > 0`;

/** Weights of known orders' pages in 1/10 000, by each way. */
const WAYS: Readonly<Record<CheckedMethod, string>> = {
  model: `select w.order_no as order_no, w.known_page as known_page, w.amount as amount, w.page_no as page_no, w.weight as weight from (${LIKELY_SQL}) w where w.known_page > 0`,
  'last-click': `
select m.order_no as order_no, m.known_page as known_page, m.amount as amount, m.page_no as page_no, 10000 as weight from (${KNOWN}) m
qualify row_number() over (partition by m.order_no order by m.newest desc, m.clicks desc, m.page_no) = 1`,
  'share-of-clicks': `
select m.order_no as order_no, m.known_page as known_page, m.amount as amount, m.page_no as page_no,
  whole_part(m.clicks * 10000, m.all_clicks) as weight from (${KNOWN}) m`,
};

/** Sums of claims that are alike. */
const claimsSql = (way: string): string => `
select w.weight as weight, case when w.page_no = w.known_page then 1 else 0 end as is_true, count(*) as claims, sum(w.amount) as amount
from (${way}) w where w.weight > 0
group by w.weight, case when w.page_no = w.known_page then 1 else 0 end order by weight, is_true`;

/** How many orders' likeliest page was the right one. */
const topSql = (way: string): string => `
select count(*) as orders from (
  select w.order_no as order_no, w.page_no as page_no, w.known_page as known_page from (${way}) w
  qualify row_number() over (partition by w.order_no order by w.weight desc, w.page_no) = 1) t where t.page_no = t.known_page`;

/** The known orders that are checked: every so many of them. They are numbered by advertiser and time, so all have their part. */
export const CHECKED_ORDERS = 'o.known_page > 0 and o.order_no % {every:Int64} = 0';

/** How far the sums of pages are off. */
const pagesSql = (way: string): string => `
with given as (select w.page_no as page_no, sum(whole_part(huge(w.amount) * w.weight, 10000)) as amount from (${way}) w group by w.page_no),
really as (select o.known_page as page_no, sum(o.amount) as amount from work_model_orders o where ${CHECKED_ORDERS} group by o.known_page),
both_sides as (
  select g.page_no as page_no, g.amount as given, 0 as really from given g
  union all
  select r.page_no, 0, r.amount from really r),
pages as (select b.page_no as page_no, sum(b.given) as given, sum(b.really) as really from both_sides b group by b.page_no)
select cast(sum(abs(p.given - p.really)) as bigint) as error, cast(sum(p.really) as bigint) as total from pages p`;

interface Check {
  readonly method: CheckedMethod;
  readonly calibration: Calibration;
  readonly calibrationPoints: string | null;
  readonly topRate: string | null;
  readonly logLoss: string | null;
  readonly pageError: string | null;
  readonly claims: readonly WeightClaims[];
}

interface WeightClaims {
  readonly weight: number;
  readonly isTrue: boolean;
  readonly claims: number;
  readonly amount: bigint;
}

/** More orders would make no figure of a check surer that anyone reads, and the pages of each cost as much as an order's without id. */
const MOST_CHECKED = 40_000;

/** Of which so many known orders one is checked. */
export async function checkedEvery(writer: FactsWriter): Promise<number> {
  const [counted] = await writer.query('select count(*) as orders from work_model_orders o where o.known_page > 0');
  return Math.max(1, Math.ceil(Number(counted?.['orders'] ?? 0) / MOST_CHECKED));
}

/** Checks the fit with one of `every` known orders in the work tables, and stores what came out. */
export async function checkModel(
  writer: FactsWriter,
  fit: bigint,
  every: number,
  folder: string,
): Promise<{ readonly orders: number; readonly verdict: Verdict }> {
  const [counted] = await writer.query(`select count(*) as orders from work_model_orders o where ${CHECKED_ORDERS}`, {
    every,
  });
  const orders = Number(counted?.['orders'] ?? 0);
  const checks: Check[] = [];
  for (const method of CHECKED_METHODS) checks.push(await check(writer, { fit, every }, method, orders));
  const [model, ...simpler] = checks;
  const verdict = model === undefined ? 'too-few' : judge(orders, model, simpler);
  await loadRows(
    writer,
    folder,
    'model_bins',
    checks.flatMap((one) => binRows(fit, one)),
  );
  await loadRows(
    writer,
    folder,
    'model_checks',
    checks.map((one): Cell[] => [
      fit,
      one.method,
      orders,
      one.topRate,
      one.logLoss,
      one.pageError,
      one.calibrationPoints,
    ]),
  );
  if (verdict === 'corrected' && model !== undefined) {
    await loadRows(writer, folder, 'model_corrections', correctionRows(fit, model.claims));
  }
  return { orders, verdict };
}

async function check(
  writer: FactsWriter,
  parameters: { readonly fit: bigint; readonly every: number },
  method: CheckedMethod,
  orders: number,
): Promise<Check> {
  const way = WAYS[method];
  const rows = await writer.query(claimsSql(way), parameters);
  const claims = rows.map(
    (row): WeightClaims => ({
      weight: Number(row['weight']),
      isTrue: Number(row['is_true']) === 1,
      claims: Number(row['claims']),
      amount: BigInt(String(row['amount'])),
    }),
  );
  const [top] = await writer.query(topSql(way), parameters);
  const [pages] = await writer.query(pagesSql(way), parameters);
  const calibration = calibrate(claims.map(claimOf));
  return {
    method,
    calibration,
    calibrationPoints: calibration.errorPoints,
    topRate: ratioText(BigInt(Number(top?.['orders'] ?? 0)), BigInt(orders), 6),
    logLoss: logLoss(claims, orders),
    pageError: ratioText(whole(pages, 'error'), whole(pages, 'total'), 6),
    claims,
  };
}

function whole(row: SqlRow | undefined, name: string): bigint {
  return BigInt(String(row?.[name] ?? 0));
}

const WEIGHTS = 10_000;
const BINS = 10;

function claimOf({ weight, isTrue, amount }: WeightClaims): Claim {
  return { confidence: weight / WEIGHTS, amount: amountOf(amount), isTrue };
}

/** Mean of −ln p of the true page; a page that was not named had 1 in 10 000. */
function logLoss(claims: readonly WeightClaims[], orders: number): string | null {
  if (orders === 0) return null;
  let named = 0;
  let sum = 0;
  for (const { weight, isTrue, claims: count } of claims) {
    if (!isTrue) continue;
    named += count;
    sum -= count * Math.log(Math.min(1 - 1e-6, weight / WEIGHTS));
  }
  sum += (orders - named) * Math.log(WEIGHTS);
  return (sum / orders).toFixed(6);
}

/** Of each tenth: how many claims, how much rests on them, what was stated and what was right. */
function binRows(fit: bigint, { method, calibration, claims }: Check): Cell[][] {
  const ofBin = (bin: number): number =>
    claims
      .filter(({ weight }) => Math.min(BINS - 1, Math.floor((weight * BINS) / WEIGHTS)) === bin)
      .reduce((sum, one) => sum + one.claims, 0);
  return calibration.bins.map(({ amount, stated, right }, bin) => [
    fit,
    method,
    bin,
    ofBin(bin),
    String(amount),
    stated,
    right,
  ]);
}

function correctionRows(fit: bigint, claims: readonly WeightClaims[]): Cell[][] {
  const byWeight = new Map<number, { amount: bigint; right: bigint }>();
  for (const { weight, isTrue, amount } of claims) {
    const sums = byWeight.get(weight) ?? { amount: 0n, right: 0n };
    sums.amount += amount;
    if (isTrue) sums.right += amount;
    byWeight.set(weight, sums);
  }
  const curve = isotonicCurve([...byWeight].map(([stated, sums]) => ({ stated, ...sums })));
  return curve.map((corrected, stated): Cell[] => [fit, stated, corrected]);
}
