/** What the routes about sites call. */
import { readSiteCounts } from '../collect/index.ts';
import type { HandlersOf } from './contract.ts';
import type { siteRoutes } from './contract/sites.ts';
import type { Services } from './services.ts';

/** The handlers of the routes about sites. */
export function siteHandlers({ sites, facts, clock, collector }: Services): HandlersOf<typeof siteRoutes> {
  const today = (): string => clock().toISOString().slice(0, 10);
  return {
    listSites: async () => ({ sites: await sites.list() }),
    addSite: ({ body }) => sites.add(body),
    changeSite: ({ params, body }) => sites.change(params.site, body),
    removeSite: async ({ params }) => {
      await sites.remove(params.site);
      return { removed: params.site };
    },
    showSiteStatus: async ({ params }) => {
      const { id } = await sites.find(params.site);
      return { site: id, ...(await readSiteCounts(facts, id, today())) };
    },
    showCollector: async () => {
      const health = collector();
      const unknownSites = await readSiteCounts(facts, '', today());
      if (health === null) return { collector: null, unknownSites };
      const { waitingSinceMs, ...rest } = health;
      const oldestUnappliedMs = waitingSinceMs === null ? null : Math.max(0, clock().getTime() - waitingSinceMs);
      return { collector: { ...rest, oldestUnappliedMs }, unknownSites };
    },
  };
}
