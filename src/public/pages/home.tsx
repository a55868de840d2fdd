/** Home: what it is, for whom, and what it does better. Nothing that is not built is said to be. */
import { AREAS } from '../feature-list.ts';
import { Layout } from '../layout.tsx';
import { Shot } from '../parts.tsx';
import type { PageContext } from '../site.ts';
import { Streams } from '../streams.tsx';

export function HomePage({ context }: { readonly context: PageContext }) {
  return (
    <Layout
      context={context}
      path="/"
      title="every commission in one exact ledger"
      description="Open, self-hosted affiliate analytics for publishers. Tributary reads the reports of your affiliate networks, keeps every line with its history, and shows what you earned and what changed."
    >
      <Hero context={context} />
      <Better />
      <Line />
      <Looks context={context} />
      <ForWhom />
      <NotYet />
      <Start context={context} />
    </Layout>
  );
}

function Hero({ context }: { readonly context: PageContext }) {
  return (
    <section class="hero">
      <div class="wide">
        <h1>Every commission in&nbsp;one exact ledger.</h1>
        <p class="lead">
          Affiliate networks report in different words, change their minds for months, and take money back. Tributary
          reads their reports, keeps every line with its history, and tells you what you earned, what changed, and what
          will never be paid.
        </p>
        <p class="actions">
          <a class="button" href={context.settings.hasDemo ? '/demo' : '/pricing'}>
            {context.settings.hasDemo ? 'Look at the demo' : 'Run it yourself, free'}
          </a>
          <a class="button quiet" href="/features">
            What it does
          </a>
        </p>
        <p class="small">Open source under the MIT licence. On your own machine, or on one you trust.</p>
      </div>
      <Streams />
      <div class="wide">
        <Shot
          context={context}
          isFirst
          name="overview"
          hasPhone
          alt="The overview of Tributary: commission, sales, orders and other figures, each compared with the period before, and a chart of commission by day"
        />
        <p class="caption">The overview as it is, with a simulated network’s sales.</p>
      </div>
    </section>
  );
}

const BETTER = [
  {
    title: 'Exact, to the fourth decimal',
    text: 'No float ever touches an amount. Every total can be added up again from its lines, and currencies are never mixed.',
  },
  {
    title: 'Nothing vanishes',
    text: 'A line that a report no longer shows is counted and keeps its history. Rows that were not understood are listed, with file, line and reason.',
  },
  {
    title: 'The past stays known',
    text: 'Ask what the ledger said on any day. Every report is kept as it came, and can be read again by a better version.',
  },
  {
    title: 'Any order, any number of times',
    text: 'Import the same month twice, or last year after this one: the ledger is the same. Nothing is counted double.',
  },
  {
    title: 'It says when it does not know',
    text: 'A dash is not a zero. What carries no sub-id is shown as such, and a chart shows the day that is not over.',
  },
  {
    title: 'Light, and yours',
    text: 'One process with embedded stores: a million lines in about ten seconds. Your tokens and figures stay where you put them.',
  },
] as const;

