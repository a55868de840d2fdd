/** What is kept of events, and for how long: segments are packed once applied, and everything ends with its retention. */
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
import { open, rename, rm, utimes } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type FactsStore, isAny, type TableName } from '../facts/index.ts';
import { listSegments, type Segment } from './segments.ts';

/** How long a site wants its events kept. */
export interface SiteRetention {
  readonly siteId: string;
  readonly months: number;
}

const EVENT_TABLES: readonly TableName[] = ['pageviews', 'impressions', 'clicks'];

/** Packs a segment that is applied; the packed file is on disk before the other goes. */
export async function packSegment(segment: Segment): Promise<void> {
  const { mtime } = statSync(segment.path);
  const part = `${segment.path}.part`;
  await pipeline(createReadStream(segment.path), createGzip(), createWriteStream(part, { mode: 0o600 }));
  const file = await open(part, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await utimes(part, mtime, mtime); // its age is that of its events
  await rename(part, `${segment.path}.gz`);
  await rm(segment.path);
}

/** Removes packed segments that are older than the shortest retention of any site: they hold events of all of them. */
export function removeSegments(folder: string, months: readonly number[], nowMs: number): void {
  if (months.length === 0) return;
  const oldest = new Date(nowMs);
  oldest.setUTCMonth(oldest.getUTCMonth() - Math.min(...months));
  for (const { state, path } of listSegments(folder)) {
    if (state === 'packed' && statSync(path).mtimeMs < oldest.getTime()) rmSync(path);
  }
}

/** Removes the events that are older than their site wants them kept; counts stay. */
export async function forgetEvents(
  facts: FactsStore,
  retentions: readonly SiteRetention[],
  today: string,
): Promise<void> {
  for (const { siteId, months } of retentions) {
    const oldest = new Date(`${today}T00:00:00Z`);
    oldest.setUTCMonth(oldest.getUTCMonth() - months);
    const parameters = { site: siteId, oldest: oldest.toISOString().slice(0, 10) };
    for (const table of EVENT_TABLES) {
      const what = `${table} where site_id = {site:String} and day < {oldest:Date32}`;
      if (!(await isAny(facts, what, parameters))) continue;
      await facts.exclusive((writer) => writer.run(`delete from ${what}`, parameters));
    }
  }
}
