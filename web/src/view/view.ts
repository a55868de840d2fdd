/** What shapes what is seen, all of it in the URL: period, comparison, filters, sorting, columns, currency, figure. Pure. */
import { WORKSPACE_ID } from '../api/workspace-in-url.ts';
import { readFilter } from './filter.ts';
import { type Days, isDay, type Match, PERIODS, type Period } from './period.ts';

export const STEPS = ['hour', 'day', 'week', 'month'] as const;
export const FIGURES = ['total', 'gross', 'net'] as const;
/** Figures that the chart of the overview can show. */
export const METRICS = [
  'commission',
  'sales',
  'orders',
  'items',
  'averageOrder',
  'rate',
  'reversalRate',
  'lostSales',
] as const;
/** What the bars of commission are parted by. */
export const STACKS = ['network', 'advertiser', 'status'] as const;
/** How a commission is shared among the pages of a visit; `last` is usual. */
const CREDITS = ['first', 'linear', 'position', 'time-decay', 'shapley', 'markov'] as const;
/** What the period is compared with; `none` switches off what is usual. */
const COMPARES = ['prev', 'year', 'custom', 'none'] as const;
const DATE_KINDS = ['transaction', 'process'] as const;
const MATCHES = ['dow', 'date'] as const satisfies readonly Match[];

/** The search parameters of every screen. What is left out has its default. */
export interface View {
  /** The id of the workspace, where one may enter several. */
  readonly ws?: string;
  readonly period?: Period;
  /** The days of `period=custom`. */
  readonly from?: string;
  readonly to?: string;
  readonly cmp?: (typeof COMPARES)[number];
  /** The days of `cmp=custom`. */
  readonly cfrom?: string;
  readonly cto?: string;
  readonly match?: Match;
  readonly by?: (typeof STEPS)[number];
  /** Filters, see filter.ts. */
  readonly f?: readonly string[];
  /** Column, with a leading `-` for descending. */
  readonly sort?: string;
  readonly cols?: readonly string[];
  /** The one currency everything is shown in; without: as it was earned. */
  readonly currency?: string;
  /** What amounts are converted into: `reported` or a code; without: the workspace's. */
  readonly into?: string;
  /** By which day lines are counted. */
  readonly date?: (typeof DATE_KINDS)[number];
  readonly figure?: (typeof FIGURES)[number];
  readonly metric?: (typeof METRICS)[number];
  readonly stack?: (typeof STACKS)[number];
  /** Bars are usual. */
  readonly draw?: 'lines';
  /** Rows that leave air, for reading with a finger. */
  readonly rows?: 'comfortable';
  /** Words to look for in a list. */
  readonly q?: string;
  /** Rows of one order together. */
  readonly group?: 'order';
  /** The transaction whose drawer is open. */
  readonly line?: string;
  readonly credit?: (typeof CREDITS)[number];
  /** What the rows of a list are: advertisers, networks, products; of sources: classes, names, campaigns. */
  readonly of?: string;
  /** The row of a list whose drawer is open, by its key. */
  readonly row?: string;
  /** The saved view that this began as; `none`: plainly, whatever the default is. */
  readonly view?: string;
}

/** A change of the view; `undefined` takes a parameter out of the URL. */
export type ViewChange = { readonly [Key in keyof View]?: View[Key] | undefined };

export const DEFAULT_PERIOD: Period = '30d';
/** Without a word in the URL, figures are compared with as many days just before. */
export const DEFAULT_COMPARE = 'prev';

type Raw = Readonly<Record<string, unknown>>;

