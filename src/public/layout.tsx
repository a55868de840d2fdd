/** The page around every public page: head, header, footer. */
import type { Child } from 'hono/jsx';
import { NewsletterForm } from './newsletter-form.tsx';
import { Logo } from './parts.tsx';
import type { PageContext } from './site.ts';

/** What a page says about itself. */
export interface PageHead {
  readonly path: string;
  /** Without the product's name, which is added. */
  readonly title: string;
  readonly description: string;
  /** true: search engines leave it out. */
  readonly isHidden?: boolean;
}

interface LayoutProps extends PageHead {
  readonly context: PageContext;
  readonly children: Child;
}

const NAME = 'Tributary';

const PLACES = [
  { path: '/features', label: 'Features' },
  { path: '/integrations', label: 'Integrations' },
  { path: '/pricing', label: 'Pricing' },
  { path: '/try', label: 'Demo' },
  { path: '/contact', label: 'Contact' },
] as const;

export function Layout({ context, children, ...head }: LayoutProps) {
  return (
    <html lang="en">
      <Head context={context} {...head} />
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Header path={head.path} />
        <main id="main">{children}</main>
        <Footer context={context} />
      </body>
    </html>
  );
}

function Head({ context, path, title, description, isHidden = false }: PageHead & { readonly context: PageContext }) {
  const { origin, assets } = context;
  const whole = path === '/' ? `${NAME}: ${title}` : `${title} · ${NAME}`;
  const address = `${origin}${path}`;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#101312" media="(prefers-color-scheme: dark)" />
      <title>{whole}</title>
      <meta name="description" content={description} />
      {isHidden ? <meta name="robots" content="noindex" /> : <link rel="canonical" href={address} />}
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={NAME} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={address} />
      <meta property="og:image" content={`${origin}${assets.preview}`} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content="Tributary: every commission in one exact ledger" />
      <meta name="twitter:card" content="summary_large_image" />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href={assets.styles} />
    </head>
  );
}

function Places({ path }: { readonly path: string }) {
  return (
    <ul>
      {PLACES.map((place) => (
        <li>
          <a href={place.path} aria-current={currentOf(place.path, path)}>
            {place.label}
          </a>
        </li>
      ))}
    </ul>
  );
}

function currentOf(place: string, path: string): 'page' | 'true' | undefined {
  if (place === path) return 'page';
  return path.startsWith(`${place}/`) ? 'true' : undefined;
}

function Header({ path }: { readonly path: string }) {
  return (
    <header class="top">
      <div class="wide row">
        <a class="brand" href="/" aria-label="Tributary, home">
          <Logo /> {NAME}
        </a>
        <nav class="places" aria-label="Main">
          <Places path={path} />
        </nav>
        <a class="button quiet" href="/sign-in">
          Sign in
        </a>
        <details class="menu">
          <summary>Menu</summary>
          <nav aria-label="Menu">
            <Places path={path} />
          </nav>
        </details>
      </div>
    </header>
  );
}

function Footer({ context }: { readonly context: PageContext }) {
  return (
    <footer class="bottom">
      <div class="wide columns">
        <div>
          <p class="brand">
            <Logo /> {NAME}
          </p>
          <p>Open, self-hosted affiliate analytics for publishers. MIT licence.</p>
          <p>These pages set no cookies, run no scripts and ask no other host for anything.</p>
        </div>
        <nav aria-label="Footer">
          <ul>
            <li>
              <a href="/">Home</a>
            </li>
            {PLACES.map((place) => (
              <li>
                <a href={place.path}>{place.label}</a>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-label="Networks">
          <ul>
            {context.networks.slice(0, 6).map(({ id, label }) => (
              <li>
                <a href={`/integrations/${id}`}>{label}</a>
              </li>
            ))}
            <li>
              <a href="/integrations">All networks</a>
            </li>
          </ul>
        </nav>
        {context.hasNewsletter && <NewsletterForm />}
      </div>
    </footer>
  );
}
