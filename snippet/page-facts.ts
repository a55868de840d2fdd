/** What the page says of itself. */
import { dataset } from './settings.ts';

/**
 * Facts about the article, as they stand in the page: of `<meta>` the element, of JSON-LD what comes after the names that
 * count. What they mean is the collector's to find out.
 */
export const pageFacts = (): string =>
  Array.from(document.querySelectorAll('[property^=article],[name=author],[type$="ld+json"]'), ({ outerHTML }) =>
    outerHTML.match(/("(author|articleSection|datePublished|keywords)"|<meta)[^\]}]{0,250}.?/g),
  ).join();

/** The address as it is sent: see `u` of the wire format. */
export const pageUrl = (): string =>
  location.origin +
  location.pathname +
  (
    location.search.match(
      RegExp(`[?&]((utm_\\w+|ref|source|${dataset['query']})=[^&]*|\\w+(clk?id|braid)(?==))`, 'g'),
    ) ?? []
  )
    .join('')
    .replace(/^&/, '?');
