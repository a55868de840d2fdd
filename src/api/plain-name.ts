/** A file name that is safe in a header and on every disk. */

const LONGEST = 120;

/** "Signature Orders 2026-01-01..2026-01-31" → "Signature-Orders-2026-01-01_2026-01-31"; a trailing ".csv" goes. Pure. */
export function plainName(name: string): string {
  const plain = name
    .replace(/\.csv$/i, '')
    .replaceAll('..', '_')
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return plain === '' ? 'report' : plain;
}
