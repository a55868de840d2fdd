/** Pricing: the truth, which for one's own machine is short. */
import type { Child } from 'hono/jsx';
import { Layout } from '../layout.tsx';
import { HaveQuestions, PageTitle } from '../parts.tsx';
import type { Plan, Price } from '../../plans/index.ts';
import type { PageContext } from '../site.ts';

export function PricingPage({ context }: { readonly context: PageContext }) {
  const { mode } = context.settings;
  return (
    <Layout
      context={context}
      path="/pricing"
      title="Pricing"
      description="Tributary is free on your own machine: MIT licence, all features, no limits and no account. Where it is hosted for you, its plans stand here."
    >
      <div class="wide">
        <PageTitle title="Free on your own machine">
          Tributary is open source under the MIT licence. There is one edition, and it is the whole: no feature is kept
          for those who pay.
        </PageTitle>
        <div class="plans">
          <Free />
        </div>
        {mode === 'hosted' && <Hosted context={context} />}
        <h2>What it costs you all the same</h2>
        <p class="narrow">
          A machine that is on, and someone who updates it and keeps a copy of its data folder. It is one process; a
          small server is enough for millions of lines.
        </p>
        <HaveQuestions />
      </div>
    </Layout>
  );
}

interface CardProps {
  readonly name: string;
  readonly price: Child;
  readonly lines: readonly string[];
  readonly children?: Child;
}

function Card({ name, price, lines, children }: CardProps) {
  return (
    <section class="plan">
      <h2>{name}</h2>
      <p class="price">{price}</p>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      {children}
    </section>
  );
}

function Free() {
  return (
    <Card
      name="Self-hosted"
      price={
        <>
          <strong>0</strong> for ever
        </>
      }
      lines={[
        'Every feature, every network',
        'As many connections, sites, people and lines as your machine holds',
        'Nothing is sent to anyone but the networks that you connect, and what you switch on yourself: your mail server, exchange rates',
        'MIT licence: use it, change it, sell what you build with it',
      ]}
    >
      <pre tabindex={0}>
        <code>npm start</code>
      </pre>
      <p class="small">In a copy of the source, with Node 20.19 or newer.</p>
    </Card>
  );
}

function Hosted({ context }: { readonly context: PageContext }) {
  const { plans } = context;
  if (plans === null) {
    return (
      <p class="narrow">
        This server hosts Tributary for others. Whoever runs it has not written down what that costs:{' '}
        <a href="/contact">ask them</a>, or <a href="/sign-up">sign up</a> and try it first.
      </p>
    );
  }
  return (
    <section aria-labelledby="hosted">
      <h2 id="hosted">Or hosted by whoever runs this server</h2>
      <p class="narrow">
        {plans.trialDays > 0 && `You begin with ${plans.trialDays} days to try everything, without a card. `}
        More pageviews than a plan includes stop nothing: you get a word that a larger one fits better. Without a plan a
        workspace can be read and exported, and nothing in it is deleted. You have a workspace here already?{' '}
        <a href="/contact">Say which plan it shall have</a>.
      </p>
      <div class="plans">
        {plans.plans.map((plan) => (
          <Card name={plan.name} price={<Prices plan={plan} />} lines={[pageviewsOf(plan), ...plan.features]}>
            <p>
              <a class="button" href="/sign-up">
                {plans.trialDays > 0 ? `Try it for ${plans.trialDays} days` : 'Sign up'}
              </a>
            </p>
          </Card>
        ))}
      </div>
    </section>
  );
}

function pageviewsOf({ pageviews }: Plan): string {
  return pageviews === null ? 'Any number of pageviews' : `Up to ${pageviews.toLocaleString('en')} pageviews a month`;
}

function Prices({ plan }: { readonly plan: Plan }) {
  if (plan.prices.length === 0) return <>By agreement</>;
  return (
    <>
      {plan.prices.map((price, place) => (
        <span class={place > 0 ? 'small' : undefined}>
          {place > 0 && 'or '}
          <strong>{priceText(price)}</strong> a {price.per}
        </span>
      ))}
    </>
  );
}

/** Decimal text as a price. It is shown with the digits that it has: nothing is computed. */
function priceText({ amount, currency }: Price): string {
  const [, decimals = ''] = amount.split('.');
  const digits = decimals === '' ? 0 : Math.max(2, decimals.length);
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, minimumFractionDigits: digits });
  return format.format(amount as `${number}`); // the plans' schema lets decimal text through only
}
