/** The catalogue of networks; the query of its address narrows it, so that it needs no script. */
import { Layout } from '../layout.tsx';
import { linksOnly } from '../../networks/index.ts';
import {
  type CatalogueQuery,
  factsOf,
  type LinkFacts,
  linkFactsOf,
  matching,
  type NetworkFacts,
  type SubIdFacts,
} from '../network-facts.ts';
import { PageTitle } from '../parts.tsx';
import type { PageContext } from '../site.ts';

interface IntegrationsPageProps {
  readonly context: PageContext;
  readonly query: CatalogueQuery;
}

export function IntegrationsPage({ context, query }: IntegrationsPageProps) {
  const all = context.networks.map(factsOf);
  const found = matching(all, query);
  return (
    <Layout
      context={context}
      path="/integrations"
      title="Integrations"
      description="The affiliate networks that Tributary reads: which reports are imported, how sub-ids travel, how long lines may be corrected, countries and currencies, and how to connect each."
    >
      <div class="wide">
        <PageTitle title="Networks that Tributary reads">
          For each: what is imported, how sub-ids travel, and how to connect it step by step. Any other program comes in
          by the files that it lets you download.
        </PageTitle>
        <Search query={query} />
        <p role="status" class="count">
          {found.length === all.length ? `${all.length} networks` : `${found.length} of ${all.length} networks`}
        </p>
        {found.length === 0 && (
          <p>
            None of them is like that. <a href="/integrations">Show all networks</a>, or read it as a{' '}
            <a href="/integrations/custom">custom network</a>.
          </p>
        )}
        <ul class="networks">
          {found.map((facts) => (
            <NetworkCard facts={facts} />
          ))}
        </ul>
        {found.length === all.length && <LinksOnly all={linkFactsOf(linksOnly)} />}
      </div>
    </Layout>
  );
}

const WAYS = [
  ['any', 'Any way'],
  ['api', 'On schedule'],
  ['files', 'By files only'],
] as const;

function Search({ query }: { readonly query: CatalogueQuery }) {
  return (
    <search>
      <form class="search" method="get" action="/integrations">
        <div class="field grow">
          <label for="q">Network, report, country, currency or parameter</label>
          <input id="q" name="q" type="search" value={query.text} maxlength={100} />
        </div>
        <div class="field">
          <label for="way">How it comes in</label>
          <select id="way" name="way">
            {WAYS.map(([value, label]) => (
              <option value={value} selected={value === query.way}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <button class="button" type="submit">
          Search
        </button>
      </form>
    </search>
  );
}

function NetworkCard({ facts }: { readonly facts: NetworkFacts }) {
  return (
    <li>
      <div class="about">
        <h2>
          <a href={`/integrations/${facts.id}`}>{facts.label}</a>
        </h2>
        <p>{facts.hasApi ? 'Read on schedule, or by files' : 'By files'}</p>
      </div>
      <NetworkTable facts={facts} />
    </li>
  );
}

function SubId({ facts: { parameters, maxLength, alphabet } }: { readonly facts: SubIdFacts }) {
  return (
    <>
      {parameters.map((parameter, place) => (
        <>
          {place > 0 && ', '}
          <code>{parameter}</code>
        </>
      ))}
      : {maxLength === null ? 'no known limit' : `up to ${maxLength} characters`}, {alphabet}
    </>
  );
}

/** What is honest to say of the others: their links are known, their reports are not read. */
function LinksOnly({ all }: { readonly all: readonly LinkFacts[] }) {
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="links-only">
      <h2 id="links-only">Known by their links only</h2>
      <p class="narrow">
        Tributary knows how links of these networks look and where a sub-id goes in them. Their reports it does not read
        by itself: bring their files in as a <a href="/integrations/custom">custom network</a>.
      </p>
      <dl class="facts others">
        {all.map(({ label, subId }) => (
          <div>
            <dt>{label}</dt>
            <dd>{subId === null ? 'Recognised, never changed' : <SubId facts={subId} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The facts of one network, in the catalogue and on its own page. */
export function NetworkTable({ facts }: { readonly facts: NetworkFacts }) {
  const { subId } = facts;
  return (
    <dl class="facts">
      <div>
        <dt>What is imported</dt>
        <dd>
          <ul>
            {facts.reports.map(({ label, gives }) => (
              <li>
                {label} <span class="muted">({gives})</span>
              </li>
            ))}
          </ul>
        </dd>
      </div>
      <div>
        <dt>Sub-ids</dt>
        <dd>{subId === null ? 'In whatever column the file has for them' : <SubId facts={subId} />}</dd>
      </div>
      <Times facts={facts} />
      <div>
        <dt>Countries</dt>
        <dd>{facts.countries.length === 0 ? 'Any' : facts.countries.join(', ')}</dd>
      </div>
      <div>
        <dt>Currencies</dt>
        <dd>
          {facts.currencies.length === 0 ? 'Any, as you name it' : facts.currencies.join(', ')}
          {facts.currencies.length > 0 && facts.asksForCurrency && '; for some countries you name it'}
        </dd>
      </div>
    </dl>
  );
}

function Times({ facts }: { readonly facts: NetworkFacts }) {
  return (
    <>
      <div>
        <dt>Settle period</dt>
        <dd>
          {facts.hasApi
            ? `Lines of the last ${facts.settle} are read again, as they may still be corrected`
            : `None: import a newer file and it corrects the older`}
        </dd>
      </div>
      <div>
        <dt>History</dt>
        <dd>{facts.history === null ? 'As far as your files go' : `Up to ${facts.history} at the first import`}</dd>
      </div>
    </>
  );
}
