/** The simulated publisher: sites, articles and the affiliate links on them. */
import type { Advertiser } from './advertisers.ts';
import { formatDay } from './calendar.ts';
import { createRandom, type Random } from './random.ts';
import type { WorldSettings } from './settings.ts';
import { topicOf } from './topics.ts';
import { BUYING } from './tracking.ts';

/** One website. */
export interface Site {
  readonly id: string;
  readonly domain: string;
}

/** One affiliate link at one placement of one page. */
export interface AffiliateLink {
  readonly id: string;
  readonly pageId: string;
  readonly placement: string;
  readonly mid: number;
  /** The product that it shows. */
  readonly sku: string;
  /** Where the reader lands. */
  readonly targetUrl: string;
  /** The link as it stands in the page, without a sub-id. */
  readonly url: string;
}

/** One article. */
export interface Page {
  readonly id: string;
  readonly siteId: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly publishedDay: string;
  /** What it is about. */
  readonly category: string;
  readonly links: readonly AffiliateLink[];
}

/** The whole publisher. */
export interface Publisher {
  readonly sites: readonly Site[];
  readonly pages: readonly Page[];
  /** Rising sums of how often each page is read, in the order of `pages`. */
  readonly popularity: readonly number[];
  /** The same of how often its clicks lead to orders; without the browser script all pages are alike in that. */
  readonly buying: readonly number[];
}

const DOMAINS = ['kitchen-notes.example', 'trail-diary.example', 'maison-test.example', 'gartenblick.example'];
const TOPICS = ['best', 'review', 'guide', 'deals', 'compared', 'how-to-choose', 'gifts', 'cheap'];
const THINGS = ['skillets', 'tents', 'kettles', 'backpacks', 'lamps', 'knives', 'jackets', 'headsets', 'journals'];
const PLACEMENTS = ['hero', 'table-1', 'table-2', 'inline', 'box', 'footer'];

/** Sites, pages and links; every advertiser is linked from at least one page where there are links enough. */
export function createPublisher(settings: WorldSettings, advertisers: readonly Advertiser[]): Publisher {
  const sites = Array.from({ length: settings.sites }, (_, index) => {
    const domain = DOMAINS[index % DOMAINS.length] ?? 'site.example';
    if (settings.style === 'tidy' && index < settings.networks.length)
      return { id: `site-${index + 1}`, domain: topicOf(index).domain };
    return { id: `site-${index + 1}`, domain: index < DOMAINS.length ? domain : `s${index + 1}.${domain}` };
  });
  const pages: Page[] = [];
  for (const [place, site] of sites.entries()) {
    const own = settings.style === 'tidy' ? advertisers.filter(({ networkPlace }) => networkPlace === place) : [];
    for (let index = 0; index < settings.pagesPerSite; index += 1) {
      const number = pages.length + 1;
      const linked = own.length > 0 ? own : advertisers;
      pages.push(createPage(settings, site, number, linked, own.length > 0 ? tidyArticle(place, index) : undefined));
    }
  }
  const reads = pages.map((_, index) => 1 / (1 + ((index * 7) % pages.length)) ** 0.8);
  const popularity = risingSums(reads);
  const buying =
    settings.tracking === null
      ? popularity
      : risingSums(reads.map((often, index) => often * nearnessToBuying(settings, pages[index])));
  return { sites, pages, popularity, buying };
}

function risingSums(weights: readonly number[]): readonly number[] {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

function nearnessToBuying({ seed }: WorldSettings, page: Page | undefined): number {
  if (page === undefined) return 1;
  const own = BUYING.mostOfAKind ** (2 * createRandom(seed, 'buying', page.number).fraction() - 1);
  const slug = new URL(page.url).pathname;
  const topic = Object.keys(BUYING.byTopic).find((name) => slug.includes(name));
  return own * (topic === undefined ? 1 : (BUYING.byTopic[topic] ?? 1));
}

interface Article {
  readonly slug: string;
  readonly category: string;
}

/** The n-th article of a topic; a second round is next year's edition. */
function tidyArticle(place: number, index: number): Article {
  const articles = topicOf(place).wares.flatMap(({ name, articles: slugs }) =>
    slugs.map((slug) => ({ slug, category: name })),
  );
  const round = Math.floor(index / articles.length);
  const { slug, category } = articles[index % articles.length] ?? { slug: 'article', category: '' };
  return { slug: `${slug}${round === 0 ? '' : `-${round + 1}`}`, category };
}

function createPage(
  settings: WorldSettings,
  site: Site,
  number: number,
  advertisers: readonly Advertiser[],
  tidy?: Article,
): Page {
  const random = createRandom(settings.seed, 'page', number);
  const slug = tidy?.slug ?? `${random.pick(TOPICS)}-${random.pick(THINGS)}-${number}`;
  const words = slug.replaceAll('-', ' ');
  const id = `page-${number}`;
  const linkCount = random.integer(2, PLACEMENTS.length);
  const links = PLACEMENTS.slice(0, linkCount).map((placement, index) => {
    const turn = index === 0 ? advertisers[(number - 1) % advertisers.length] : undefined;
    return createLink(random, id, placement, turn ?? random.pick(advertisers));
  });
  return {
    id,
    siteId: site.id,
    number,
    title: tidy === undefined ? words : words.charAt(0).toUpperCase() + words.slice(1),
    url: `https://${site.domain}/${slug}/`,
    publishedDay: formatDay(settings.startDay - random.integer(1, 900)),
    category: tidy?.category ?? words.split(' ')[0] ?? '',
    links,
  };
}

function createLink(random: Random, pageId: string, placement: string, advertiser: Advertiser): AffiliateLink {
  const product = random.pick(advertiser.products);
  const targetUrl = `https://shop-${advertiser.mid}.example/p/${encodeURIComponent(product.sku)}`;
  const query = new URLSearchParams({ id: 'TriButaRy01', mid: String(advertiser.mid), murl: targetUrl });
  return {
    id: `${pageId}/${placement}`,
    pageId,
    placement,
    mid: advertiser.mid,
    sku: product.sku,
    targetUrl,
    url: `https://click.linksynergy.com/deeplink?${query.toString()}`,
  };
}
