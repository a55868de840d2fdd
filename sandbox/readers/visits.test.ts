import { expect, test } from 'vitest';
import { parseClickId } from '../../src/core/index.ts';
import { createWorld } from '../world/world.ts';
import { type ReaderEvent, readerEvents } from './visits.ts';

const tracking = { blockedShare: 0.15, strippedShare: 0.1, foldingShare: 0.1, truncatingShare: 0.1 };
const world = createWorld({ tracking, startDay: '2026-05-01', endDay: '2026-05-10', ordersPerDay: 10 });
const siteKeys = new Map(world.publisher.sites.map(({ id }) => [id, `key-${id}`]));
const events = [...readerEvents(world, { siteKeys })];

test('every click that was seen is reported once, on its page, with its id', () => {
  const reported = events.flatMap(({ event }) => (event.t === 'c' ? [event] : []));
  const clicks = [...world.eachClick()].filter((click) => click.isSeen);
  expect(reported.map((event) => event.i || '').sort()).toEqual(clicks.map((click) => click.id).sort());
  const pages = new Map(world.publisher.pages.map((page) => [page.id, page]));
  const byId = new Map(clicks.map((click) => [click.id, click]));
  for (const event of reported) {
    expect(parseClickId(event.i || '').kind).toBe('intact');
    expect(event.u.split('?')[0]).toBe(pages.get(byId.get(event.i || '')?.pageId ?? '')?.url);
  }
});

test('events come in order, each with its own id, and a click after its pageview', () => {
  const times = events.map(({ atMs }) => atMs);
  const days = times.map((atMs) => Math.floor(atMs / 86_400_000));
  expect(new Set(events.map(({ event }) => event.e)).size).toBe(events.length);
  expect(days).toEqual([...days].sort((a, b) => a - b));
  const views = new Map<string, ReaderEvent>();
  for (const one of events) {
    if (one.event.t === 'p') views.set(one.event.w, one);
    else expect(views.get(one.event.w)?.atMs ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(one.atMs);
  }
});

test('who follows a link has seen it, most views bring no click, and some links are seen by nobody', () => {
  const lists = new Map(events.flatMap(({ event }) => (event.t === 'i' ? [[event.w, event.i] as const] : [])));
  const links = new Map(world.publisher.pages.map(({ url, links: all }) => [url, all.map((link) => link.url)]));
  let clicks = 0;
  for (const { event } of events) {
    if (event.t !== 'c') continue;
    clicks += 1;
    expect(lists.get(event.w)?.map(({ b }) => b)).toContain(event.b);
    expect(links.get(event.u.split('?')[0] ?? '')).toContain(event.h);
  }
  const views = events.filter(({ event }) => event.t === 'p').length;
  expect(clicks / views).toBeGreaterThan(0.1);
  expect(clicks / views).toBeLessThan(0.25);
  expect(lists.size / views).toBeLessThan(0.9);
});

test('the same world has the same readers', () => {
  const [first, ...rest] = readerEvents(world, { siteKeys });
  expect(first).toEqual(events[0]);
  expect(rest.at(-1)).toEqual(events.at(-1));
});
