/** Filters as the URL and the API carry them: `advertiser:is:Acme|Zenith`. Values are alternatives, filters all hold. Pure. */

export const FILTER_WORDS = ['is', 'is-not', 'contains'] as const;
export type FilterWord = (typeof FILTER_WORDS)[number];

/** One filter pill. `dimension` is one that the reports know: advertiser, network, status … */
export interface Filter {
  readonly dimension: string;
  readonly word: FilterWord;
  /** At least one. `(none)` is a line that says nothing. */
  readonly values: readonly string[];
}

const FORM = /^([a-z][a-zA-Z]*):(is|is-not|contains):([\s\S]+)$/;

/** Reads one filter; null if it is none. */
export function readFilter(text: string): Filter | null {
  const [, dimension, word, rest] = FORM.exec(text) ?? [];
  if (dimension === undefined || rest === undefined) return null;
  const values = splitValues(rest);
  return values.includes('') ? null : { dimension, word: word as FilterWord, values }; // one of the three, by the form
}

/** Writes a filter; `readFilter` gives it back. */
export function writeFilter({ dimension, word, values }: Filter): string {
  return `${dimension}:${word}:${values.map((value) => value.replaceAll(/[\\|]/g, String.raw`\$&`)).join('|')}`;
}

/** A bar parts values, unless a backslash stands before it. */
function splitValues(text: string): readonly string[] {
  return [...text.matchAll(/((?:\\[\\|]|[^|])*)(?:\||$)/g)]
    .slice(0, -1)
    .map(([, value = '']) => value.replaceAll(/\\([\\|])/g, '$1'));
}

/** The list with one more filter: a value of a filter that is there becomes one of its alternatives. */
export function withFilter(filters: readonly string[], filter: Filter): readonly string[] {
  const isSame = (one: Filter | null): one is Filter => one?.dimension === filter.dimension && one.word === filter.word;
  const present = filters.map(readFilter).find(isSame);
  if (present === undefined) return [...filters, writeFilter(filter)];
  const values = [...new Set([...present.values, ...filter.values])];
  return filters.map((text) => (isSame(readFilter(text)) ? writeFilter({ ...filter, values }) : text));
}

/** The list with another filter in a filter's place, or (undefined) without it; undefined where none is left. */
export function replacedFilter(
  filters: readonly string[],
  old: string,
  next: Filter | undefined,
): readonly string[] | undefined {
  const list = filters.flatMap((one) => (one !== old ? [one] : next === undefined ? [] : [writeFilter(next)]));
  return list.length === 0 ? undefined : [...new Set(list)];
}

const LABELS: Readonly<Record<string, string>> = {
  subId: 'Sub-id',
  orderId: 'Order',
  sku: 'SKU',
  sourceClass: 'Kind of source',
  utmCampaign: 'Campaign',
  readerCountry: 'Reader’s country',
  readerCity: 'Reader’s city',
  method: 'Attributed by',
};
const WORDS: Readonly<Record<FilterWord, string>> = { is: 'is', 'is-not': 'is not', contains: 'contains' };

/** A dimension as it is read: Advertiser, Sub-id. */
export function dimensionLabel(dimension: string): string {
  return LABELS[dimension] ?? dimension.charAt(0).toUpperCase() + dimension.slice(1);
}

/** A filter as it is read: Advertiser is Acme or Zenith. */
export function describeFilter({ dimension, word, values }: Filter): string {
  return `${dimensionLabel(dimension)} ${WORDS[word]} ${values.join(' or ')}`;
}
