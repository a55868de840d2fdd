/** There is nothing at this address. */
import { Layout } from '../layout.tsx';
import { PageTitle } from '../parts.tsx';
import type { PageContext } from '../site.ts';

interface NotFoundPageProps {
  readonly context: PageContext;
  readonly path: string;
}

export function NotFoundPage({ context, path }: NotFoundPageProps) {
  return (
    <Layout context={context} path={path} title="Not found" description="There is nothing at this address." isHidden>
      <div class="wide">
        <PageTitle title="There is nothing here">
          The address may be mistyped, or what was here has moved. <a href="/">Home</a>,{' '}
          <a href="/integrations">the networks</a> and <a href="/features">what Tributary does</a> are where they were.
        </PageTitle>
      </div>
    </Layout>
  );
}
