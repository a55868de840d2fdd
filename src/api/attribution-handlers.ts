/** What the routes of attribution call. */
import { type Clock, systemClock, TributaryError } from '../core/index.ts';
import {
  exportClicks,
  readAttributionQuality,
  readClicks,
  readEarners,
  readEvidence,
  readPage,
  readSubIds,
} from '../reports/index.ts';
import { keeperOf } from '../views/index.ts';
import type { HandlersOf } from './contract.ts';
import type { attributionRoutes } from './contract/attribution.ts';
import type { labelRuleRoutes } from './contract/label-rules.ts';
import { reportSources } from './report-handlers.ts';
import type { Services } from './services.ts';

/** The handlers of the routes of attribution; `clock` says which day it is. */
export function attributionHandlers(
  services: Services,
  clock: Clock = systemClock,
): HandlersOf<typeof attributionRoutes & typeof labelRuleRoutes> {
  const { attributor, networks } = services;
  const { rules } = attributor;
  const sources = () => reportSources(services, clock);
  /** Throws `unknown-network`. */
  const checkNetwork = (id: string | null | undefined): void => {
    if (id == null || networks.some((network) => network.id === id)) return;
    throw new TributaryError('unknown-network', `There is no network "${id}".`, { column: 'network' });
  };
  const labelOf = (id: string): string => networks.find((network) => network.id === id)?.label ?? id;
  return {
    showEarners: async ({ query: { f: filters, sort, ...query } }) =>
      readEarners(await sources(), { ...query, ...sort, filters }),
    showPage: async ({ query: { f: filters, ...query } }) => readPage(await sources(), { ...query, filters }),
    listClicks: async ({ query: { f: filters, ...query } }) => readClicks(await sources(), { ...query, filters }),
    exportClicks: async ({ query: { f: filters, ...query } }) => ({
      bytes: exportClicks(await sources(), { ...query, filters }),
      mediaType: 'text/csv; charset=utf-8',
      fileName: 'clicks.csv',
      size: null,
    }),
    showSubIds: async ({ query: { f: filters, ...query } }) => readSubIds(await sources(), { ...query, filters }),
    showAttributionQuality: async ({ query: { f: filters, ...query } }) =>
      readAttributionQuality(await sources(), { ...query, filters }),
    showEvidence: async ({ params }) =>
      readEvidence(await sources(), params.id, async (id) => {
        const rule = (await rules.list()).find((one) => one.id === id);
        return rule === undefined ? null : { id, text: rule.text, match: rule.match };
      }),
    listLabelRules: async () => ({ rules: await attributor.listRules((await sources()).view.making) }),
    addLabelRule: async ({ body }, { caller }) => {
      checkNetwork(body.network);
      if (caller === null) throw new TributaryError('not-signed-in', 'Nobody is signed in.');
      return rules.add(keeperOf(caller), body);
    },
    changeLabelRule: async ({ params, body }) => {
      checkNetwork(body.network);
      return rules.change(params.rule, body);
    },
    deleteLabelRule: ({ params }) => rules.remove(params.rule),
    previewLabelRule: async ({ body }) => {
      checkNetwork(body.rule?.network);
      const { view } = await sources();
      return attributor.preview(view.making, body.instead, body.rule, labelOf);
    },
  };
}
