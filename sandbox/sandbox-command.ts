/** The command line of the sandbox: reads its flags, starts the server or writes files. */
import { writeFile } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readersPlaces } from './readers/places.ts';
import { readersAsLines, sendReaders } from './readers/send-readers.ts';
import type { ReadersOptions } from './readers/visits.ts';
import { joinChunks } from './rakuten/answers.ts';
import { startRakutenServer } from './rakuten/rakuten-server.ts';
import { addMonths, DAY_MS, formatDay, parseDay } from './world/calendar.ts';
import { createWorld, type World } from './world/world.ts';
import { writeReportFiles } from './write-files.ts';

/** Where a command writes and what stops it. */
export interface CommandSurroundings {
  /** Results; each text is whole lines. */
  readonly out: (text: string) => void;
  /** Resolves when there is room for more results. */
  readonly drained?: () => Promise<void>;
  /** Progress and mistakes. */
  readonly err: (text: string) => void;
  /** Stops the server. */
  readonly stop: AbortSignal;
  /** Resolves when whoever started the command and writes to it is gone. */
  readonly inputEnded?: () => Promise<void>;
  /** The machine's time in epoch milliseconds. */
  readonly machineNowMs: () => number;
}

const HELP = `Usage: sandbox [options]

Starts a simulated Rakuten reporting server on 127.0.0.1 and prints its URL, a token and a report URL.

  --seed TEXT            the world's seed (1)
  --tidy                 a believable publisher for showing; else names and texts that break careless software
  --months N             months of orders before now (12)
  --orders-per-day N     average (40)
  --idle-clicks N        clicks without an order for each one with (12)
  --port N               0 = any free port (0)
  --now ISO|real         a fixed, settable time, or the machine's clock (real)
  --fault-rate SHARE     report requests that meet a fault, 0 to 1 (0)
  --rate-limit N         report requests a minute and token, 0 = no limit (5)
  --with-parent          end when the standard input ends, as it does with the process that holds it
  --files DIR            write all reports up to now into DIR and end
  --script-since DAY     the publisher uses the browser script from this day: its sub-ids are click ids (with --readers: the first day)
  --readers URL          send the pageviews, impressions and clicks of its readers to a collector, each when it happens
  --readers -            print them up to now, one request a line, and end
  --site HOST=KEY        the site key of one of its sites, once for each; readers of other sites are left out
  --idle-visits N        visits without a click for each one with (4)
  --places FILE          first write a database (.mmdb) that says in which town each reader is
  --help

Orders go on for 31 days after now, so that a clock that moves shows new lines.
`;

/** Orders go on so long after the start, for clocks that move. */
const DAYS_AHEAD = 31;

/** What goes wrong between a click and its report, where the browser script is used. */
const LOSSES = {
  blockedShare: 0.1,
  strippedShare: 0.05,
  lostEventShare: 0.03,
  otherDeviceShare: 0.15,
  foldingShare: 0.15,
  truncatingShare: 0.15,
} as const;

/** A publisher with three sites, each with its own country network. */
const TIDY = { style: 'tidy', networks: [1, 3, 9], sites: 3, advertisers: 15, pagesPerSite: 18 } as const;

interface Wishes {
  readonly seed: string;
  readonly isTidy: boolean;
  readonly months: number;
  readonly ordersPerDay: number;
  readonly idleClicks: number;
  readonly port: number;
  /** null = the machine's clock. */
  readonly now: Date | null;
  readonly faultRate: number;
  readonly rateLimit: number;
  readonly folder: string | null;
  readonly endsWithInput: boolean;
  /** null = no browser script. */
  readonly scriptSince: string | null;
  /** Where events of readers go: `-` or an address; null = nowhere. */
  readonly readers: string | null;
  /** Site keys by host. */
  readonly siteKeys: ReadonlyMap<string, string>;
  readonly idleVisits: number;
  /** Where the database of their towns goes. */
  readonly places: string | null;
}

