/** The lines of a report with their amounts as reported, or each converted by the rate of its day (ADR 0014). */
import { columnsOf, type FactsStore, type SqlParameters } from '../facts/index.ts';
import { ECB_SOURCE, ensureConversion, type LedgerBasis, LINES_OF_BASIS, WHOLE_LINES } from '../ledger/index.ts';
import { type AttributionBasis, SHARES_OF_BASIS } from '../attribution/index.ts';
import { amountText, exact } from './figures.ts';
import type { Condition } from './filter-sql.ts';

/** Amounts in the currencies in which they were reported. */
const REPORTED = 'reported';

/** The lines of a report as a relation of SQL. */
export interface Lines {
  /** With `reported_currency`, `reported_sales`, `reported_commission` and `rate_day` beside the amounts that are shown. */
  readonly sql: string;
  /** Each share of each line as a row, where attribution was asked for: columns of both, amounts of the share. */
  readonly shares: string;
  /** The stored columns only. */
  readonly plain: string;
  readonly parameters: SqlParameters;
  /** null = as reported. */
  readonly target: string | null;
}

/** What amounts were converted into, by what, and what could not be. */
export interface ShownCurrency {
  readonly currency: string;
  readonly source: string;
  /** Days of the rates that were used; null = none was needed or there is none. */
  readonly rates: { readonly from: string; readonly to: string } | null;
  /** Lines without a rate: they stay in their own currency. Sums are of counted lines. */
  readonly withoutRate: readonly {
    readonly currency: string;
    readonly lines: number;
    readonly sales: string;
    readonly commission: string;
  }[];
}

/** The amounts of these lines as they were reported. */
export function asReported(lines: string): string {
  return `(select x.*, x.currency as reported_currency, x.sales as reported_sales, x.commission as reported_commission from ${lines} x)`;
}

const AMOUNTS = ['sales', 'commission'] as const;
const SHOWN: ReadonlySet<string> = new Set([...AMOUNTS, 'currency']);

/** Every line in the target, by the rate of the day it occurred on; in its own currency where there is none. */
function converted(lines: string): string {
  const amount = (name: string): string =>
    `case when r.numerator is null then x.${name} else converted(x.${name}, coalesce(r.numerator, 1), coalesce(r.denominator, 1)) end as ${name}`;
  const stored = columnsOf('ledger_lines').filter((name) => !SHOWN.has(name));
  return `(select ${stored.map((name) => `x.${name} as ${name}`).join(', ')}, ${AMOUNTS.map(amount).join(', ')},
    case when r.numerator is null then x.currency else {target:String} end as currency,
    x.currency as reported_currency, x.sales as reported_sales, x.commission as reported_commission, r.rate_day as rate_day
  from ${lines} x left join (
    select c.currency as currency, c.day as day, c.numerator as numerator, c.denominator as denominator, c.rate_day as rate_day
    from conversion_rates c where c.conversion = {conversion:Int64}) r on r.currency = x.currency and r.day = x.occurred_on)`;
}

/** The columns of a share that lines have not. */
const SHARE_MEMBERS = columnsOf('attributions').filter(
  (name) =>
    !['basis', 'credit', 'order_key', 'sales_before', 'commission_before', ...AMOUNTS, 'items', 'entry_id'].includes(
      name,
    ),
);

/**
 * Each share of each line as a row of its own, with the line's columns and the share's amounts. Converted, a share is the
 * step of a running sum: so the shares of a line add up to the converted line.
 */
function sharesOf(plain: string, isConverted: boolean): string {
  const stored = columnsOf('ledger_lines').filter((name) => !SHOWN.has(name) && name !== 'items');
  const columns = [
    ...stored.map((name) => `x.${name} as ${name}`),
    ...SHARE_MEMBERS.map((name) => `a.${name} as ${name}`),
  ];
  const source = `from ${plain} x join ${SHARES_OF_BASIS} a on a.entry_id = x.entry_id`;
  const reported = `a.items as items, x.currency as reported_currency`;
  if (!isConverted) {
    return `(select ${columns.join(', ')}, a.sales as sales, a.commission as commission, x.currency as currency, ${reported} ${source})`;
  }
  const at = (amount: string): string => `converted(${amount}, coalesce(r.numerator, 1), coalesce(r.denominator, 1))`;
  const amount = (name: string): string =>
    `case when r.numerator is null then a.${name} else cast(${at(`cast(a.${name}_before + a.${name} as decimal(18,4))`)} - ${at(`a.${name}_before`)} as decimal(18,4)) end as ${name}`;
  return `(select ${columns.join(', ')}, ${AMOUNTS.map(amount).join(', ')},
    case when r.numerator is null then x.currency else {target:String} end as currency, ${reported}
  ${source} left join (
    select c.currency as currency, c.day as day, c.numerator as numerator, c.denominator as denominator
    from conversion_rates c where c.conversion = {conversion:Int64}) r on r.currency = x.currency and r.day = x.occurred_on)`;
}

