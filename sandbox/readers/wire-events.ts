/** What the browser script sends of a view: the only place here that knows its format. */
import type { LinkOnPage, NamedEvent as WireEvent } from '../../snippet/named-wire.ts';
import type { Click } from '../world/clicks.ts';
import type { AffiliateLink, Page } from '../world/publisher.ts';
import { statedBy, wordsAt } from './page-content.ts';

/** One view of one page. */
export interface View {
  /** The public key of the site's script. */
  readonly siteKey: string;
  readonly page: Page;
  /** Of the view, which is also that of its pageview. */
  readonly id: string;
  /** With its query. */
  readonly url: string;
}

function headOf({ siteKey, id, url }: View, eventId: string, sinceMs: number) {
  return { v: 1, k: siteKey, w: id, u: url, e: eventId, s: sinceMs } as const;
}

function linkOn({ page }: View, link: AffiliateLink): LinkOnPage {
  return { h: link.url, n: 'rakuten', b: link.placement, o: page.links.indexOf(link) + 1 };
}

/** `referrer` '': the browser does not say where its reader came from. */
export function pageviewEvent(view: View, referrer: string): WireEvent {
  const { title } = view.page;
  return { ...headOf(view, view.id, 0), t: 'p', r: referrer, n: title, d: statedBy(view.page) };
}

export function impressionsEvent(
  view: View,
  eventId: string,
  sinceMs: number,
  links: readonly AffiliateLink[],
): WireEvent {
  return { ...headOf(view, eventId, sinceMs), t: 'i', i: links.map((link) => linkOn(view, link)) };
}

/** null: the page has no such link. */
export function clickEvent(view: View, eventId: string, sinceMs: number, click: Click): WireEvent | null {
  const link = view.page.links.find(({ id }) => id === click.linkId);
  if (link === undefined) return null;
  const { text, heading } = wordsAt(link);
  const way = ['click', true, false] as const;
  return {
    ...{ ...headOf(view, eventId, sinceMs), ...linkOn(view, link) },
    ...{ t: 'c', m: way, i: click.id, a: text, q: heading },
  };
}
