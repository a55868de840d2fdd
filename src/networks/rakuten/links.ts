/** Rakuten's affiliate links. The sub-id travels in `u1`; `subid` is the network's own and is never touched. */

const HOST = 'click.linksynergy.com';
const PATHS = new Set(['/deeplink', '/fs-bin/click', '/link']);

function parse(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.hostname === HOST && PATHS.has(url.pathname) ? url : null;
}

/** The sub-id and advertiser of a link of this network, or null. */
export function recognise(text: string): { readonly subId: string; readonly advertiserId: string | null } | null {
  const url = parse(text);
  if (url === null) return null;
  return { subId: url.searchParams.get('u1') ?? '', advertiserId: url.searchParams.get('mid') };
}

/** The link with `subId` in its `u1`; a link that has one keeps it. Null if it is not this network's link. */
export function tag(text: string, subId: string): string | null {
  const url = parse(text);
  if (url === null) return null;
  if ((url.searchParams.get('u1') ?? '') === '') url.searchParams.set('u1', subId);
  return url.toString();
}
