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
      description="Look at Tributary without connecting anything: a demo on simulated sales where the server has one, and a year of simulated reports on your own machine."
    >
      <div class="wide">
        <PageTitle title="Look before you connect anything">
          {hasDemo
            ? 'The demo is the product itself over simulated sales. Every figure in it is invented, and nothing you do there stays.'
            : 'This server has no demo. On your own machine one command makes a year of simulated reports, with every quirk of the real ones.'}
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
              In a copy of the source. Then npm start with --data sandbox-data shows it in the browser.
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
          <li>On the overview, compare with last year, then click an advertiser: it becomes a filter.</li>
          <li>Under Transactions open a reversed line, and read how it came to be.</li>
          <li>Under Runs open an import: what was new, what changed, what was refused and why.</li>
        </ol>
      </div>
    </Layout>
  );
}

const COMMANDS = `node bin/tributary.js sandbox --files sandbox-reports
node bin/tributary.js import sandbox-reports/*network-1_* --network rakuten --country US --data sandbox-data`;
