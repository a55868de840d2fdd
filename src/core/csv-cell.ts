/** One cell of a CSV file that a person may open in a spreadsheet. */

const NUMBER = /^-?\d+(\.\d+)?$/;
/** First characters that a spreadsheet takes for a formula (OWASP ASVS 1.2.10), their full-width forms among them. */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/**
 * A CSV cell: null is empty, a plain number (a negative amount too) stays as it is, other text that a spreadsheet would
 * take for a formula is disarmed with an apostrophe. Quoted as RFC 4180 says where it has to be.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number' || NUMBER.test(value)) return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A CSV line with its end. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
