/** The demo: what there is to see, or that this server has none. */
import { Layout } from '../layout.tsx';
import { PageTitle, Shot } from '../parts.tsx';
import type { PageContext } from '../site.ts';

export function DemoPage({ context }: { readonly context: PageContext }) {
  const { hasDemo } = context.settings;
  return (
    <Layout
      context={context}
      path="/try"
      title="Demo"
      description="Look at Tributary without connecting anything: a year of made-up sales of a publisher with three sites and some months of its readers, here or on your own machine."
    >
      <div class="wide">
        <PageTitle title="Look before you connect anything">
          {hasDemo
            ? 'The demo is the product itself over simulated sales and readers. Every figure in it is invented, and nothing you do there stays.'
            : 'This server has no demo. On your own machine one command shows a year of made-up sales and the readers behind them, without an account.'}
        </PageTitle>
        {hasDemo ? (
          <p class="actions">
            <a class="button" href="/demo">
              Open the demo
            </a>
          </p>
        ) : (
          <>
            <pre tabindex={0}>
              <code>{COMMANDS}</code>
            </pre>
            <p class="small">
              In a copy of the source. It prints the address to open, and leaves nothing behind when it ends.
            </p>
          </>
        )}
        <Shot
          context={context}
          name="overview"
          hasPhone
          alt="The overview of Tributary over the sales of a simulated network"
        />
        <h2>What to look at first</h2>
        <ol class="narrow">
          <li>On the overview, compare with the period before, then click an advertiser: it becomes a filter.</li>
          <li>Under Transactions open a reversed line, and read how it came to be.</li>
          <li>Under Pages open one: what it earns for a thousand views, through which links and shops.</li>
          <li>Under Quality see how sales found their page, and how often the guesses among them are right.</li>
          <li>Under Runs open an import: what was new, what changed, what was refused and why.</li>
        </ol>
      </div>
    </Layout>
  );
}

const COMMANDS = 'npm run demo';