/** Runs the command until it is stopped; resolves with the exit code: 0 done, 1 failed, 2 wrong flags. */
export async function runSandbox(args: readonly string[], around: CommandSurroundings): Promise<number> {
  let wishes: Wishes | null;
  try {
    wishes = readWishes(args);
  } catch (error) {
    around.err(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return 2;
  }
  if (wishes === null) {
    around.out(HELP);
    return 0;
  }
  try {
    await followWishes(wishes, around);
    return 0;
  } catch (error) {
    around.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function readWishes(args: readonly string[]): Wishes | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      tidy: { type: 'boolean', default: false },
      months: { type: 'string', default: '12' },
      'orders-per-day': { type: 'string', default: '40' },
      'idle-clicks': { type: 'string', default: '12' },
      port: { type: 'string', default: '0' },
      now: { type: 'string', default: 'real' },
      'fault-rate': { type: 'string', default: '0' },
      'rate-limit': { type: 'string', default: '5' },
      files: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
      'script-since': { type: 'string' },
      readers: { type: 'string' },
      site: { type: 'string', multiple: true, default: [] },
      'idle-visits': { type: 'string', default: '4' },
      places: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const perMinute = readNumber('--rate-limit', values['rate-limit'], 0, 1_000_000);
  return {
    seed: values.seed,
    isTidy: values.tidy,
    months: readNumber('--months', values.months, 1, 240),
    ordersPerDay: readNumber('--orders-per-day', values['orders-per-day'], 0, 100_000),
    idleClicks: readNumber('--idle-clicks', values['idle-clicks'], 0, 1000),
    port: readNumber('--port', values.port, 0, 65_535),
    now: values.now === 'real' ? null : readInstant(values.now),
    faultRate: readNumber('--fault-rate', values['fault-rate'], 0, 1),
    rateLimit: perMinute === 0 ? Number.POSITIVE_INFINITY : perMinute,
    folder: values.files ?? null,
    endsWithInput: values['with-parent'],
    scriptSince: values['script-since'] === undefined ? null : readDay('--script-since', values['script-since']),
    readers: values.readers === undefined ? null : readReaders(values.readers),
    siteKeys: new Map(values.site.map(readSite)),
    idleVisits: readNumber('--idle-visits', values['idle-visits'], 0, 1000),
    places: values.places ?? null,
  };
}

function readDay(flag: string, text: string): string {
  if (parseDay(text) !== null) return text;
  throw new RangeError(`${flag} ${text} is not a day like 2025-01-31`);
}

function readReaders(text: string): string {
  if (text === '-' || URL.canParse(text)) return text;
  throw new RangeError(`--readers ${text} is neither - nor the address of a collector`);
}

function readSite(text: string): [host: string, key: string] {
  const [, host, key] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (host !== undefined && key !== undefined) return [host, key];
  throw new RangeError(`--site ${text} is not like kitchen-notes.example=KEY`);
}

function readNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new RangeError(`${flag} ${text} is not a number from ${least} to ${most}`);
}

function readInstant(text: string): Date {
  const instant = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(instant.getTime())) {
    throw new RangeError(`--now ${text} is neither "real" nor a time like 2025-10-01T12:00:00Z`);
  }
  return instant;
}

/** The world that the command makes of these arguments, among them `--now` with a time; throws RangeError for wrong ones. */
export function worldOfArguments(args: readonly string[]): World {
  const wishes = readWishes(args);
  if (wishes?.now == null) throw new RangeError('--now wants a time');
  return worldOf(wishes, wishes.now);
}

function worldOf(wishes: Wishes, now: Date): World {
  const today = Math.floor(now.getTime() / DAY_MS);
  const since = wishes.scriptSince ?? (wishes.readers === null ? null : formatDay(addMonths(today, -wishes.months)));
  return createWorld({
    seed: wishes.seed,
    ...(wishes.isTidy ? TIDY : {}),
    ordersPerDay: wishes.ordersPerDay,
    idleClicksPerOrder: wishes.idleClicks,
    startDay: formatDay(addMonths(today, -wishes.months)),
    endDay: formatDay(today + DAYS_AHEAD),
    ...(since === null ? {} : { tracking: { ...LOSSES, sinceDay: since } }),
  });
}

