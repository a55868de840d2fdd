/** Where the columns of a mapping stand in a header. Names only: positions are the program's choice. */
import { FIELDS, type Field, type Mapping, namesOf } from './settings.ts';

/** Where each field of one header stands. */
export interface ResolvedColumns {
  /** Cell index per field, -1 where the mapping names no column for it. */
  readonly at: Readonly<Record<Field, number>>;
  /** Cell indexes of the further sub-ids, in the order of the mapping. */
  readonly furtherSubIds: readonly number[];
  /** Mapped columns that are not there, or there twice, as the mapping names them. */
  readonly missing: readonly string[];
  /** Columns that the mapping does not name, as the header writes them. */
  readonly extra: readonly string[];
}

/** A header's name as it is shown: without byte order mark, outer spaces and quotes left by the mark. */
export function shownName(cell: string): string {
  const name = cell.trim(); // trims the byte order mark too
  return name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).trim() : name;
}

function plainName(name: string): string {
  return shownName(name).normalize('NFC').replace(/\s+/g, ' ').toLowerCase();
}

/** Finds the mapped columns in a header, whatever their case and outer spaces. */
export function resolveColumns(mapping: Mapping, header: readonly string[]): ResolvedColumns {
  const plain = header.map(plainName);
  const missing = new Set<string>();
  const used = new Set<number>();
  const find = (name: string | undefined): number => {
    if (name === undefined) return -1;
    const index = plain.indexOf(plainName(name));
    if (index < 0) missing.add(name);
    else if (plain.includes(plainName(name), index + 1)) missing.add(`${name} (it stands there twice)`);
    used.add(index);
    return index;
  };
  const at = Object.fromEntries(FIELDS.map((field) => [field, find(mapping[field])])) as Record<Field, number>; // same keys
  const furtherSubIds = namesOf(mapping.furtherSubIds).map(find);
  const extra = header.filter((name, index) => !used.has(index) && shownName(name) !== '').map(shownName);
  return { at, furtherSubIds, missing: [...missing], extra };
}
