/** Filters as SQL over `ledger_lines` l. What a person wrote reaches the text as bound parameters only. */
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

/** Dimensions that a line has through its scope. */
const OF_SCOPE = {
  network: 'network_of(l.scope_id)',
  country: `concat(network_of(l.scope_id), ':', country_of(l.scope_id))`,
  connection: 'l.scope_id',
} as const;

/** The text by which lines are told apart in a dimension. */
export function dimensionSql(dimension: Dimension): string {
  return dimension in COLUMNS
    ? COLUMNS[dimension as keyof typeof COLUMNS] // it is one, as the line above asks
    : OF_SCOPE[dimension as keyof typeof OF_SCOPE]; // the two lists hold every dimension
}

/** All filters together, and the search text if there is one. The names of its parameters begin with `prefix`. */
export function conditionOf(filters: readonly Filter[], names: Names, search = '', prefix = 'f'): Condition {
  const parameters: Record<string, SqlValue> = {};
  const texts = filters.map((filter, place) => {
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

type Bind = (value: string, n: number) => string;

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
function scopeSql({ operator, values }: Filter, dimension: keyof typeof OF_SCOPE, names: Names, bind: Bind): string {
  const known = KNOWN[dimension](names);
  const parts = values.map((value) => value.toLowerCase());
  const ids =
    operator === 'contains'
      ? known.filter(({ called }) => parts.some((part) => called.some((name) => name.toLowerCase().includes(part))))
      : known.filter(({ called }) => called.some((name) => values.includes(name)));
  const asked = [...new Set([...ids.map(({ id }) => id), ...(operator === 'contains' ? [] : values)])];
  if (asked.length === 0) return '1 = 0';
  return inSql(OF_SCOPE[dimension], operator === 'is-not' ? 'is-not' : 'is', asked, bind);
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

function inSql(expression: string, operator: 'is' | 'is-not', values: readonly string[], bind: Bind): string {
  return `${expression} ${operator === 'is' ? 'in' : 'not in'} (${values.map(bind).join(', ')})`;
}

function emptyForNone(value: string): string {
  return value === NONE ? '' : value;
}
