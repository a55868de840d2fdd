import { expect, test } from 'vitest';
import { readWireEvent } from '../../src/collect/index.ts';
import { parseClickId } from '../../src/core/index.ts';
import { createWorld } from '../world/world.ts';
import { type ReaderEvent, readerEvents } from './visits.ts';

const tracking = {
  blockedShare: 0.15,
  strippedShare: 0.1,
  lostEventShare: 0,
  otherDeviceShare: 0,
  foldingShare: 0.1,
  truncatingShare: 0.1,
};
const world = createWorld({ tracking, startDay: '2026-05-01', endDay: '2026-05-10', ordersPerDay: 10 });
const siteKeys = new Map(world.publisher.sites.map(({ id }) => [id, `key-${id}`]));
/** As the collector reads them. */
const read = (one: ReaderEvent) => {
  const event = readWireEvent(JSON.stringify(one.event));
  if (event === null) throw new Error(`invalid: ${JSON.stringify(one.event)}`);
  return { ...one, event };
};
const events = [...readerEvents(world, { siteKeys })].map(read);

test('every click that was seen is reported once, on its page, with its id', () => {
  const reported = events.flatMap(({ event }) => (event.kind === 'click' ? [event] : []));
  const clicks = [...world.eachClick()].filter((click) => click.isSeen);
  expect(reported.map((event) => event.id).sort()).toEqual(clicks.map((click) => click.id).sort());
  const pages = new Map(world.publisher.pages.map((page) => [page.id, page]));
  const byId = new Map(clicks.map((click) => [click.id, click]));
  for (const event of reported) {
    expect(event.isTagged && parseClickId(event.id).kind).toBe('intact');
    expect(event.page.href.split('?')[0]).toBe(pages.get(byId.get(event.id)?.pageId ?? '')?.url);
  }
});

test('events come in order, each with its own id, and a click after its pageview', () => {
  const times = events.map(({ atMs }) => atMs);
  const days = times.map((atMs) => Math.floor(atMs / 86_400_000));
  expect(new Set(events.map(({ event }) => event.id)).size).toBe(events.length);
  expect(days).toEqual([...days].sort((a, b) => a - b));
  const views = new Map<string, number>();
  for (const one of events) {
    const { kind, viewId, sinceMs } = one.event;
    if (kind === 'pageview') views.set(viewId, one.atMs);
    else expect([-1, 0, 1]).toContain((views.get(viewId) ?? Number.NaN) + sinceMs - one.atMs); // an id may be of the next millisecond
  }
});

test('who follows a link has seen it, most views bring no click, and some links are seen by nobody', () => {
  const lists = new Map(
    events.flatMap(({ event }) => (event.kind === 'impressions' ? [[event.viewId, event.links] as const] : [])),
  );
  const links = new Map(world.publisher.pages.map(({ url, links: all }) => [url, all.map((link) => link.url)]));
  let clicks = 0;
  for (const { event } of events) {
    if (event.kind !== 'click') continue;
    clicks += 1;
    expect(lists.get(event.viewId)?.map(({ placement }) => placement)).toContain(event.placement);
    expect(links.get(event.page.href.split('?')[0] ?? '')).toContain(event.href.href);
  }
  const views = events.filter(({ event }) => event.kind === 'pageview').length;
  expect(clicks / views).toBeGreaterThan(0.1);
  expect(clicks / views).toBeLessThan(0.25);
  expect(lists.size / views).toBeLessThan(0.9);
});

test('the same world has the same readers', () => {
  const [first, ...rest] = readerEvents(world, { siteKeys });
  expect(first && read(first)).toEqual(events[0]);
  expect(rest.map(read).at(-1)).toEqual(events.at(-1));
});
