/** The lines of a report with their amounts as reported, or each converted by the rate of its day (ADR 0014). */
import { columnsOf, type FactsStore, type SqlParameters } from '../facts/index.ts';
import { ECB_SOURCE, ensureConversion, type LedgerBasis, LINES_OF_BASIS, WHOLE_LINES } from '../ledger/index.ts';
import { amountText, exact } from './figures.ts';

/** Amounts in the currencies in which they were reported. */
const REPORTED = 'reported';

/** The lines of a report as a relation of SQL. */
export interface Lines {
  /** With `reported_currency`, `reported_sales`, `reported_commission` and `rate_day` beside the amounts that are shown. */
  readonly sql: string;
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

/** The lines of a making in a currency; makes its rates ready where that is needed. */
export async function linesIn(facts: FactsStore, basis: LedgerBasis, currency: string): Promise<Lines> {
  const plain = basis.basis === basis.floor ? WHOLE_LINES : LINES_OF_BASIS;
  const parameters: SqlParameters = { basis: basis.basis, floor: basis.floor };
  if (currency === REPORTED) return { sql: asReported(plain), plain, parameters, target: null };
  const conversion = await ensureConversion(facts, basis, currency);
  return {
    sql: converted(plain),
    plain,
    parameters: { ...parameters, conversion, target: currency },
    target: currency,
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
