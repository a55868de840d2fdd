/** Features: by area, what is built, and apart from it what is not. */
import { AREAS, type Area } from '../feature-list.ts';
import { Layout } from '../layout.tsx';
import { HaveQuestions, PageTitle } from '../parts.tsx';
import type { PageContext } from '../site.ts';

export function FeaturesPage({ context }: { readonly context: PageContext }) {
  return (
    <Layout
      context={context}
      path="/features"
      title="Features"
      description="What Tributary does today, by area: bringing commissions in, the exact ledger, reports, access, running it. And, apart from it, what is still coming."
    >
      <div class="wide">
        <PageTitle title="What Tributary does">
          What stands here with a description is built and tested. What is still coming stands apart, as a list without
          promises of a date.
        </PageTitle>
        {AREAS.map((area) => (
          <AreaView area={area} />
        ))}
        <HaveQuestions />
      </div>
    </Layout>
  );
}

function AreaView({ area }: { readonly area: Area }) {
  return (
    <section class="area" aria-labelledby={area.id}>
      <div class="about">
        <h2 id={area.id}>{area.title}</h2>
        <p>{area.about}</p>
      </div>
      <div>
        {area.built.length === 0 && <p class="none">Nothing of it is built yet.</p>}
        {area.built.length > 0 && (
          <dl class="built">
            {area.built.map(({ name, about }) => (
              <div>
                <dt>{name}</dt>
                <dd>{about}</dd>
              </div>
            ))}
          </dl>
        )}
        {area.coming.length > 0 && (
          <>
            <h3>Coming</h3>
            <ul class="tags">
              {area.coming.map((what) => (
                <li>{what}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
