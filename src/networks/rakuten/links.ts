/** Rakuten's affiliate links: recognises them and writes the sub-id (`u1`) into them. */
import type { NetworkLinks } from '../contract.ts';

/** The parameter that carries the sub-id. `subid` is the network's own and never ours to write. */
export const SUB_ID_PARAMETER = 'u1';
/** The documented length, and the alphabet that is safe under "avoid special characters". */
export const SUB_ID_MAX_LENGTH = 72;
export const SUB_ID_ALPHABET = /^[A-Za-z0-9_-]+$/;

/** Click links; `ad.linksynergy.com` serves impression pixels, which carry no click. */
const HOST = 'click.linksynergy.com';
const PATHS: ReadonlySet<string> = new Set(['/deeplink', '/fs-bin/click', '/link']);

function clickLink(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.hostname === HOST && PATHS.has(url.pathname) ? url : null;
}

function subIdIn(url: URL): string {
  return url.searchParams.getAll(SUB_ID_PARAMETER).find((value) => value !== '') ?? '';
}

/** The query with the sub-id; every other parameter keeps its bytes, so that `murl` stays encoded exactly once. */
function taggedQuery(query: string, subId: string): string {
  const written = `${SUB_ID_PARAMETER}=${subId}`;
  const pairs = query.split('&').filter((pair) => pair !== '' && pair !== 'u1' && pair !== 'u1=');
  const target = pairs.findIndex((pair) => pair.startsWith('murl='));
  // A target that was not encoded swallows what follows it as its own query: the sub-id must stand before it.
  const isOpen = target >= 0 && pairs[target]?.includes('?') === true;
  return pairs.toSpliced(isOpen ? target : pairs.length, 0, written).join('&');
}

/** Pure: text in, text out. */
export const links: NetworkLinks = {
  recognise: (text) => {
    const url = clickLink(text);
    if (url === null) return null;
    const advertiserId = url.searchParams.get('mid') ?? '';
    return { subId: subIdIn(url), advertiserId: advertiserId === '' ? null : advertiserId };
  },
  tag: (text, subId) => {
    const url = clickLink(text);
    if (url === null) return null;
    if (subId.length > SUB_ID_MAX_LENGTH || !SUB_ID_ALPHABET.test(subId)) {
      throw new RangeError(`not a sub-id for this network: "${subId.slice(0, SUB_ID_MAX_LENGTH)}"`);
    }
    if (subIdIn(url) !== '') return text;
    url.search = taggedQuery(url.search.slice(1), subId);
    return url.href;
  },
};
