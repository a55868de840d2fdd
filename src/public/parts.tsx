/** Small pieces that several public pages show. */
import type { Child } from 'hono/jsx';
import type { PageContext } from './site.ts';

/** The mark: streams that become one. */
export function Logo() {
  return (
    <svg class="logo" aria-hidden="true" width="28" height="28" viewBox="0 0 32 32" fill="none">
      <rect width="32" height="32" rx="8" />
      <path d="M8 8c0 7 8 6 8 13v4M24 8c0 7-8 6-8 13M16 7v7" stroke-width="2.6" stroke-linecap="round" />
    </svg>
  );
}

interface TitleProps {
  readonly title: string;
  readonly children?: Child;
}

/** The head of a page: its one h1 and what it is about. */
export function PageTitle({ title, children }: TitleProps) {
  return (
    <div class="title">
      <h1>{title}</h1>
      {children !== undefined && <p class="lead">{children}</p>}
    </div>
  );
}

interface ShotProps {
  readonly context: PageContext;
  /** The name of the screen in docs/screens, where each stands as `name-light-1280` and `name-dark-1280`. */
  readonly name: string;
  readonly alt: string;
  /** true: there is one of a phone, too, as `name-light-390` and `name-dark-390`. */
  readonly hasPhone?: boolean;
  readonly isFirst?: boolean;
}

const PHONE = '(max-width: 560px)';
const DARK = '(prefers-color-scheme: dark)';

/** A picture of the product as it is, not a drawing of it: in the theme and the width of who looks. */
export function Shot({ context, name, alt, hasPhone = false, isFirst = false }: ShotProps) {
  const { screen } = context.assets;
  const { url, width, height } = screen(`${name}-light-1280`);
  const phone = hasPhone ? screen(`${name}-light-390`) : null;
  return (
    <picture class={hasPhone ? 'shot phone' : 'shot'}>
      {phone !== null && (
        <>
          <source
            {...{ srcset: screen(`${name}-dark-390`).url, media: `${PHONE} and ${DARK}` }}
            {...{ width: phone.width, height: phone.height }}
          />
          <source {...{ srcset: phone.url, media: PHONE, width: phone.width, height: phone.height }} />
        </>
      )}
      <source srcset={screen(`${name}-dark-1280`).url} media={DARK} />
      <img src={url} alt={alt} width={width} height={height} loading={isFirst ? 'eager' : 'lazy'} decoding="async" />
    </picture>
  );
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** A day as people write it. */
export function Day({ day }: { readonly day: string }) {
  return <time datetime={day}>{DAY.format(new Date(`${day}T00:00:00Z`))}</time>;
}

/** Where questions go: the page that says who answers. */
export function HaveQuestions() {
  return (
    <aside class="questions" aria-labelledby="have-questions">
      <h2 id="have-questions">Have questions?</h2>
      <p>
        Something is unclear, or is not as it is written here? <a href="/contact">Ask whoever runs this server</a>.
      </p>
    </aside>
  );
}
