/** What is said of a site: how it is, why events were dropped, what a link becomes, the lines to paste. Pure. */
import { formatNumber } from '../../format/numbers.ts';
import { formatAgo, formatDay } from '../../format/moments.ts';
import type { Tone } from '../../ui/status-chip.tsx';
import type { Collector, ExplainedLink, Site, SiteStatus } from './queries.ts';

export interface SiteHealth {
  readonly tone: Tone;
  readonly word: string;
  /** What to do; null: nothing. */
  readonly advice: string | null;
}

/** Longer without any event, and somebody should look whether the script is still there. */
const SILENT_MS = 2 * 86_400_000;

/** How a site of a demo is: its readers are over, whenever the last of them came. */
const DEMO_HEALTH: SiteHealth = { tone: 'quiet', word: 'Made up', advice: null };

/** How a site is at a moment. */
export function siteHealth(status: SiteStatus | undefined, at: Date, isDemo = false): SiteHealth {
  if (isDemo) return DEMO_HEALTH;
  if (status === undefined) return { tone: 'quiet', word: '…', advice: null };
  if (status.lastEventAt !== null && at.getTime() - Date.parse(status.lastEventAt) > SILENT_MS) {
    const ago = formatAgo(status.lastEventAt, at);
    return {
      tone: 'waiting',
      word: 'Silent',
      advice: `The last event came ${ago}. Is the script still in your pages?`,
    };
  }
  if (status.lastEventAt !== null) return { tone: 'good', word: 'Receiving', advice: null };
  if (status.total.dropped > 0) {
    return { tone: 'waiting', word: 'Only dropped', advice: 'Events come, and none is kept: see the reasons below.' };
  }
  return { tone: 'waiting', word: 'Waiting for the first pageview…', advice: null };
}

export interface Reason {
  readonly label: string;
  readonly meaning: string;
}

/** Why events were not kept. */
export const REASONS: Readonly<Record<string, Reason>> = {
  bot: { label: 'Bots', meaning: 'Crawlers and monitors, by what their browser says of itself.' },
  prefetch: { label: 'Loaded ahead', meaning: 'The browser fetched the page before anybody asked to see it.' },
  'opt-out': { label: 'No consent', meaning: 'This site wants consent, and the reader has not given it.' },
  excluded: { label: 'Excluded links', meaning: 'Clicks on links that you excluded.' },
  'unknown-site': {
    label: 'Unknown site key',
    meaning: 'The script carries a key of no site: an old copy of it, perhaps.',
  },
  'wrong-host': {
    label: 'Another host',
    meaning: 'The page is on a host that is not allowed. Add it below if it is yours.',
  },
  invalid: { label: 'Not readable', meaning: 'What came was no event of our script.' },
  'too-large': { label: 'Too large', meaning: 'Longer than any event of our script.' },
  rate: { label: 'Too many at once', meaning: 'More from one network than readers can cause.' },
  duplicate: { label: 'Sent twice', meaning: 'The same event came again and is counted once.' },
  'dead-letter': { label: 'Could not be stored', meaning: 'Kept in a file of the data folder for a closer look.' },
};

/** A reason, also one that a newer server names. */
export function reasonOf(code: string): Reason {
  return REASONS[code] ?? { label: code, meaning: '' };
}

export const KIND_LABELS: Readonly<Record<string, string>> = {
  pageview: 'Pageviews',
  impressions: 'Lists of links seen',
  click: 'Clicks',
};

/** The tag for the pages of a site. With consent it begins shut: the page opens it. */
export function snippetOf(scriptUrl: string, { key, privacy }: Pick<Site, 'key' | 'privacy'>): string {
  const consent = privacy === 'consent' ? ' data-consent="no"' : '';
  return `<script defer src="${scriptUrl}" data-site="${key}"${consent}></script>`;
}

/** Whether only this machine can reach an address. */
export function isOnlyHere(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** What a person should know of the collector; null: all is well. */
export function collectorTrouble({ collector }: Collector): string | null {
  if (collector === null) return 'No collector runs: nothing is received until the server is started with one.';
  if (!collector.isRunning) return `The collector does not run: ${collector.fault ?? 'see the server’s log'}.`;
  const { fault = null, places = null } = collector.pulse ?? {};
  if (fault !== null) return `Events are refused, as the disk does not take them: ${fault}.`;
  const refused = collector.pulse?.refused ?? 0;
  if (refused > 0) {
    return `${formatNumber(refused)} ${refused === 1 ? 'request was' : 'requests were'} refused since the server was started, as the disk did not take them in time: what they said is lost.`;
  }
  if (collector.fault !== null) return `Events wait in the log, as the facts could not take them: ${collector.fault}.`;
  if (places !== null && places.fault !== null) {
    return `The database of countries and cities cannot be read: ${places.fault}. ${places.database === null ? 'Countries are guessed from the browser’s language.' : 'What was read before stays in use.'}`;
  }
  return null;
}

/** Where the countries and cities of readers come from; null: nothing is known yet. */
export function placesWords({ collector }: Collector): string | null {
  if (collector?.pulse == null) return null;
  const { places } = collector.pulse;
  if (places?.database == null || places.builtOn === null) return null;
  const what = places.hasCities ? 'Countries and cities' : 'Countries';
  return `${what} of readers come from the database ${places.database} of ${formatDay(places.builtOn)}, on the server itself.`;
}

const LEFT = 'The script leaves it as it is';

/** What the script does with a link, in a sentence. */
export function linkWords({ outcome, network, parameter, subId }: ExplainedLink): string {
  const name = network?.label ?? '';
  const where = parameter === null ? '' : parameter.startsWith('/') ? `the path (${parameter})` : `“${parameter}”`;
  switch (outcome) {
    case 'tagged':
      return `A link of ${name}. ${subId === '' ? '' : `Your sub-id “${subId}” stays as it is. `}At the click its id goes into ${where}, so a sale can be traced to this very click.`;
    case 'kept':
      return `A link of ${name} with your sub-id “${subId}”, and no room for another. ${LEFT}: make a rule for that sub-id, and its sales find their page.`;
    case 'signed':
      return `A link of ${name} that is signed: a change would break it. ${LEFT}; clicks are counted.`;
    case 'untouched':
      return `A link of ${name}, whose links we never change. Clicks are counted; sales are attributed by probability.`;
    case 'unknown':
      return 'No network that we know makes such links. It is not counted, and not changed.';
  }
}
