/** A list as a CSV file, made in the browser, by the rules of the server's exports (src/core/csv-cell.ts). */

const NUMBER = /^-?\d+(\.\d+)?$/;
/** First characters that a spreadsheet takes for a formula, their full-width forms among them. */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number' || NUMBER.test(value)) return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of a file: its head, then a line for each row. */
export function csvText(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** Hands a text to the browser as a file to save. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
