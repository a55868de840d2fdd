/** Contact: who answers is whoever runs this server. */
import { Layout } from '../layout.tsx';
import { PageTitle } from '../parts.tsx';
import type { PageContext } from '../site.ts';

export function ContactPage({ context }: { readonly context: PageContext }) {
  const { contact } = context.settings;
  return (
    <Layout
      context={context}
      path="/contact"
      title="Contact"
      description="How to reach whoever runs this Tributary: for questions about a network, an account on this server, or a mistake on these pages."
    >
      <div class="wide">
        <PageTitle title="Have questions?">
          Tributary is run by many people, each on their own server. Who answers here is whoever runs this one.
        </PageTitle>
        {contact === undefined ? (
          <p class="narrow">
            Whoever runs this server has not given an address. If you have an account here, ask the person who invited
            you.
          </p>
        ) : (
          <p class="address">
            <a href={contact.includes('://') ? contact : `mailto:${contact}`} rel="noopener noreferrer">
              {contact.replace(/^https?:\/\//, '')}
            </a>
          </p>
        )}
        <h2>Before you write</h2>
        <ul class="narrow">
          <li>
            How to connect a network, and what its messages mean, stands on <a href="/integrations">its help page</a>.
          </li>
          <li>Never send a token or a password. Nobody needs them to help you.</li>
          <li>What a message says, word for word, is worth more than a picture of it.</li>
        </ul>
      </div>
    </Layout>
  );
}
