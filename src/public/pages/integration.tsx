/** One network: its help page, and the facts beside it. */
import type { Guide, Network } from '../../networks/index.ts';
import { GuideView, slugOf } from '../guide-view.tsx';
import { Layout } from '../layout.tsx';
import { factsOf } from '../network-facts.ts';
import { Day, HaveQuestions, PageTitle } from '../parts.tsx';
import type { PageContext } from '../site.ts';
import { NetworkTable } from './integrations.tsx';

interface IntegrationPageProps {
  readonly context: PageContext;
  readonly network: Network;
  readonly guide: Guide;
}

export function IntegrationPage({ context, network, guide }: IntegrationPageProps) {
  const { id, label, home } = network;
  return (
    <Layout
      context={context}
      path={`/integrations/${id}`}
      title={`${label}: how to connect it`}
      description={`How to bring your commissions of ${label} into Tributary: quick instructions, detailed instructions with drawings, and answers to questions.`}
    >
      <div class="wide">
        <nav class="crumbs" aria-label="Where you are">
          <a href="/integrations">Integrations</a> <span aria-hidden="true">/</span> {label}
        </nav>
        <PageTitle title={label} />
        <p class="updated">
          Last updated on <Day day={guide.updated} />
          {home !== '' && (
            <>
              {' · '}
              <a href={home} rel="noopener noreferrer">
                {new URL(home).host}
              </a>
            </>
          )}
        </p>
        <div class="guide">
          <Contents guide={guide} />
          <article class="prose">
            <GuideView network={id} blocks={guide.blocks} />
            <h2 id="facts">At a glance</h2>
            <NetworkTable facts={factsOf(network)} />
            <HaveQuestions />
          </article>
        </div>
      </div>
    </Layout>
  );
}

function Contents({ guide }: { readonly guide: Guide }) {
  const headings = guide.blocks.flatMap((block) => (block.kind === 'heading' && block.level > 1 ? [block] : []));
  return (
    <nav class="contents" aria-label="On this page">
      <ul>
        {headings.map(({ level, text }) => (
          <li class={level === 3 ? 'deep' : undefined}>
            <a href={`#${slugOf(text)}`}>{text}</a>
          </li>
        ))}
        <li>
          <a href="#facts">At a glance</a>
        </li>
      </ul>
    </nav>
  );
}
