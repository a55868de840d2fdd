/** The public pages as a function: a request in, a page out, or null for what is none of theirs. */
import { darkTwinOf } from '../networks/index.ts';
import { type Assets, openAssets } from './assets.ts';
import { readQuery } from './network-facts.ts';
import { ContactPage } from './pages/contact.tsx';
import { DemoPage } from './pages/demo.tsx';
import { FeaturesPage } from './pages/features.tsx';
import { HomePage } from './pages/home.tsx';
import { IntegrationPage } from './pages/integration.tsx';
import { IntegrationsPage } from './pages/integrations.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PricingPage } from './pages/pricing.tsx';
import { bytesAnswer, pageAnswer, PICTURE_POLICY, textAnswer } from './render.ts';
import type { PageContext, Site } from './site.ts';

/** Whoever asks for a page. */
export interface Asked {
  readonly request: Request;
  /** The public address, or that of the request where there is none. */
  readonly origin: string;
  /** Whether the root belongs to the app for this person: they are signed in, or the first account is still to be made. */
  readonly isAtHome: () => Promise<boolean>;
}

type Handler = (asked: Asked, context: PageContext, url: URL) => Promise<Response>;

const PAGES: Readonly<Record<string, Handler>> = {
  '/': ({ request }, context) => pageAnswer(request, <HomePage context={context} />),
  '/features': ({ request }, context) => pageAnswer(request, <FeaturesPage context={context} />),
  '/integrations': ({ request }, context, url) =>
    pageAnswer(request, <IntegrationsPage context={context} query={readQuery(url.searchParams)} />),
  '/pricing': ({ request }, context) => pageAnswer(request, <PricingPage context={context} />),
  '/try': ({ request }, context) => pageAnswer(request, <DemoPage context={context} />),
  '/contact': ({ request }, context) => pageAnswer(request, <ContactPage context={context} />),
};

const FILES: Readonly<Record<string, Handler>> = {
  '/robots.txt': ({ request, origin }) =>
    textAnswer(request, `User-agent: *\nDisallow: /api/\n\nSitemap: ${origin}/sitemap.xml\n`, {
      mediaType: 'text/plain; charset=utf-8',
    }),
  '/sitemap.xml': ({ request, origin }, context) =>
    textAnswer(request, sitemapOf(context, origin), { mediaType: 'application/xml; charset=utf-8' }),
};

const NETWORK = /^\/integrations\/([^/]+)$/;
const GUIDE_PICTURE = /^\/guides\/([^/]+)\/([a-z0-9-]+\.(svg|png))$/;
/** Addresses below these are ours, whether there is a page or not; all others may be the app's. */
const OURS = /^\/(features|integrations|pricing|try|contact|public)\//;

/** Every page that there is, by its path. */
export function pathsOf({ networks }: Pick<Site, 'networks'>): readonly string[] {
  return [...Object.keys(PAGES), ...networks.map(({ id }) => `/integrations/${id}`)];
}

/** Answers GETs of public pages while they are on. Files are read once, at the first request. */
export function createPublicSite(site: Site): (asked: Asked) => Promise<Response | null> {
  let opened: Promise<Assets> | undefined;
  return async (asked) => {
    const { request } = asked;
    const url = new URL(request.url);
    if (!['GET', 'HEAD'].includes(request.method)) return null;
    const picture = GUIDE_PICTURE.exec(url.pathname);
    if (picture !== null) return guidePicture(site, request, picture);
    if (!site.settings.isOn || !isPublic(url.pathname)) return null;
    if (url.pathname === '/' && (await asked.isAtHome())) return null;
    opened ??= openAssets();
    const { byUrl, urls } = await opened;
    const asset = byUrl.get(url.pathname);
    if (asset !== undefined) return bytesAnswer(request, asset, { mediaType: asset.mediaType, isHashed: true });
    return pageOf(asked, { ...site, origin: asked.origin, assets: urls }, url);
  };
}

function isPublic(path: string): boolean {
  return path in PAGES || path in FILES || OURS.test(path);
}

async function pageOf(asked: Asked, context: PageContext, url: URL): Promise<Response> {
  const { request } = asked;
  const path = url.pathname;
  if (path !== '/' && path.endsWith('/')) {
    const location = `${path.replace(/\/+$/, '')}${url.search}`;
    return new Response(null, { status: 308, headers: { location, 'cache-control': 'no-cache' } });
  }
  const handler = PAGES[path] ?? FILES[path];
  if (handler !== undefined) return handler(asked, context, url);
  const network = context.networks.find(({ id }) => id === NETWORK.exec(path)?.[1]);
  if (network !== undefined) {
    const guide = await context.readGuide(network);
    return pageAnswer(request, <IntegrationPage context={context} network={network} guide={guide} />);
  }
  return pageAnswer(request, <NotFoundPage context={context} path={path} />, 404);
}

/** A picture of a guide: the same in every installation, so that the app shows it too, whoever is signed in. */
async function guidePicture(site: Site, request: Request, match: RegExpExecArray): Promise<Response | null> {
  const [, id, file = '', extension] = match;
  const network = site.networks.find((one) => one.id === id);
  if (network === undefined) return null;
  const { blocks } = await site.readGuide(network);
  // only what the guide shows is ever read: no path of a request reaches the disk
  if (!blocks.some((block) => block.kind === 'picture' && [block.file, darkTwinOf(block.file)].includes(file)))
    return null;
  const bytes = await site.readGuidePicture(network, file);
  const mediaType = extension === 'svg' ? 'image/svg+xml' : 'image/png';
  return bytesAnswer(request, { bytes }, { mediaType, policy: PICTURE_POLICY });
}

function sitemapOf(site: Site, origin: string): string {
  const entries = pathsOf(site).map((path) => `  <url><loc>${escaped(origin + path)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('\n')}
</urlset>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
