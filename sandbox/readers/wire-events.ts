/** What the browser script sends of a view: the only place here that knows its format. */
import type { ClickEvent, ClickFacts, Head, ImpressionsEvent, LinkOnPage, PageviewEvent } from '../../snippet/wire.ts';
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

function headOf({ siteKey, page, id, url }: View, eventId: string): Head {
  const [path = '', query] = url.split('?');
  // every piece of a query with the sign before it
  const pieces = query === undefined ? null : `?${query.replaceAll('&', ',&')}`;
  return [{ site: siteKey, ...statedBy(page) }, undefined, eventId, id, `${path}?${pieces}`];
}

/** The elements around a link are those of `page-html.ts`, the document itself without a name. */
function linkOn({ page }: View, link: AffiliateLink): LinkOnPage {
  const around = ['a,,,', 'p,,,', `section,,,${link.placement}`, 'main,,,', 'body,,,', 'html,,,', ',,,'];
  return [`rakuten,${page.links.indexOf(link)},${link.url}`, ...around].join('\n');
}

/** `referrer` '': the browser does not say where its reader came from. */
export function pageviewEvent(view: View, referrer: string): PageviewEvent {
  return [...headOf(view, view.id), null, referrer, view.page.title, ''];
}

/** Its id says when it was. */
export function impressionsEvent(view: View, eventId: string, links: readonly AffiliateLink[]): ImpressionsEvent {
  return [...headOf(view, eventId), links.map((link) => linkOn(view, link))];
}

/** null: the page has no such link. */
export function clickEvent(view: View, click: Click): ClickEvent | null {
  const link = view.page.links.find(({ id }) => id === click.linkId);
  if (link === undefined) return null;
  const { text, heading } = wordsAt(link);
  const way = ['click', true, false, false, false] as const;
  const facts: ClickFacts = [linkOn(view, link), true, ...way, text, undefined, heading];
  return [...headOf(view, click.id), facts, false];
}
