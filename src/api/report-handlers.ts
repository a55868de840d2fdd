/** What the routes of reports call: the query of an address put into the question of a report. */
import { type Clock, systemClock } from '../core/index.ts';
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
import type { Handlers } from './contract.ts';
import type { reportRoutes } from './contract/reports.ts';
import { rawRows } from './raw-row.ts';
import type { Services } from './services.ts';

/** How many of the newest runs are looked at for the state of a stream. */
const RUNS_LOOKED_AT = 1000;

/** The handlers of the reports; `clock` says which day it is. */
export function reportHandlers(
  services: Services,
  clock: Clock = systemClock,
): Pick<Handlers, keyof typeof reportRoutes> {
  const { facts, imports, networks } = services;
  const sources = async (): Promise<ReportSources> => ({
    facts,
    names: {
      networks: networks.map(({ id, label, timeZone, countries }) => ({ id, label, timeZone, countries })),
      connections: await imports.connections(),
    },
    today: clock().toISOString().slice(0, 10),
  });
  return {
    showOverview: async ({ query: { f: filters, by: step, stack: stackBy, ...query } }) =>
      readOverview(await sources(), { ...query, filters, step, stackBy }),
    showBreakdown: async ({ query: { f: filters, sort, ...query } }) =>
      readBreakdown(await sources(), { ...query, ...sort, filters }),
    listTransactions: async ({ query: { f: filters, q: search, sort, ...query } }) =>
      readTransactions(await sources(), { ...query, ...sort, filters, search }),
    listOrders: async ({ query: { f: filters, q: search, sort, ...query } }) =>
      readOrders(await sources(), { ...query, ...sort, filters, search }),
    exportTransactions: async ({ query: { f: filters, q: search, sort, format, ...query } }) => ({
      bytes: exportTransactions(await sources(), { ...query, ...sort, filters, search }),
      mediaType: 'text/csv; charset=utf-8',
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
