/**
 * Networks whose links we know and whose reports we do not import: their impressions and clicks are counted, and the
 * sub-id is written for the day when they are. Only what their documents or public clients say is stated here; networks
 * of which we have no more than memory (Webgains, Admitad, TradeTracker, Daisycon, FlexOffers …) are left out. Where no
 * alphabet is documented, letters and digits: a click id needs no more.
 */
import type { LinkForm } from '../core/index.ts';
import type { NetworkLinks } from './contract.ts';
import { linksOf } from './network-links.ts';

/** A network without reports. */
export interface LinksOnlyNetwork {
  /** As in `Network`: the folder's name, once it has one. */
  readonly id: string;
  readonly label: string;
  readonly links: NetworkLinks;
}

/** Of its many, those that are in use for links of publishers; from memory, no document was at hand. */
const CJ_HOSTS = ['anrdoezrs.net', 'dpbolvw.net', 'jdoqocy.com', 'kqzyfj.com', 'tkqlhce.com'].flatMap((host) => [
  host,
  `www.${host}`,
]);
const LETTERS_AND_DIGITS = 'A-Za-z0-9';

/** What most forms have in common. */
const common = { maxLength: null, alphabet: LETTERS_AND_DIGITS } as const;

const FORMS: readonly (readonly [id: string, label: string, ...forms: readonly LinkForm[]])[] = [
  [
    'awin',
    'Awin',
    {
      ...common,
      hosts: ['www.awin1.com', 'awin1.com'],
      path: '/(?:cread|awclick)\\.php',
      subId: 'clickref',
      // wiki.awin.com, Publisher_Click_Ref: "six different click references in any one link"
      further: ['clickref2', 'clickref3', 'clickref4', 'clickref5', 'clickref6'],
      advertiser: 'awinmid',
      maxLength: 50, // the report that adds up shows no more
    },
  ],
  [
    'cj',
    'CJ',
    {
      ...common,
      hosts: CJ_HOSTS,
      path: '/click-\\d+-\\d+',
      subId: 'sid',
      maxLength: 30, // of an older page; newer ones say more
    },
    {
      ...common,
      hosts: CJ_HOSTS,
      path: '/links/\\d+/type/dlg(?:/sid/[^/]*)?/https?:.*',
      subId: '/sid/',
      before: ['/https:', '/http:'],
      maxLength: 30,
    },
  ],
  [
    'impact',
    'Impact',
    {
      ...common,
      hosts: ['*.sjv.io', '*.pxf.io', '*.evyy.net', '*.7eer.net', '*.ojrq.net', 'goto.walmart.com', 'goto.target.com'],
      path: '/c/\\d+/\\d+/\\d+',
      subId: 'subId1',
      // help.impact.com 48001235417; not its Shared ID: the brand sees it, and Amazon wants none of single clicks in it
      further: ['subId2', 'subId3'],
    },
  ],
  [
    'shareasale',
    'ShareASale',
    {
      ...common,
      hosts: ['shareasale.com', 'www.shareasale.com'],
      path: '/(?:r|u|m-pr)\\.cfm',
      subId: 'afftrack',
      maxLength: 255,
    },
  ],
  [
    'partnerize',
    'Partnerize',
    {
      ...common,
      hosts: ['prf.hn', '*.prf.hn'],
      path: '/click/camref:.*',
      subId: '/pubref:',
      before: ['/destination:'],
      maxLength: 256,
    },
  ],
  [
    'tradedoubler',
    'Tradedoubler',
    {
      ...common,
      hosts: ['clk.tradedoubler.com', 'tracker.tradedoubler.com'],
      path: '/click',
      subId: 'epi',
      further: ['epi2'], // of public clients; its own help text names `epi` only
      maxLength: 64,
    },
  ],
  [
    'amazon',
    'Amazon',
    // its terms allow no sub-id of a reader's click, and `tag` is the publisher's account
    { ...common, hosts: ['amazon.*', 'www.amazon.*'], path: '/[^?#]*', needs: ['tag'], subId: null },
    { ...common, hosts: ['amzn.to'], path: '/[^?#]+', subId: null },
  ],
  [
    'ebay',
    'eBay Partner Network',
    {
      ...common,
      hosts: ['ebay.*', 'www.ebay.*'],
      path: '/[^?#]*',
      needs: ['mkevt', 'campid'],
      subId: 'customid',
      maxLength: 256,
    },
  ],
  ['skimlinks', 'Skimlinks', { ...common, hosts: ['go.skimresources.com'], path: '/', subId: 'xcust', maxLength: 50 }],
  [
    'sovrn',
    'Sovrn Commerce',
    {
      ...common,
      hosts: ['redirect.viglink.com'],
      path: '/',
      needs: ['key'],
      subId: 'cuid',
      maxLength: 32, // of older documents; newer ones say 2048
    },
  ],
  [
    'adtraction',
    'Adtraction',
    {
      ...common,
      hosts: ['track.adtraction.com'],
      path: '/t/t',
      subId: 'epi',
      // help.adtraction.com 1563109: "you can add five EPI parameters to each tracking link"
      further: ['epi2', 'epi3', 'epi4', 'epi5'],
    },
  ],
  [
    'avantlink',
    'AvantLink',
    {
      ...common,
      hosts: ['avantlink.com', 'www.avantlink.com'],
      path: '/click\\.php',
      subId: 'ctc',
    },
  ],
  [
    'booking',
    'Booking.com',
    {
      ...common,
      hosts: ['booking.com', 'www.booking.com'],
      path: '/[^?#]*',
      needs: ['aid'],
      subId: 'label',
    },
  ],
  [
    'viator',
    'Viator',
    {
      ...common,
      hosts: ['viator.com', 'www.viator.com'],
      path: '/[^?#]*',
      needs: ['pid', 'mcid'],
      subId: 'campaign',
    },
  ],
];

/** Every network of which we know only the links. */
export const linksOnly: readonly LinksOnlyNetwork[] = FORMS.map(([id, label, ...forms]) => ({
  id,
  label,
  links: linksOf(id, forms),
}));
