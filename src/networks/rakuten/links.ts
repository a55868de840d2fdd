/** Rakuten's affiliate links, as data: how they look and where the sub-id (`u1`) goes. */
import type { LinkForm } from '../../core/index.ts';
import { linksOf } from '../network-links.ts';

/** `subid` is the network's own parameter and never ours to write. */
const CLICK_LINK: LinkForm = {
  // ad.linksynergy.com serves impression pixels, which carry no click
  hosts: ['click.linksynergy.com'],
  path: '/(?:deeplink|fs-bin/click|link)',
  subId: 'u1',
  advertiser: 'mid',
  // the documented length, and the alphabet that is safe under "avoid special characters"
  maxLength: 72,
  alphabet: 'A-Za-z0-9_-',
};

/** Pure: text in, text out. */
export const links = linksOf('rakuten', [CLICK_LINK]);
