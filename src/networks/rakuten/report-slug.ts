/** A report's name ↔ its key in the network's URLs (`/en/reports/{key}/filters`). */

/** The network's own reports, by key; every other report is one that a person saved. */
const STANDARD_KEYS: ReadonlySet<string> = new Set([
  'gross-sales-and-commissions-report',
  'individual-item-report',
  'link-type-report',
  'media-optimization-report',
  'multi-touch-commissioning-report',
  'non-commissionable-sales-report',
  'offer-report',
  'product-success-report',
  'revenue-report-by-day',
  'revenue-report-by-month',
  'sales-and-activity-report',
  'signature-activity-report',
  'signature-orders-report',
]);

const ENCODED_PART = /(%[0-9A-Fa-f]{2})/;

/**
 * The key under which the network gives a report: blanks become `-`, the rest is lower-cased and percent-encoded. The
 * rule is taken from the keys in public URLs; the network documents none. A text without blanks may be a key already:
 * it keeps its letters (the network takes both cases) and what is percent-encoded in it. Throws URIError for half a
 * surrogate pair.
 */
export function reportSlug(name: string): string {
  const text = name.trim();
  if (/\s/.test(text)) return encodeURIComponent(text.replace(/\s/g, '-').toLowerCase());
  const parts = text.split(ENCODED_PART); // every second part is one encoded byte
  if (parts.some((part, index) => index % 2 === 0 && part.includes('%'))) return encodeURIComponent(text);
  return parts.map((part, index) => (index % 2 === 0 ? encodeURIComponent(part) : part)).join('');
}

/** Whether a name can be a report's: it has a letter or digit and a key that decodes. `..` would leave the folder. */
export function isReportName(name: string): boolean {
  try {
    return /[\p{L}\p{N}]/u.test(decodeURIComponent(reportSlug(name)));
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** Whether two names or keys are of one report. False where one of them is no report's name. */
export function isSameReport(one: string, other: string): boolean {
  return isReportName(one) && isReportName(other) && plainKey(one) === plainKey(other);
}

/** Whether a name or key is of a report that every account has. */
export function isStandardReport(name: string): boolean {
  return isReportName(name) && STANDARD_KEYS.has(plainKey(name));
}

function plainKey(name: string): string {
  return decodeURIComponent(reportSlug(name)).toLowerCase();
}
