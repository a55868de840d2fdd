/** Filters as SQL over `ledger_lines` l. What a person wrote reaches the text as bound parameters only. */
import { PAGES_SAID } from '../attribution/index.ts';
import type { SqlParameters, SqlValue } from '../facts/index.ts';
import type { Dimension, Filter } from './filters.ts';
import { NONE } from './filters.ts';
import type { Names } from './names.ts';

/** A condition with the parameters it names. */
export interface Condition {
  readonly sql: string;
  readonly parameters: SqlParameters;
}

/** Dimensions that are a column of the line, as text; '' where it says nothing. */
const COLUMNS = {
  advertiser: 'l.advertiser_id',
  product: `coalesce(l.product, '')`,
  brand: `coalesce(l.brand, '')`,
  sku: 'l.sku',
  subId: `coalesce(l.sub_id, '')`,
  status: 'l.order_status',
  orderId: 'l.order_id',
  currency: 'l.reported_currency',
} as const satisfies Partial<Record<Dimension, string>>;

/**
 * A source by which rows are told apart: its name, else the kind of arrival in brackets, as of direct visits; '' where no
 * visit is known.
 */
export function sourceSql(sourceClass: string, name: string): string {
  return `case when ${name} <> '' or ${sourceClass} = '' then ${name} else concat('(', ${sourceClass}, ')') end`;
}

/** Dimensions that a line has through its attribution, as columns of a share; '' where nothing is known. */
export function shareColumns(alias: string) {
  return {
    page: `concat(${alias}.page_host, ${alias}.page_path)`,
    site: `${alias}.site_id`,
    link: `${alias}.link`,
    placement: `${alias}.placement`,
    sourceClass: `${alias}.source_class`,
    source: sourceSql(`${alias}.source_class`, `${alias}.source_name`),
    medium: `${alias}.medium`,
    utmCampaign: `${alias}.campaign`,
    device: `${alias}.device`,
    readerCountry: `${alias}.reader_country`,
    readerCity: `${alias}.reader_city`,
    method: `${alias}.method`,
  } as const satisfies Partial<Record<Dimension, string>>;
}
type ShareColumns = Readonly<Record<keyof ReturnType<typeof shareColumns>, string>>;
const OF_SHARE = shareColumns('a');

/** What pages say of themselves. */
const OF_PAGE = { author: 'author', category: 'category' } as const satisfies Partial<Record<Dimension, string>>;

export type SharedDimension = keyof typeof OF_SHARE | keyof typeof OF_PAGE;

/** Whether a filter asks what earned a line, and not for the line itself. */
export function isOfShare(dimension: Dimension): dimension is SharedDimension {
  return dimension in OF_SHARE || dimension in OF_PAGE;
}

/** Dimensions that a line has through its scope. */
const OF_SCOPE = {
  network: 'network_of(l.scope_id)',
  country: `concat(network_of(l.scope_id), ':', country_of(l.scope_id))`,
  connection: 'l.scope_id',
} as const;

/** The text by which lines are told apart in a dimension. */
export function dimensionSql(dimension: Exclude<Dimension, SharedDimension>): string {
  return dimension in COLUMNS
    ? COLUMNS[dimension as keyof typeof COLUMNS] // it is one, as the line above asks
    : OF_SCOPE[dimension as keyof typeof OF_SCOPE]; // the two lists hold every dimension
}

/** All filters together, and the search text if there is one. The names of its parameters begin with `prefix`. */
export function conditionOf(filters: readonly Filter[], names: Names, search = '', prefix = 'f'): Condition {
  const parameters: Record<string, SqlValue> = {};
  const texts = filters.flatMap((filter, place) => {
    if (isOfShare(filter.dimension)) return []; // `shareConditionOf`
    const bind = (value: string, n: number): string => {
      const name = `${prefix}${place}_${n}`;
      parameters[name] = value;
      return `{${name}:String}`;
    };
    return isOfScope(filter.dimension)
      ? scopeSql(filter, filter.dimension, names, bind)
      : columnSql(filter, filter.dimension, bind);
  });
  if (search !== '') {
    parameters['search'] = search;
    texts.push('has_text(l.search_text, folded({search:String}))');
  }
  return { sql: texts.length === 0 ? '1 = 1' : texts.map((text) => `(${text})`).join(' and '), parameters };
}

