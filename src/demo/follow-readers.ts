/** Puts what the simulated readers did into the demo, the way the collector does it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takePastEvents } from '../collect/index.ts';
import { SiteBook } from '../sites/index.ts';
import type { DemoPlace } from './fill-demo.ts';
import { simulatedReaders } from './simulated-readers.ts';
import { scriptDay } from './simulated-world.ts';

const DAY_MS = 86_400_000;

/** Takes all that they did until `now`; `tell` hears how many days of how many. Throws `demo-failed`. */
export async function followReaders(
  { id, facts, folder, sites, advertiserOf }: DemoPlace,
  now: Date,
  stop: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<void> {
  const book = new SiteBook();
  await book.addWorkspace(id, sites);
  const keys = new Map(
    book.all.flatMap(({ allowedHosts: [host], key }) => (host === undefined ? [] : [[host, key] as const])),
  );
  const firstMs = Date.parse(scriptDay(now));
  const days = (ms: number): number => Math.ceil((ms - firstMs) / DAY_MS);
  const geoDatabase = join(folder, 'simulated-places.mmdb');
  const place = { facts, folder, advertiserOf, sites: book.all, geoDatabase };
  const readers = simulatedReaders(now, keys, geoDatabase, stop);
  try {
    await takePastEvents(readers, place, (lastMs) => tell(days(lastMs), days(now.getTime())));
  } finally {
    await rm(geoDatabase, { force: true });
  }
}