/** Lines with those parts of their amounts whose shares meet a condition; lines without any are left out. */
function partsOf(lines: string, shares: string, condition: string): string {
  const stored = columnsOf('ledger_lines').filter((name) => !SHOWN.has(name) && name !== 'items');
  const more = ['currency', 'reported_currency', 'reported_sales', 'reported_commission'];
  const rate = lines.includes('rate_day') ? ['rate_day'] : [];
  return `(select ${[...stored, ...more, ...rate].map((name) => `y.${name} as ${name}`).join(', ')},
    cast(p.sales as decimal(18,4)) as sales, cast(p.commission as decimal(18,4)) as commission, cast(p.items as bigint) as items
  from ${lines} y join (
    select a.entry_id as entry_id, sum(a.sales) as sales, sum(a.commission) as commission, sum(a.items) as items
    from ${shares} a where ${condition} group by a.entry_id) p on p.entry_id = y.entry_id)`;
}

/** What is asked of attribution: which generation and credit, and which shares count. */
export interface AskedShares {
  readonly basis: Pick<AttributionBasis, 'basis' | 'floor'>;
  /** '' = what was found of the entries themselves. */
  readonly credit: string;
  readonly condition: Condition | null;
}

/** The lines of a making in a currency; makes its rates ready where that is needed. */
export async function linesIn(
  facts: FactsStore,
  basis: LedgerBasis,
  currency: string,
  asked: AskedShares | null = null,
): Promise<Lines> {
  const plain = basis.basis === basis.floor ? WHOLE_LINES : LINES_OF_BASIS;
  const isConverted = currency !== REPORTED;
  const conversion = isConverted
    ? { conversion: await ensureConversion(facts, basis, currency), target: currency }
    : {};
  const attribution =
    asked === null
      ? {}
      : {
          attribution: asked.basis.basis,
          attributionFloor: asked.basis.floor,
          credit: asked.credit,
          ...asked.condition?.parameters,
        };
  const whole = isConverted ? converted(plain) : asReported(plain);
  const shares = sharesOf(plain, isConverted);
  const condition = asked?.condition ?? null;
  return {
    sql: condition === null ? whole : partsOf(whole, shares, condition.sql),
    shares,
    plain,
    parameters: { basis: basis.basis, floor: basis.floor, ...conversion, ...attribution },
    target: isConverted ? currency : null,
  };
}

/** What an answer says of its conversion; `chosen` is `from` and `where` of its lines. */
export async function shownCurrencyOf(
  facts: FactsStore,
  { target }: Lines,
  chosen: string,
  parameters: SqlParameters,
): Promise<ShownCurrency | null> {
  if (target === null) return null;
  const rows = await facts.query(
    `select l.reported_currency as currency, count(*) filter (where l.rate_day is null) as line_count,
  sum(l.reported_sales) filter (where l.rate_day is null and l.state = 'counted') as sales,
  sum(l.reported_commission) filter (where l.rate_day is null and l.state = 'counted') as commission,
  min(l.rate_day) as first_rate, max(l.rate_day) as last_rate
${chosen} and l.reported_currency <> {target:String} group by l.reported_currency order by l.reported_currency`,
    parameters,
  );
  const days = rows.flatMap((row) =>
    row['first_rate'] == null ? [] : [String(row['first_rate']), String(row['last_rate'])],
  );
  days.sort();
  const [from, to] = [days[0], days.at(-1)];
  return {
    currency: target,
    source: ECB_SOURCE,
    rates: from === undefined || to === undefined ? null : { from, to },
    withoutRate: rows
      .filter((row) => Number(row['line_count']) > 0)
      .map((row) => ({
        currency: String(row['currency']),
        lines: Number(row['line_count']),
        sales: amountText(exact(row['sales'])),
        commission: amountText(exact(row['commission'])),
      })),
  };
}