/** Only readers of sites whose key is known. */
function readersOf(world: World, { siteKeys, idleVisits }: Wishes): ReadersOptions {
  const known = world.publisher.sites.flatMap(({ id, domain }) => {
    const key = siteKeys.get(domain);
    return key === undefined ? [] : [[id, key] as const];
  });
  if (known.length > 0) return { siteKeys: new Map(known), idleVisitsPerClick: idleVisits };
  const hosts = world.publisher.sites.map(({ domain }) => domain).join(', ');
  throw new RangeError(`--readers wants the key of a site: --site HOST=KEY, where HOST is one of ${hosts}`);
}

async function followWishes(wishes: Wishes, around: CommandSurroundings): Promise<void> {
  const now = wishes.now ?? new Date(around.machineNowMs());
  const world = worldOf(wishes, now);
  if (wishes.places !== null) await writeFile(wishes.places, readersPlaces());
  if (wishes.readers === '-') return printReaders(world, wishes, now, around);
  around.err(`world of seed ${wishes.seed}: ${world.lines.length} lines\n`);
  if (wishes.folder === null) await serve(world, wishes, now, around);
  else await writeAll(world, wishes.folder, now, around);
}

async function printReaders(world: World, wishes: Wishes, now: Date, around: CommandSurroundings): Promise<void> {
  let isOver = false;
  void ended(wishes, around).then(() => {
    isOver = true;
  });
  for (const chunk of joinChunks(readersAsLines(world, readersOf(world, wishes), now))) {
    around.out(chunk);
    await around.drained?.();
    await turn(); // writing to a pipe waits without one
    if (isOver) return;
  }
}

async function writeAll(world: World, folder: string, now: Date, around: CommandSurroundings): Promise<void> {
  const [startDay, endDay] = [formatDay(world.settings.startDay), now.toISOString().slice(0, 10)];
  for (const networkId of world.settings.networks) {
    const files = await writeReportFiles(world, { folder, startDay, endDay, now, networkId });
    for (const file of files) around.out(`${file.path}\n`);
  }
}

async function serve(world: World, wishes: Wishes, now: Date, around: CommandSurroundings): Promise<void> {
  const server = await startRakutenServer(world, {
    port: wishes.port,
    clock: wishes.now === null ? { kind: 'real', offsetMs: 0 } : { kind: 'virtual', now },
    rateLimit: { perMinute: wishes.rateLimit },
    ...(wishes.faultRate === 0 ? {} : { faults: { probability: wishes.faultRate, seed: wishes.seed } }),
  });
  const endDay = now.toISOString().slice(0, 10);
  const startDay = formatDay(Math.floor(now.getTime() / DAY_MS) - 30);
  const network = String(world.settings.networks[0]);
  around.out(`url    ${server.baseUrl}\n`);
  around.out(`token  ${server.token}\n`);
  around.out(`report ${server.reportUrl('tributary-report', startDay, endDay, { network })}\n`);
  if (wishes.readers !== null) {
    const to = { url: wishes.readers, nowMs: around.machineNowMs, stop: around.stop, err: around.err };
    void sendReaders(world, readersOf(world, wishes), to);
  }
  await ended(wishes, around);
  await server.close();
  around.err('stopped\n');
}

/** Resolves when the command is told to stop, in whichever way. */
async function ended({ endsWithInput }: Wishes, { stop, inputEnded }: CommandSurroundings): Promise<void> {
  await Promise.race([stopped(stop), ...(endsWithInput ? [inputEnded?.() ?? Promise.resolve()] : [])]);
}

function stopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}
