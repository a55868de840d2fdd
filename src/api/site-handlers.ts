/** What the routes about sites call. */
import { readSiteCounts } from '../collect/index.ts';
import { type Clock, makeClickId, TributaryError } from '../core/index.ts';
import { explainLink, linksOnly } from '../networks/index.ts';
import { readLive } from '../reports/index.ts';
import { isExcludedLink } from '../sites/index.ts';
import { callerOf } from './access-handlers.ts';
import { collectorView } from './collector-view.ts';
import type { HandlersOf } from './contract.ts';
import type { siteRoutes } from './contract/sites.ts';
import type { Services } from './services.ts';

/** The handlers of the routes about sites. */
export function siteHandlers({
  access,
  sites,
  facts,
  clock,
  collector,
  networks,
}: Services): HandlersOf<typeof siteRoutes> {
  const today = (): string => clock().toISOString().slice(0, 10);
  const linked = [...networks, ...linksOnly];
  return {
    recogniseLink: async ({ body }) => {
      const example = exampleOf(clock);
      const explained = explainLink(body.link, linked, example);
      if (explained === null) {
        throw new TributaryError('invalid-request', 'This is no link: paste one as it stands in the page.', {
          column: 'link',
        });
      }
      const link = new URL(explained.link);
      const excludedBy = (await sites.list()).filter((site) => isExcludedLink(link, site.excludedLinks));
      return { ...explained, example, excludedBy: excludedBy.map(({ host }) => host) };
    },
    showLive: async ({ query: { site, minutes } }, asking) => {
      const labels = new Map(linked.map(({ id, label }) => [id, label]));
      // nobody reads a demo's pages any more: it shows the minutes in which its readers were last there
      const at = (await access.demos.endOf(callerOf(asking).workspaceId)) ?? clock();
      return readLive(facts, { at, minutes, ...(site === undefined ? {} : { site }) }, labels);
    },
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
    showCollector: async (_input, asking) => {
      const health = collector();
      const unknownSites = await readSiteCounts(facts, '', today());
      if (health === null) return { collector: null, unknownSites };
      const isOperator = await access.workspaces.isOperator(callerOf(asking));
      const { waitingSinceMs, ...rest } = collectorView(health, isOperator);
      const oldestUnappliedMs = waitingSinceMs === null ? null : Math.max(0, clock().getTime() - waitingSinceMs);
      return { collector: { ...rest, oldestUnappliedMs }, unknownSites };
    },
  };
}

/** A click id as it looks; every click gets another. */
function exampleOf(clock: Clock): string {
  return makeClickId(
    clock().getTime(),
    Array.from('example000', (character) => Number.parseInt(character, 36)),
  );
}