/** Reads the parameters out of a parsed URL; what cannot be read is left out, never an error: URLs are typed and shared. */
export function readView(raw: Raw): View {
  const day = (name: string): string | undefined => {
    const value = raw[name];
    return typeof value === 'string' && isDay(value) ? value : undefined;
  };
  return compact({
    ws: text(raw['ws'], WORKSPACE_ID),
    period: oneOf(PERIODS, raw['period']),
    from: day('from'),
    to: day('to'),
    cmp: oneOf(COMPARES, raw['cmp']),
    cfrom: day('cfrom'),
    cto: day('cto'),
    match: oneOf(MATCHES, raw['match']),
    by: oneOf(STEPS, raw['by']),
    f: filled(listOf(raw['f']).filter((one) => readFilter(one) !== null)),
    sort: text(raw['sort'], /^-?[a-zA-Z][\w.-]*$/),
    cols: filled(listOf(raw['cols']).flatMap((one) => one.split(',').filter((name) => name !== ''))),
    currency: text(raw['currency'], /^[A-Z]{3}$/),
    into: text(raw['into'], /^([A-Z]{3}|reported)$/),
    date: oneOf(DATE_KINDS, raw['date']),
    figure: oneOf(FIGURES, raw['figure']),
    metric: oneOf(METRICS, raw['metric']),
    stack: oneOf(STACKS, raw['stack']),
    draw: oneOf(['lines'], raw['draw']),
    rows: oneOf(['comfortable'], raw['rows']),
    q: text(raw['q'], /\S/),
    group: oneOf(['order'], raw['group']),
    line: text(raw['line'], /^\d{1,18}$/),
    credit: oneOf(CREDITS, raw['credit']),
    of: text(raw['of'], /^[a-zA-Z]{1,40}$/),
    row: text(raw['row'], /^[\s\S]{1,2000}$/),
    view: text(raw['view'], /^[\w-]{1,64}$/),
  });
}

/** The days that a view of `period=custom` names; null: the address says none that can be read. */
export function customDays({ from, to }: View): Days | null {
  return from === undefined || to === undefined ? null : { from, to };
}

/** Whether the address asks for days of its own and does not say which: then others are shown, with a word about it. */
export function hasUnreadableDays(view: View): boolean {
  return view.period === 'custom' && customDays(view) === null;
}

/** What stays when one goes to another screen: the question, not how one table showed it. */
export function keptView(raw: Raw | View): View {
  const {
    sort: _sort,
    cols: _cols,
    by: _by,
    metric: _metric,
    stack: _stack,
    draw: _draw,
    rows: _rows,
    q: _q,
    group: _group,
    line: _line,
    of: _of,
    row: _row,
    view: _view,
    ...kept
  } = readView({ ...raw });
  return kept;
}

/** The view after a change: what is undefined is taken out. */
export function changedView<V extends View>(view: V, change: ViewChange): V {
  return compact({ ...view, ...change }) as V; // the change's members are the view's own, and the undefined ones are gone
}

/** The query string of parameters: readable, and read back by `parseSearch` as the same. */
export function stringifySearch(search: Raw): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) {
      const list = value as readonly string[]; // lists in the URL are of texts
      if (name === 'cols') pairs.append(name, list.join(','));
      else for (const one of list) pairs.append(name, one);
    } else pairs.append(name, String(value as string | number | boolean)); // nothing else is put into a URL
  }
  const text = pairs.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

/** A query string as texts; `f` is always a list. */
export function parseSearch(search: string): Record<string, string | readonly string[]> {
  const pairs = new URLSearchParams(search);
  const parsed: Record<string, string | readonly string[]> = {};
  for (const name of new Set(pairs.keys())) {
    const values = pairs.getAll(name);
    parsed[name] = name === 'f' ? values : (values.at(-1) ?? '');
  }
  return parsed;
}

function oneOf<const Value extends string>(values: readonly Value[], raw: unknown): Value | undefined {
  return values.find((value) => value === raw);
}

function text(raw: unknown, form: RegExp): string | undefined {
  return typeof raw === 'string' && form.test(raw) ? raw : undefined;
}

function listOf(raw: unknown): readonly string[] {
  return (Array.isArray(raw) ? (raw as readonly unknown[]) : [raw]).filter((one) => typeof one === 'string');
}

function filled(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

type Compact<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Without the members that are undefined, so that two equal views are equal objects. */
function compact<T extends object>(members: T): Compact<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Compact<T>; // only undefined left out
}