function Better() {
  return (
    <section class="wide" aria-labelledby="better">
      <h2 id="better">What it does better</h2>
      <ul class="cards">
        {BETTER.map(({ title, text }) => (
          <li>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** An invented line, told as the ledger tells a real one. The figures add up: 3.9950 − 1.2000 = 2.7950. */
const HISTORY = [
  { day: '12 Mar', what: 'Sale reported by Signature Orders', status: 'pending', amount: '3.9950', net: '3.9950' },
  { day: '13 Mar', what: 'Product name added by Individual Items', status: 'pending', amount: '', net: '3.9950' },
  { day: '2 Apr', what: 'One of two items returned', status: 'reversed', amount: '−1.2000', net: '2.7950' },
  { day: '10 Jun', what: 'No return in 90 days', status: 'approved', amount: '', net: '2.7950' },
] as const;

function Line() {
  return (
    <section class="band" aria-labelledby="line">
      <div class="wide split">
        <div>
          <h2 id="line">Follow one order to its last cent</h2>
          <p>
            Two reports tell of it, a return takes a part of it back, ninety days make it safe. Each step stays in the
            ledger, with the row of the report that said so.
          </p>
        </div>
        <section class="scroll" tabindex={0} aria-label="Example of the history of an order">
          <table class="ledger">
            <caption>An invented order, in US dollars</caption>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">What happened</th>
                <th scope="col">Status</th>
                <th scope="col" class="num">
                  Commission
                </th>
                <th scope="col" class="num">
                  Order
                </th>
              </tr>
            </thead>
            <tbody>
              {HISTORY.map(({ day, what, status, amount, net }) => (
                <tr>
                  <td class="day">{day}</td>
                  <td>{what}</td>
                  <td>
                    <span class={`status ${status}`}>{status}</span>
                  </td>
                  <td class="num">{amount}</td>
                  <td class="num total">{net}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
    </section>
  );
}

function Looks({ context }: { readonly context: PageContext }) {
  return (
    <section class="wide looks" aria-label="More of the product">
      <div class="split">
        <div>
          <h2>Every number opens</h2>
          <p>
            Click a figure and see its lines; click a line and see its history, its order, and the row of the report
            behind it. What you see is in the address, so that a link shows it to a colleague.
          </p>
        </div>
        <Shot
          context={context}
          name="transactions"
          hasPhone
          alt="Transactions in Tributary: a table of sales with status, advertiser, product, commission, rate and sub-id, and a line of totals"
        />
      </div>
      <div class="split other">
        <div>
          <h2>Connected in minutes</h2>
          <p>
            Paste the address that your network shows you. Tributary finds the token in it, tests every report while you
            watch, and shows what an import would change before it changes anything.{' '}
            <a href="/integrations">See the networks</a>.
          </p>
        </div>
        <Shot
          context={context}
          name="connect"
          alt="Connecting a network in Tributary: a form for the report URL and the Site ID, with the help page of the network beside it"
        />
      </div>
    </section>
  );
}

const PEOPLE = [
  { who: 'Publishers', why: 'who open it with their coffee: how much, and what changed?' },
  { who: 'Accountants', why: 'who want each month to add up, and to be the same when they look again.' },
  { who: 'Teams', why: 'where not everybody should see the money, and everybody should see what works.' },
  { who: 'Developers', why: 'who want an API, a command line and a ledger they can check.' },
] as const;

function ForWhom() {
  return (
    <section class="wide" aria-labelledby="people">
      <h2 id="people">For people who live on commissions</h2>
      <dl class="people">
        {PEOPLE.map(({ who, why }) => (
          <div>
            <dt>{who}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const NOT_YET_FROM_EACH = 2;

function NotYet() {
  const coming = AREAS.flatMap((area) => area.coming.slice(0, NOT_YET_FROM_EACH));
  if (coming.length === 0) return null;
  return (
    <section class="wide" aria-labelledby="not-yet">
      <h2 id="not-yet">What it does not do yet</h2>
      <p>Better you know it now. This is designed, and not built:</p>
      <ul class="tags">
        {coming.map((what) => (
          <li>{what}</li>
        ))}
      </ul>
      <p>
        <a href="/features">The whole list, beside what is there</a>
      </p>
    </section>
  );
}

function Start({ context }: { readonly context: PageContext }) {
  return (
    <section class="band end" aria-labelledby="start">
      <div class="wide">
        <h2 id="start">One command, in a copy of the source</h2>
        <pre tabindex={0}>
          <code>npm start</code>
        </pre>
        <p>
          It needs Node 20.19 or newer and nothing else: no database to install, no account anywhere.
          {context.settings.mode === 'hosted' && (
            <>
              {' '}
              Or let this server do it: <a href="/pricing">see the plans</a>.
            </>
          )}
        </p>
      </div>
    </section>
  );
}
