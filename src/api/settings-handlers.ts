/** What the routes of settings and exchange rates call. */
import { readRateCoverage } from '../ledger/index.ts';
import type { HandlersOf } from './contract.ts';
import type { settingsRoutes } from './contract/settings.ts';
import type { Services } from './services.ts';

/** The handlers of settings and exchange rates. */
export function settingsHandlers({ settings, rates, facts }: Services): HandlersOf<typeof settingsRoutes> {
  return {
    showSettings: () => settings.read(),
    changeSettings: ({ body }) => settings.change(body),
    showExchangeRates: async () => ({ ...(await readRateCoverage(facts)), problem: rates.problem }),
    loadExchangeRates: async ({ query, body }) =>
      rates.load(query.name, new Uint8Array(await new Response(body).arrayBuffer())),
  };
}
