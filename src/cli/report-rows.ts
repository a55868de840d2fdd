/** The rows of an answered report, flat: what a table and a CSV file show of it. Pure. */
import { kebab, type ReportRouteName } from '../api/index.ts';

export type Cell = string | number | boolean | null;
export type FlatRow = Readonly<Record<string, Cell>>;

type Json = Readonly<Record<string, unknown>>;

/** The member that holds the rows of each report. */
const ROWS_IN: Readonly<Record<Exclude<ReportRouteName, 'showPage'>, string>> = {
  showOverview: 'currencies',
  showBreakdown: 'rows',
  listTransactions: 'rows',
  listOrders: 'rows',
  showChanges: 'lines',
  showFreshness: 'streams',
  showEarners: 'rows',
  listClicks: 'rows',
  showSubIds: 'rows',
  showAttributionQuality: 'methods',
  showLive: 'pages',
};

/** A list of which each member makes a row of its own, one a currency; other lists are no part of a row. */
const IN_ROWS = 'earned';
/** A list of words that fits one cell. */
const IN_ONE_CELL = 'statuses';
/** Members whose own members stand for themselves. */
const TRANSPARENT: ReadonlySet<string> = new Set(['now', 'line', 'traffic', 'attribution', 'earned']);
/** Members of which only an ending is left. */
const ENDINGS: Readonly<Record<string, string>> = { before: '_before', trafficBefore: '_before', changes: '_change' };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const snake = (name: string): string => kebab(name).replaceAll('-', '_');

/** An object as flat rows. */
function flattened(value: Json): FlatRow[] {
  let rows: FlatRow[] = [{}];
  for (const [name, member] of Object.entries(value)) {
    if (isObject(member)) {
      const renamed = (key: string): string => {
        if (TRANSPARENT.has(name)) return key;
        const ending = ENDINGS[name];
        return ending === undefined ? `${snake(name)}_${key}` : `${key}${ending}`;
      };
      const inner = flattened(member).map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, cell]) => [renamed(key), cell])),
      );
      rows = rows.flatMap((row) => inner.map((more) => ({ ...row, ...more })));
    } else if (Array.isArray(member) && name === IN_ONE_CELL) {
      rows = rows.map((row) => ({ ...row, [name]: member.join(' ') }));
    } else if (Array.isArray(member)) {
      if (name !== IN_ROWS) continue;
      const objects = (member as unknown[]).filter(isObject);
      if (objects.length === 0) continue;
      const inner = objects.flatMap(flattened);
      rows = rows.flatMap((row) => inner.map((more) => ({ ...row, ...more })));
    } else if (member === null && (TRANSPARENT.has(name) || name in ENDINGS)) {
    } else if (member === null || ['string', 'number', 'boolean'].includes(typeof member)) {
      rows = rows.map((row) => ({ ...row, [snake(name)]: member as Cell })); // as the line above asks
    }
  }
  return rows;
}

/** The rows of a report. */
export function reportRows(route: ReportRouteName, reply: unknown): FlatRow[] {
  if (!isObject(reply)) return [];
  if (route === 'showPage') return pageDays(reply);
  const rows = reply[ROWS_IN[route]];
  return Array.isArray(rows) ? (rows as unknown[]).filter(isObject).flatMap(flattened) : [];
}

/** What all rows are together, where the report says it. */
export function totalRows(reply: unknown): FlatRow[] {
  if (!isObject(reply)) return [];
  const { totals, total } = reply;
  const whole = Array.isArray(totals) ? (totals as unknown[]).filter(isObject) : isObject(total) ? [total] : [];
  return whole.flatMap(flattened);
}

/** The days (weeks, months) of a page, for each currency. */
function pageDays({ buckets, curves, ...counts }: Json): FlatRow[] {
  if (!Array.isArray(buckets) || !Array.isArray(curves)) return [];
  const series = (of: Json, place: number): FlatRow =>
    Object.fromEntries(
      Object.entries(of).flatMap(([name, list]) =>
        Array.isArray(list) && list.length === buckets.length ? [[snake(name), (list as Cell[])[place] ?? null]] : [],
      ),
    );
  const { pageviews, clicks } = counts;
  const currencies = (curves as unknown[]).filter(isObject);
  return (buckets as unknown[]).filter(isObject).flatMap((bucket, place) => {
    const day = { ...flattened(bucket)[0], ...series({ pageviews, clicks }, place) };
    if (currencies.length === 0) return [day];
    return currencies.map((curve) => ({ ...day, currency: String(curve['currency']), ...series(curve, place) }));
  });
}

/** All columns of some rows, in the order in which they come. */
export function columnsOfRows(rows: readonly FlatRow[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}