/** The filters that ask what earned a line, over shares; null: there is none. */
export function shareConditionOf(filters: readonly Filter[], alias = 'a'): Condition | null {
  const parameters: Record<string, SqlValue> = {};
  const texts = filters.flatMap(({ dimension, operator, values }, place) => {
    if (!isOfShare(dimension)) return [];
    const bind = (value: string, n: number): string => {
      const name = `s${place}_${n}`;
      parameters[name] = value;
      return `{${name}:String}`;
    };
    return [sharedSql(dimension, operator, values, bind, shareColumns(alias))];
  });
  return texts.length === 0 ? null : { sql: texts.map((text) => `(${text})`).join(' and '), parameters };
}

/** One such filter over rows that have these columns. */
export function sharedSql(
  dimension: SharedDimension,
  operator: Filter['operator'],
  values: readonly string[],
  bind: Bind,
  columns: ShareColumns,
): string {
  const met = (column: string): string =>
    operator === 'contains'
      ? values.map((value, n) => `has_text(folded(${column}), folded(${bind(value, n)}))`).join(' or ')
      : inSql(column, operator, values.map(emptyForNone), bind);
  if (!isOfPage(dimension)) return met(columns[dimension]);
  // a page that says nothing has no author: so has what is on no page
  const said = `(select q.page from ${PAGES_SAID} q where ${met(`q.${OF_PAGE[dimension]}`)})`;
  const all = `(select q.page from ${PAGES_SAID} q)`;
  const isMetByNothing = operator === 'is-not' ? !values.includes(NONE) : operator === 'is' && values.includes(NONE);
  return isMetByNothing ? `${columns.page} in ${said} or ${columns.page} not in ${all}` : `${columns.page} in ${said}`;
}

function isOfPage(dimension: SharedDimension): dimension is keyof typeof OF_PAGE {
  return dimension in OF_PAGE;
}

export type Bind = (value: string, n: number) => string;

function isOfScope(dimension: Dimension): dimension is keyof typeof OF_SCOPE {
  return dimension in OF_SCOPE;
}

function columnSql({ operator, values }: Filter, dimension: keyof typeof COLUMNS, bind: Bind): string {
  const column = COLUMNS[dimension];
  if (operator !== 'contains') return inSql(column, operator, values.map(emptyForNone), bind);
  const seen = dimension === 'advertiser' ? `concat(l.advertiser_id, ' ', coalesce(l.advertiser, ''))` : column;
  return values.map((value, n) => `has_text(folded(${seen}), folded(${bind(value, n)}))`).join(' or ');
}

/** Networks, countries and connections are few: what is meant is found by their names, and asked for by id. */
export function scopeSql(
  { operator, values }: Filter,
  dimension: keyof typeof OF_SCOPE,
  names: Names,
  bind: Bind,
  column: string = OF_SCOPE[dimension],
): string {
  const known = KNOWN[dimension](names);
  const parts = values.map((value) => value.toLowerCase());
  const ids =
    operator === 'contains'
      ? known.filter(({ called }) => parts.some((part) => called.some((name) => name.toLowerCase().includes(part))))
      : known.filter(({ called }) => called.some((name) => values.includes(name)));
  const asked = [...new Set([...ids.map(({ id }) => id), ...(operator === 'contains' ? [] : values)])];
  if (asked.length === 0) return '1 = 0';
  return inSql(column, operator === 'is-not' ? 'is-not' : 'is', asked, bind);
}

interface Known {
  readonly id: string;
  readonly called: readonly string[];
}

const KNOWN: Readonly<Record<keyof typeof OF_SCOPE, (names: Names) => Known[]>> = {
  network: ({ networks }) => networks.map(({ id, label }) => ({ id, called: [id, label] })),
  country: ({ networks }) =>
    networks.flatMap((network) =>
      network.countries.map(({ id, code, label }) => ({ id: `${network.id}:${id}`, called: [id, code, label] })),
    ),
  connection: ({ connections }) => connections.map(({ id, name, scope }) => ({ id: scope, called: [id, name] })),
};

export function inSql(expression: string, operator: 'is' | 'is-not', values: readonly string[], bind: Bind): string {
  return `${expression} ${operator === 'is' ? 'in' : 'not in'} (${values.map(bind).join(', ')})`;
}

function emptyForNone(value: string): string {
  return value === NONE ? '' : value;
}
