/** What the page says of itself. */
import { dataset } from './settings.ts';

/**
 * Facts about the article, as they stand in the page: of `<meta>` the element, of JSON-LD what comes after the beginnings of
 * the names that count (author, articleSection, datePublished, keywords). What they mean is the collector's to find out.
 */
export const pageFacts = (): string =>
  Array.from(document.querySelectorAll('[property^=article],[name=author],[type*=ld]'), (element) =>
    element.outerHTML.match(/("(auth|articleS|dateP|keyw)|<meta)[^\]}]{0,250}.?/g),
  )
    .join()
    .slice(0, 1000);

/** The address as it is sent: see `url` of the wire format. */
export const pageUrl = (): string =>
  location.origin +
  location.pathname +
  '?' +
  location.search.match(RegExp(`[?&]((utm_\\w+|ref|source|${dataset['query']})=[^&]*|\\w+(clk?id|braid))`, 'g'));
