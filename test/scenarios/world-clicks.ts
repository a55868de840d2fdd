/** The clicks of a simulated publisher that its browser script saw, put into the facts as the collector would have. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { instantText } from '../../src/core/index.ts';
import { columnsOf, type FactsStore } from '../../src/facts/index.ts';
import type { World } from '../../sandbox/index.ts';

/** Appends them; `folder` is for a file of the moment. */
export async function loadWorldClicks(facts: FactsStore, world: World, folder: string): Promise<void> {
  const pages = new Map(world.publisher.pages.map((page) => [page.id, new URL(page.url)]));
  const links = new Map(world.publisher.pages.flatMap((page) => page.links.map((link) => [link.id, link] as const)));
  const rows: string[] = [];
  let n = 0;
  for (const click of world.eachClick()) {
    if (!click.isSeen) continue;
    n += 1;
    const [page, link] = [pages.get(click.pageId), links.get(click.linkId)];
    const at = instantText(new Date(click.clickedAtMs));
    const values: Readonly<Record<string, string | number | null>> = {
      ...{ log_segment: 1, log_at: n, site_id: click.siteId, day: at.slice(0, 10), happened_at: at },
      ...{ event_id: `e${n}`, view_id: `v${n}`, visitor: null },
      ...{ page_host: page?.host ?? '', page_path: page?.pathname ?? '', page_query: '', since_ms: 0 },
      ...{ country: click.country, country_is_guess: 1, browser: '', system: '' },
      device: click.device === 'mobile' ? 'phone' : click.device,
      ...{ link: link?.url ?? '', link_host: 'click.linksynergy.com' },
      ...{ network: 'rakuten', advertiser_id: String(click.mid) },
      ...{ placement: link?.placement ?? '', position: 1, click_id: click.id, way: 'c' },
      ...{ link_text: null, heading: null, is_cancelled: 0 },
    };
    const cells = columnsOf('clicks').map((column) => values[column] ?? null);
    rows.push(
      cells
        .map((value) => (value === null ? String.raw`\N` : typeof value === 'number' ? value : `"${value}"`))
        .join(','),
    );
  }
  const file = join(folder, 'clicks.csv');
  await writeFile(file, `${rows.join('\n')}\n`);
  try {
    await facts.exclusive((writer) => writer.loadCsv('clicks', file));
  } finally {
    await rm(file);
  }
}
