/** What a world is asked to be: its options, their defaults and limits. */
import { addMonths, DAY_MS, formatDay, parseDay } from './calendar.ts';
import { countryNetwork } from './countries.ts';
import type { TrackingOptions } from './tracking.ts';

/** Options of a world. Shares are probabilities 0–1. All have defaults; a world is a function of these alone. */
export interface WorldOptions {
  /** Default 1. */
  readonly seed?: number | string;
  /** First day with orders, `YYYY-MM-DD`; default 2025-01-01. */
  readonly startDay?: string;
  /** Last day with orders, `YYYY-MM-DD`; default: `months` after the start. */
  readonly endDay?: string;
  /** Used when `endDay` is not given; default 12. */
  readonly months?: number;
  /** Average; default 40. */
  readonly ordersPerDay?: number;
  /** Country network ids; default 1, 3, 5, 7, 8, 9, 41. */
  readonly networks?: readonly number[];
  /**
   * `awkward` (default): names and texts that break careless software · `tidy`: a believable publisher for showing, with
   * one site and topic a country network, seasons and some growth.
   */
  readonly style?: 'awkward' | 'tidy';
  /** Default 21; at least one per country network. */
  readonly advertisers?: number;
  /** Default 2. */
  readonly sites?: number;
  /** Default 30. */
  readonly pagesPerSite?: number;
  /** Clicks without an order for each one with; default 12. */
  readonly idleClicksPerOrder?: number;
  /** Clicks that carry no sub-id; default 0.15. */
  readonly emptySubIdShare?: number;
  /** A publisher who uses the browser script: sub-ids are click ids, as far as they come through; default null. */
  readonly tracking?: TrackingOptions | null;
  /** Order lines that are later taken back, in full or in part; default 0.1. */
  readonly reversalShare?: number;
  /** Orders that hold the same SKU twice, in different lines; default 0.05. */
  readonly repeatedSkuShare?: number;
  /** Orders that hold two lines equal in every field but the transaction id; default 0.03. */
  readonly identicalLineShare?: number;
  /** Lines that never pay; default 0.03. */
  readonly nonCommissionableShare?: number;
  /** Lines with sales but no commission; default 0.02. */
  readonly zeroCommissionShare?: number;
  /** Months of a tiered advertiser in which the tier is reached and adjustments are added; default 0.5. */
  readonly adjustedMonthShare?: number;
  /** Advertisers that lock orders; the others' commission status is `not applicable`; default 1. */
  readonly lockingShare?: number;
}

/** Options with every default filled in; days are whole numbers since 1970-01-01. */
export interface WorldSettings extends Required<Omit<WorldOptions, 'startDay' | 'endDay' | 'months'>> {
  readonly startDay: number;
  /** Included. */
  readonly endDay: number;
}

/** No line of a world is processed later than this many days after its last day with orders. */
export const LONGEST_TAIL_DAYS = 130;

const DEFAULT_NETWORKS = [1, 3, 5, 7, 8, 9, 41];

/** Fills the defaults in; throws RangeError for an option out of its range. */
export function resolveSettings(options: WorldOptions): WorldSettings {
  const startDay = readDay('startDay', options.startDay ?? '2025-01-01');
  const months = count('months', options.months ?? 12, 1);
  const endDay = options.endDay === undefined ? addMonths(startDay, months) - 1 : readDay('endDay', options.endDay);
  if (endDay < startDay) throw new RangeError(`endDay ${formatDay(endDay)} is before startDay ${formatDay(startDay)}`);
  const networks = options.networks ?? DEFAULT_NETWORKS;
  for (const id of networks) countryNetwork(id);
  const scriptDay = options.tracking?.sinceDay;
  if (scriptDay !== undefined) readDay('tracking.sinceDay', scriptDay);
  return {
    seed: options.seed ?? 1,
    startDay,
    endDay,
    ordersPerDay: atLeast('ordersPerDay', options.ordersPerDay ?? 40, 0),
    networks,
    style: options.style ?? 'awkward',
    advertisers: count(
      'advertisers',
      options.advertisers ?? Math.max(21, networks.length),
      Math.max(1, networks.length),
    ),
    sites: count('sites', options.sites ?? 2, 1),
    pagesPerSite: count('pagesPerSite', options.pagesPerSite ?? 30, 1),
    idleClicksPerOrder: atLeast('idleClicksPerOrder', options.idleClicksPerOrder ?? 12, 0),
    emptySubIdShare: share('emptySubIdShare', options.emptySubIdShare ?? 0.15),
    tracking: options.tracking ?? null,
    reversalShare: share('reversalShare', options.reversalShare ?? 0.1),
    repeatedSkuShare: share('repeatedSkuShare', options.repeatedSkuShare ?? 0.05),
    identicalLineShare: share('identicalLineShare', options.identicalLineShare ?? 0.03),
    nonCommissionableShare: share('nonCommissionableShare', options.nonCommissionableShare ?? 0.03),
    zeroCommissionShare: share('zeroCommissionShare', options.zeroCommissionShare ?? 0.02),
    adjustedMonthShare: share('adjustedMonthShare', options.adjustedMonthShare ?? 0.5),
    lockingShare: share('lockingShare', options.lockingShare ?? 1),
  };
}

/** The instant after which no further line appears. */
export function endOfWorldMs(settings: WorldSettings): number {
  return (settings.endDay + LONGEST_TAIL_DAYS) * DAY_MS;
}

function readDay(name: string, text: string): number {
  const day = parseDay(text);
  if (day === null) throw new RangeError(`${name} "${text}" is not a day like 2025-01-31`);
  return day;
}

function count(name: string, value: number, least: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${name} ${value} is not a whole number`);
  return atLeast(name, value, least);
}

function atLeast(name: string, value: number, least: number): number {
  if (!(value >= least) || !Number.isFinite(value)) throw new RangeError(`${name} ${value} is less than ${least}`);
  return value;
}

function share(name: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} ${value} is not a share from 0 to 1`);
  return value;
}
