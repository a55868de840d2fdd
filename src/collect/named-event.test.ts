/** What the script sends without names, read. */
import { expect, test } from 'vitest';
import { makeClickId } from '../core/index.ts';
import { namedEvent } from './named-event.ts';
import { readWireEvent } from './wire-event.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
const idAt = (ms: number): string => makeClickId(NOON + ms, new Uint8Array(10));
const HREF = 'https://click.example/deep?id=1,2&murl=https%3A%2F%2Fshop.example';
const PAGE = 'https://blog.example/q&a?';
const NO_QUERY = `${PAGE}null`;
const head = (id: string, url = NO_QUERY): unknown[] => [{ site: 'k', author: 'Ann' }, null, id, idAt(0), url];
const link = (...around: readonly string[]): string => [`awin,1,${HREF}`, 'a,,,', ...around].join('\n');
const CLICK = [link('li,,card,', 'main,,,'), true, 'click', true, false, true, false, ' Buy ', null, 'Deals'];
const read = (fields: unknown) => readWireEvent(JSON.stringify(fields));

test('a click, its way, its place and its time since the view', () => {
  expect(read([...head(idAt(900)), CLICK, false])).toMatchObject({
    ...{
      kind: 'click',
      siteKey: 'k',
      id: idAt(900),
      viewId: idAt(0),
      sinceMs: 900,
      isTagged: true,
      isCancelled: false,
    },
    ...{ network: 'awin', position: 2, placement: 'main', way: ['click', true, true], text: 'Buy', heading: 'Deals' },
  });
  expect(read([...head(idAt(9)), CLICK, null])?.page.href).toBe('https://blog.example/q&a');
  const opened = [link('div,,,box, "top"', 'aside,,,outer'), false, null, null, null, null, null, '', 'A picture', ''];
  const byPage = read([...head(idAt(-5000)), opened, null]);
  expect(byPage).toMatchObject({ sinceMs: 0, isTagged: false, placement: 'box, "top"', text: 'A picture' });
  expect(byPage).not.toHaveProperty('way');
});

test('names of classes may have commas, as places may', () => {
  const place = (...around: readonly string[]): unknown => {
    const event = read([...head(idAt(9)), [link(...around), ...CLICK.slice(1)], null]);
    return event?.kind === 'click' ? event.placement : null;
  };
  expect(place('div,,grid-cols-[1fr,auto],', 'main,top,bg-[rgba(0,0,0,.5)],')).toBe('main#top');
  expect(place('section,,w-[min(1px,2px)],')).toBe('section.w-[min(1px,2px)]');
  expect(place('div,,grid-cols-[1fr,auto],', 'div,,card,Deals, top')).toBe('Deals, top');
});

test('a clock that was set by years while the page was open loses no event', () => {
  const later = makeClickId(NOON + 20 * 365 * 86_400_000, new Uint8Array(10));
  expect(read([...head(later), CLICK, null])).toMatchObject({ kind: 'click', sinceMs: 4_000_000_000 });
});

test('a view: the page before it, or where the reader came from and what the tag says of the page', () => {
  const url = `${PAGE}?utm_source=a,b,,&gclid,&ref=x`;
  const loaded = read([...head(idAt(0), url), null, 'https://news.example/x', 'Title', '<meta']);
  expect(loaded).toMatchObject({
    kind: 'pageview',
    sinceMs: 0,
    title: 'Title',
    attributes: { author: 'Ann' },
    facts: '<meta',
  });
  expect(loaded?.page.href).toBe('https://blog.example/q&a?utm_source=a,b,&gclid&ref=x');
  const changed = namedEvent([...head(idAt(0), `${PAGE}&ref=x`), `${PAGE}?utm_source=x`, 'https://n.example/', '', '']);
  expect(changed).toMatchObject({
    page: 'https://blog.example/q&a?ref=x',
    referrer: 'https://blog.example/q&a',
    attributes: {},
  });
  expect(namedEvent([...head(idAt(0)), '', 'https://n.example/', '', ''])).toMatchObject({
    referrer: '',
    attributes: {},
  });
});

test('of a long address where the reader came from the beginning is read, and no view is lost for it', () => {
  const long = `https://blog.example/${'a'.repeat(2000)}`;
  expect(read([...head(idAt(0)), null, long, 'Title', ''])).toMatchObject({ referrer: { href: long.slice(0, 1000) } });
  expect(read([...head(idAt(0)), `${long}?null`, '', 'Title', ''])).toMatchObject({
    referrer: { href: long.slice(0, 1000) },
  });
  expect(read([...head(idAt(0), `${long}?null`), null, '', 'Title', ''])?.page.href).toBe(long.slice(0, 1000));
});

test('links that were seen; of one that was cut the last element is not believed', () => {
  const long = `${link()}\n${'div,,x,\n'.repeat(200)}`.slice(0, 994);
  const event = read([...head(idAt(1)), [link('ul,top,,'), `${long}\nmain,`]]);
  expect(event).toMatchObject({
    kind: 'impressions',
    links: [{ network: 'awin', position: 2, href: { href: HREF }, placement: 'ul#top' }, { network: 'awin' }],
  });
  expect(event).not.toHaveProperty('links.1.placement', 'main');
});

test.each([
  [[]],
  [{ v: 1, k: 'k', e: 'a'.repeat(16), w: 'b'.repeat(16), u: 'https://blog.example/', s: 1, t: 'p' }], // the format of before
  [null],
  ['x'],
  [1],
  [[null, null, null, null, null, null]],
  [['x', 1, 2, 3, 4, [5]]],
  [[...head(idAt(1)), ['javascript:alert(1)']]],
  [[...head(idAt(1)), []]],
  [[...head(idAt(1)), ['awin,0,javascript:alert(1)']]],
  [[...head('A'), CLICK, null]],
  [[...head(idAt(0).toUpperCase()), CLICK, null]],
  [[...head(idAt(1), 'javascript:alert(1)?null'), CLICK, null]],
  [[...head(idAt(1), '/relative?null'), CLICK, null]],
  [[...head(idAt(1)), [`awin,0,data:text/html,x\na,,,`, ...CLICK.slice(1)], null]],
  [[...head(idAt(1)), [CLICK[0], 'yes', ...CLICK.slice(2)], null]],
  [[...head(idAt(1)), [...CLICK.slice(0, 2), 'mousedown', ...CLICK.slice(3)], null]],
  [[{}, null, idAt(1), idAt(0), PAGE, null, '', '', '']],
])('what is no event is invalid: %j', (fields) => {
  expect(read(fields)).toBeNull();
});

test.each(['', '{', '[1,'])('what is no JSON is invalid: %j', (body) => {
  expect(readWireEvent(body)).toBeNull();
});
