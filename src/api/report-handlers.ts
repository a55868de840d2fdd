/** What the routes of reports call: the query of an address put into the question of a report. */
import { hidesMoney } from '../access/index.ts';
import { type Clock, systemClock, TributaryError } from '../core/index.ts';
import {
  exportTransactions,
  readBreakdown,
  readChanges,
  readFreshness,
  readOrders,
  readOverview,
  readTransaction,
  readTransactions,
  type ReportSources,
} from '../reports/index.ts';
import type { Connection } from '../imports/index.ts';
import type { LineMaking } from '../ledger/index.ts';
import type { Network } from '../networks/index.ts';
import type { Asking } from './asking.ts';
import type { Handlers } from './contract.ts';
import { LINE_TYPES, type reportRoutes } from './contract/reports.ts';
import { rawRows } from './raw-row.ts';
import type { Services } from './services.ts';

/** How many of the newest runs are looked at for the state of a stream. */
const RUNS_LOOKED_AT = 1000;

/** Sources with a view and with attribution. */
export type AttributedSources = ReportSources & Required<Pick<ReportSources, 'view' | 'attribution'>>;

/** How the lines of a workspace are made readable: by its settings, and the zones of its streams. */
export async function lineMaking({
  imports,
  networks,
  settings,
}: Pick<Services, 'imports' | 'networks' | 'settings'>): Promise<LineMaking> {
  const { timeZone, reversalDays } = await settings.read();
  return { timeZone, zones: zonesOf(networks, await imports.connections()), reversalDays };
}

/** What the reports of a workspace are made from; `clock` says which day it is. */
export async function reportSources(services: Services, clock: Clock): Promise<AttributedSources> {
  const { facts, imports, networks, settings, attributor } = services;
  const connections = await imports.connections();
  const { timeZone, weekStart, currency } = await settings.read();
  const making = await lineMaking(services);
  attributor.countTrafficSoon();
  return {
    facts,
    names: {
      networks: networks.map(({ id, label, timeZone: zone, countries }) => ({ id, label, timeZone: zone, countries })),
      connections,
    },
    today: dayIn(timeZone ?? 'UTC', clock()),
    view: { making, weekStart, currency },
    attribution: {
      ensure: () => attributor.ensure(making),
      ensureWithin: (mostMs) => attributor.ensureWithin(making, mostMs),
      credited: (basis, model, of) => attributor.credited(basis, model, of),
    },
  };
}

/** The handlers of the reports; `clock` says which day it is. */
export function reportHandlers(
  services: Services,
  clock: Clock = systemClock,
): Pick<Handlers, keyof typeof reportRoutes> {
  const { imports } = services;
  const sources = (): Promise<AttributedSources> => reportSources(services, clock);
  return {
    showOverview: async ({ query: { f: filters, by: step, stack: stackBy, ...query } }) =>
      readOverview(await sources(), { ...query, filters, step, stackBy }),
    showBreakdown: async ({ query: { f: filters, sort, ...query } }) =>
      readBreakdown(await sources(), { ...query, ...sort, filters }),
    listTransactions: async ({ query: { f: filters, q: search, sort, ...query } }, asking) => {
      refuseOrderOfAmounts(sort.sort, asking);
      return readTransactions(await sources(), { ...query, ...sort, filters, search });
    },
    listOrders: async ({ query: { f: filters, q: search, sort, ...query } }, asking) => {
      refuseOrderOfAmounts(sort.sort, asking);
      return readOrders(await sources(), { ...query, ...sort, filters, search });
    },
    exportTransactions: async ({ query: { f: filters, q: search, sort, format, ...query } }) => ({
      bytes: exportTransactions(await sources(), { ...query, ...sort, filters, search }, format),
      mediaType: LINE_TYPES[format],
      fileName: `transactions.${format}`,
      size: null,
    }),
    showTransaction: async ({ params }) => readTransaction(await sources(), params.id, rawRows(imports)),
    showChanges: async ({ query }) => readChanges(await sources(), query),
    showFreshness: async () =>
      readFreshness(
        await sources(),
        { connections: await imports.connections(), runs: await imports.runs(RUNS_LOOKED_AT) },
        clock(),
      ),
  };
}

/** The day that the clocks of a zone show. */
export function dayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

/** The zones of the networks' days, and of streams whose connection names another. */
function zonesOf(networks: readonly Network[], connections: readonly Connection[]): Readonly<Record<string, string>> {
  const ofStreams = connections.flatMap(({ network: id, scope, settings }): [string, string][] => {
    const zone = networks.find((network) => network.id === id)?.timeZoneOf?.(settings);
    return zone === undefined ? [] : [[scope, zone]];
  });
  return Object.fromEntries([...networks.map(({ id, timeZone }): [string, string] => [id, timeZone]), ...ofStreams]);
}

/** The order of single lines by an amount, and the cursor in it, would tell amounts that are hidden. */
function refuseOrderOfAmounts(sort: string, { caller }: Asking): void {
  if (!hidesMoney(caller) || (sort !== 'sales' && sort !== 'commission')) return;
  throw new TributaryError('money-hidden', 'Amounts are hidden from your account: sort by something else.');
}
