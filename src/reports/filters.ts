/**
 * Filters as people and addresses write them: `dimension:operator:value|value`. Pure. In a value, `\|` is a bar and `\\` a
 * backslash; the value `(none)` stands for a line that says nothing.
 */

/** What lines can be filtered by. */
export const DIMENSIONS = [
  'network',
  'connection',
  'country',
  'advertiser',
  'product',
  'brand',
  'sku',
  'subId',
  'status',
  'orderId',
  'currency',
  'page',
  'site',
  'author',
  'category',
  'link',
  'placement',
  'sourceClass',
  'source',
  'medium',
  'utmCampaign',
  'device',
  'readerCountry',
  'readerCity',
  'method',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** `is`: one of the values · `is-not`: none of them · `contains`: any of them is a part, upper and lower case alike. */
export const OPERATORS = ['is', 'is-not', 'contains'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Every status a line can have; the first three are counted. */
export const STATUSES = ['pending', 'approved', 'reversed', 'lost', 'withdrawn', 'conflict'] as const;

/** One filter; a line has to pass all filters of a question. */
export interface Filter {
  readonly dimension: Dimension;
  readonly operator: Operator;
  /** At least one. */
  readonly values: readonly string[];
}

/** How a line that says nothing is written in filters and rows. */
export const NONE = '(none)';

const MOST_VALUES = 100;
/** Addresses of links and pages have up to 1,000 characters after their host, and every row can be filtered by. */
const LONGEST_VALUE = 1300;

/** Reads one filter; a text instead says what is wrong with it. */
export function parseFilter(text: string): Filter | string {
  const [, dimensionName = '', operatorName = '', rest = ''] = /^([^:]*):([^:]*):([\s\S]*)$/.exec(text) ?? [];
  const dimension = DIMENSIONS.find((one) => one === dimensionName);
  const operator = OPERATORS.find((one) => one === operatorName);
  if (dimension === undefined || operator === undefined) {
    return `wants DIMENSION:OPERATOR:VALUE with one of ${DIMENSIONS.join(', ')} and one of ${OPERATORS.join(', ')}`;
  }
  const values = splitValues(rest);
  if (values.some((value) => value === '')) return `wants a value; ${NONE} stands for none`;
  if (values.length > MOST_VALUES || values.some((value) => value.length > LONGEST_VALUE)) {
    return `takes at most ${MOST_VALUES} values of ${LONGEST_VALUE} characters`;
  }
  return { dimension, operator, values };
}

/** The text of a filter: `parseFilter` gives the filter back. */
export function filterText({ dimension, operator, values }: Filter): string {
  return `${dimension}:${operator}:${values.map((value) => value.replaceAll(/[\\|]/g, String.raw`\$&`)).join('|')}`;
}

function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const next = text.charAt(at + 1);
    if (sign === '\\' && (next === '\\' || next === '|')) {
      value += next;
      at += 1;
    } else if (sign === '|') {
      values.push(value);
      value = '';
    } else value += sign;
  }
  return [...values, value];
}
