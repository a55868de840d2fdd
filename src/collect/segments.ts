/** The files of the collector's log: numbered segments, packed once they are applied. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `open`: records may still have to be applied · `packed`: all applied, kept to rebuild facts from. */
export interface Segment {
  readonly number: number;
  readonly state: 'open' | 'packed';
  readonly path: string;
}

const NAME = /^events-(\d{9})\.log(\.gz)?$/;

/** The path of a segment that is written. */
export function segmentPath(folder: string, number: number): string {
  return join(folder, `events-${String(number).padStart(9, '0')}.log`);
}

/** All segments of a folder in the order in which they were written. */
export function listSegments(folder: string): readonly Segment[] {
  const found: Segment[] = [];
  for (const name of readdirSync(folder)) {
    const [, number, packed] = NAME.exec(name) ?? [];
    if (number === undefined) continue;
    found.push({ number: Number(number), state: packed === undefined ? 'open' : 'packed', path: join(folder, name) });
  }
  return found.sort((a, b) => a.number - b.number);
}
