/** What the list of sub-ids has a row for: a part of its address. Pure. */

export const COVERAGE_CHOICES = [
  { id: 'advertiser', label: 'Advertisers' },
  { id: 'network', label: 'Networks' },
  { id: 'page', label: 'Pages' },
  { id: 'month', label: 'Months' },
  { id: 'unmatched', label: 'Unexplained' },
] as const;
export type CoverageChoice = (typeof COVERAGE_CHOICES)[number]['id'];

/** Reads it out of a parsed URL; what cannot be read is left out. */
export function readCoverageChoice({ subIds }: Readonly<Record<string, unknown>>): {
  readonly subIds?: CoverageChoice;
} {
  const found = COVERAGE_CHOICES.find(({ id }) => id === subIds);
  return found === undefined ? {} : { subIds: found.id };
}
