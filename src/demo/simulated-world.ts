/** What is simulated: a believable publisher with three sites, a year before `now`, and its readers of some months. */
import { fileURLToPath } from 'node:url';

const MONTHS = 12;
const ORDERS_PER_DAY = 8;
const IDLE_CLICKS_PER_ORDER = 14;
/** With it, one view in nine brings a click. */
const IDLE_VISITS_PER_CLICK = 8;
/** So long the publisher has had the browser script; before, sub-ids were labels of its own. */
const DAYS_WITH_SCRIPT = 100;
const DAY_MS = 86_400_000;

/** The simulated world's program: in the sources, or where the build puts it, beside the program. */
export function sandboxFile(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? '../../dist/sandbox.js' : './sandbox.js', import.meta.url));
}

/** The first day with the script. */
export function scriptDay(now: Date): string {
  return new Date(now.getTime() - DAYS_WITH_SCRIPT * DAY_MS).toISOString().slice(0, 10);
}

/** The arguments with which the program makes the world of the demo. */
export function demoArguments(now: Date): readonly string[] {
  const orders = ['--orders-per-day', String(ORDERS_PER_DAY), '--idle-clicks', String(IDLE_CLICKS_PER_ORDER)];
  const world = ['--tidy', '--months', String(MONTHS), ...orders, '--script-since', scriptDay(now)];
  return [...world, '--now', now.toISOString(), '--rate-limit', '0', '--with-parent'];
}

/** The same world's arguments for what its readers did, with the key of each site by its host, and where they live. */
export function readersArguments(
  now: Date,
  siteKeys: ReadonlyMap<string, string>,
  geoDatabase: string,
): readonly string[] {
  const sites = [...siteKeys].flatMap(([host, key]) => ['--site', `${host}=${key}`]);
  const readers = ['--readers', '-', '--places', geoDatabase, '--idle-visits', String(IDLE_VISITS_PER_CLICK)];
  return [...demoArguments(now), ...readers, ...sites];
}
