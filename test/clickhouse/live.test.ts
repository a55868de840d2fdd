/** The live report on both engines: the last minutes alone, by minute, with arrivals told from views inside the site. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FactsStore } from '../../src/facts/index.ts';
import { readLive } from '../../src/reports/index.ts';
import { ENGINES } from './engines.ts';

const AT = new Date('2026-03-09T00:10:30.000Z');
const HEAD =
  'log_segment, log_at, site_id, day, happened_at, event_id, view_id, visitor, page_host, page_path, page_query';
const TAIL = 'since_ms, country, country_is_guess, city, device, browser, system';

/** A moment so many seconds before the question; the half hour begins on the day before. */
const momentOf = (secondsAgo: number): Record<string, string> => {
  const text = new Date(AT.getTime() - secondsAgo * 1000).toISOString();
  return { at: text.replace('T', ' ').replace('Z', '000'), day: text.slice(0, 10) };
};

async function view(facts: FactsStore, n: number, secondsAgo: number, more: Readonly<Record<string, string | null>>) {
  const { page = '/a', visitor = null, source = null, site = 'site-1' } = more;
  await facts.exclusive((writer) =>
    writer.run(
      `insert into pageviews (${HEAD}, ${TAIL}, title, source_class, source_name)
       values (1, {n:Int64}, {site:String}, {day:Date32}, {at:DateTime64(6, 'UTC')}, {event:String}, {event:String},
         {visitor:String}, 'kitchen.example', {page:String}, '', 900, 'US', 0, 'Boise, Idaho, US', 'phone', 'Safari', 'iOS', 'Title',
         {source:String}, {source:String})`,
      { n, site, page, visitor, source, event: `view-${n}`, ...momentOf(secondsAgo) },
    ),
  );
}

async function click(facts: FactsStore, n: number, secondsAgo: number, id: string | null) {
  await facts.exclusive((writer) =>
    writer.run(
      `insert into clicks (${HEAD}, ${TAIL}, link, link_host, network, advertiser_id, placement, position, click_id, way, is_cancelled)
       values (1, {n:Int64}, 'site-1', {day:Date32}, {at:DateTime64(6, 'UTC')}, {event:String}, 'view-1', null,
         'kitchen.example', '/a', '', 900, 'US', 0, 'Boise, Idaho, US', 'phone', 'Safari', 'iOS', 'https://click.linksynergy.com/x',
         'click.linksynergy.com', 'rakuten', '', 'hero', 0, {id:String}, 'c', 0)`,
      { n, id, event: `click-${n}`, ...momentOf(secondsAgo) },
    ),
  );
}

async function fill(facts: FactsStore): Promise<void> {
  await view(facts, 1, 10, { visitor: 'r1', source: 'search' });
  await view(facts, 2, 70, { visitor: 'r1', source: 'internal', page: '/b' });
  await view(facts, 3, 1200, { visitor: 'r2', source: 'direct' });
  await view(facts, 4, 20, {});
  await view(facts, 5, 3600, { visitor: 'r3', source: 'search' });
  await view(facts, 6, 5, { site: 'site-2', page: '/other' });
  await click(facts, 7, 15, 'a-click');
  await click(facts, 8, 16, null);
}

describe.each(ENGINES)('%s', (_name, open) => {
  test('counts the last half hour of a site, over midnight', async ({ skip }) => {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-live-'));
    const opened = await open(folder);
    if ('skipped' in opened) return skip(opened.skipped);
    try {
      await fill(opened.store);
      const labels = new Map([['rakuten', 'Rakuten Advertising']]);
      const live = await readLive(opened.store, { at: AT, minutes: 30, site: 'site-1' }, labels);
      expect(live.minutes).toHaveLength(30);
      expect(live.minutes.at(-1)).toEqual({ at: '2026-03-09T00:10:00.000Z', pageviews: 2, clicks: 2 });
      expect(live.minutes.at(-2)).toMatchObject({ pageviews: 1, clicks: 0 });
      expect(live.total).toEqual({ pageviews: 4, clicks: 2, readers: 2, viewsWithoutReader: 1 });
      expect(live.pages).toEqual([
        { host: 'kitchen.example', path: '/a', title: 'Title', pageviews: 3, clicks: 2 },
        { host: 'kitchen.example', path: '/b', title: 'Title', pageviews: 1, clicks: 0 },
      ]);
      expect(live.sources.map(({ sourceClass, pageviews }) => [sourceClass, pageviews])).toEqual(
        expect.arrayContaining([
          ['search', 1],
          ['direct', 1],
          [null, 1],
        ]),
      );
      expect(live.networks).toEqual([{ network: 'rakuten', label: 'Rakuten Advertising', clicks: 2 }]);
      expect(
        live.clicks.map(({ event, at, hasClickId, position }) => [event, at.slice(0, 19), hasClickId, position]),
      ).toEqual([
        ['click-7', '2026-03-09T00:10:15', true, null],
        ['click-8', '2026-03-09T00:10:14', false, null],
      ]);
      expect(live.clicks[0]).toMatchObject({ country: 'US', city: 'Boise, Idaho, US' });
      const all = await readLive(opened.store, { at: AT, minutes: 60 }, labels);
      expect(all.total.pageviews).toBe(5);
    } finally {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
