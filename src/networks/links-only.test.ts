import { describe, expect, it } from 'vitest';
import { makeClickId } from '../core/index.ts';
import { linksOnly } from './links-only.ts';
import { clickIdFault } from './network-links.ts';
import { networkById } from './registry.ts';

const ID = makeClickId(1_795_000_000_000, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const SHOP = 'https%3A%2F%2Fshop.example%2Fa%3Fb%3D1%26c%3D%2520';

/** [network, link, the same with ID in it] */
const LINKS: readonly (readonly [string, string, string])[] = [
  [
    'awin',
    `https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued=${SHOP}`,
    `https://www.awin1.com/cread.php?clickref=${ID}&awinmid=1&awinaffid=2&ued=${SHOP}`,
  ],
  ['cj', 'https://www.anrdoezrs.net/click-123-456', `https://www.anrdoezrs.net/click-123-456?sid=${ID}`],
  ['cj', `https://jdoqocy.com/click-1-2?url=${SHOP}`, `https://jdoqocy.com/click-1-2?sid=${ID}&url=${SHOP}`],
  [
    'cj',
    'https://www.kqzyfj.com/links/1/type/dlg/https://shop.example/a?sid=theirs',
    `https://www.kqzyfj.com/links/1/type/dlg/sid/${ID}/https://shop.example/a?sid=theirs`,
  ],
  ['impact', `https://shop.pxf.io/c/11/22/33?u=${SHOP}`, `https://shop.pxf.io/c/11/22/33?subId1=${ID}&u=${SHOP}`],
  ['impact', 'https://goto.walmart.com/c/11/22/33', `https://goto.walmart.com/c/11/22/33?subId1=${ID}`],
  [
    'shareasale',
    'https://www.shareasale.com/r.cfm?b=1&u=2&m=3&afftrack=&urllink=shop.example',
    `https://www.shareasale.com/r.cfm?b=1&u=2&m=3&afftrack=${ID}&urllink=shop.example`,
  ],
  [
    'partnerize',
    'https://prf.hn/click/camref:abc/destination:https://shop.example/a?b=1',
    `https://prf.hn/click/camref:abc/pubref:${ID}/destination:https://shop.example/a?b=1`,
  ],
  ['partnerize', 'https://shop.prf.hn/click/camref:abc', `https://shop.prf.hn/click/camref:abc/pubref:${ID}`],
  [
    'tradedoubler',
    `https://clk.tradedoubler.com/click?p=1&a=2&url=${SHOP}`,
    `https://clk.tradedoubler.com/click?epi=${ID}&p=1&a=2&url=${SHOP}`,
  ],
  [
    'ebay',
    'https://www.ebay.co.uk/itm/1?mkevt=1&mkcid=1&campid=5&toolid=6#top',
    `https://www.ebay.co.uk/itm/1?customid=${ID}&mkevt=1&mkcid=1&campid=5&toolid=6#top`,
  ],
  [
    'skimlinks',
    `https://go.skimresources.com/?id=1X2&url=${SHOP}`,
    `https://go.skimresources.com/?xcust=${ID}&id=1X2&url=${SHOP}`,
  ],
  [
    'sovrn',
    `https://redirect.viglink.com/?key=k&u=${SHOP}`,
    `https://redirect.viglink.com/?cuid=${ID}&key=k&u=${SHOP}`,
  ],
  [
    'adtraction',
    'https://track.adtraction.com/t/t?a=1&as=2&t=2&tk=1&url=https://shop.example/?x=1&y=2',
    `https://track.adtraction.com/t/t?epi=${ID}&a=1&as=2&t=2&tk=1&url=https://shop.example/?x=1&y=2`,
  ],
  [
    'avantlink',
    `https://www.avantlink.com/click.php?tt=cl&mi=1&pw=2&url=${SHOP}`,
    `https://www.avantlink.com/click.php?ctc=${ID}&tt=cl&mi=1&pw=2&url=${SHOP}`,
  ],
  [
    'booking',
    'https://www.booking.com/hotel/de/x.html?aid=1',
    `https://www.booking.com/hotel/de/x.html?label=${ID}&aid=1`,
  ],
  [
    'viator',
    'https://www.viator.com/tours/x?pid=P1&mcid=2',
    `https://www.viator.com/tours/x?campaign=${ID}&pid=P1&mcid=2`,
  ],
];

const linksFor = (id: string) => {
  const found = linksOnly.find((network) => network.id === id);
  if (found === undefined) throw new Error(`no network ${id}`);
  return found.links;
};

describe('networks of which only the links are known', () => {
  it('are none of those that are imported', () => {
    for (const { id } of linksOnly) expect(networkById(id)).toBeUndefined();
  });
  it('have room for a click id wherever a sub-id is written', () => {
    for (const { links } of linksOnly)
      expect(links.forms.map(clickIdFault).filter((fault) => fault !== null)).toEqual([]);
  });
  it('are all tried here', () => {
    const writing = linksOnly.filter(({ links }) => links.forms.some((form) => form.subId !== null));
    expect(new Set(LINKS.map(([id]) => id))).toEqual(new Set(writing.map(({ id }) => id)));
  });
  it.each(LINKS)('%s takes and gives back a click id: %s', (id, link, tagged) => {
    const links = linksFor(id);
    expect(links.recognise(link)?.subId).toBe('');
    expect(links.tag(link, ID)).toBe(tagged);
    expect(links.recognise(tagged)?.subId).toBe(ID);
    expect(links.tag(tagged, 'another')).toBe(tagged);
  });
  it.each([
    [
      'awin',
      'https://www.awin1.com/cread.php?',
      ['clickref', 'clickref2', 'clickref3', 'clickref4', 'clickref5', 'clickref6'],
    ],
    ['impact', 'https://shop.pxf.io/c/11/22/33?', ['subId1', 'subId2', 'subId3']],
    ['tradedoubler', 'https://clk.tradedoubler.com/click?', ['epi', 'epi2']],
    ['adtraction', 'https://track.adtraction.com/t/t?', ['epi', 'epi2', 'epi3', 'epi4', 'epi5']],
  ])('%s takes a click id behind sub-ids of the publisher, into the next of its parameters', (id, address, names) => {
    const links = linksFor(id);
    for (let own = 1; own < names.length; own += 1) {
      const query = names.slice(0, own).map((name) => `${name}=my-${name}`);
      const tagged = `${address}${[`${names[own]}=${ID}`, ...query].join('&')}`;
      expect(links.recognise(`${address}${query.join('&')}`)?.subId).toBe(`my-${names[0]}`);
      expect(links.tag(`${address}${query.join('&')}`, ID)).toBe(tagged);
      expect(links.recognise(tagged)?.subId).toBe(ID);
      expect(links.tag(tagged, ID.replace('0', '1'))).toBe(tagged);
    }
    const full = `${address}${names.map((name) => `${name}=my-${name}`).join('&')}`;
    expect(links.tag(full, ID)).toBe(full);
  });
  it.each([
    'https://www.amazon.co.uk/dp/B01?tag=mine-21',
    'https://amazon.com.au/dp/B01?x=1&tag=mine-21',
    'https://amzn.to/3abc',
  ])('Amazon: %s is known and never changed', (link) => {
    expect(linksFor('amazon').recognise(link)).toEqual({ subId: '', advertiserId: null });
    expect(linksFor('amazon').tag(link, ID)).toBe(link);
  });
  it.each([
    ['amazon', 'https://www.amazon.de/dp/B01'],
    ['amazon', 'https://www.amazon.evil.example/dp/B01?tag=x'],
    ['ebay', 'https://www.ebay.de/itm/1'],
    ['ebay', 'https://notebay.de/itm/1?mkevt=1&campid=2'],
    ['impact', 'https://pxf.io/c/1/2/3'],
    ['impact', 'https://evilpxf.io/c/1/2/3'],
    ['awin', 'https://www.awin1.com/cread.php.evil/?a'],
    ['booking', 'https://www.booking.com/hotel/de/x.html'],
  ])('%s does not take %s for its link', (id, link) => {
    expect(linksFor(id).recognise(link)).toBeNull();
  });
});
