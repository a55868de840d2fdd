/** Filters as the URL carries them: `advertiser:is:Acme`. Two of one field and word are alternatives. Pure. */

export const FILTER_WORDS = ['is', 'not', 'contains'] as const;
export type FilterWord = (typeof FILTER_WORDS)[number];

/** One filter pill. */
export interface Filter {
  readonly field: string;
  readonly word: FilterWord;
  readonly value: string;
}

const FORM = /^([a-z][a-zA-Z-]*):(is|not|contains):([\s\S]+)$/;

/** Reads one filter; null if it is none. */
export function readFilter(text: string): Filter | null {
  const [, field, word, value] = FORM.exec(text) ?? [];
  return field === undefined || value === undefined ? null : { field, word: word as FilterWord, value }; // one of the three, by the form
}

/** Writes a filter as the URL carries it. */
export function writeFilter({ field, word, value }: Filter): string {
  return `${field}:${word}:${value}`;
}

/** The list with one more filter, without doubles. */
export function withFilter(filters: readonly string[], filter: Filter): readonly string[] {
  const text = writeFilter(filter);
  return filters.includes(text) ? filters : [...filters, text];
}
