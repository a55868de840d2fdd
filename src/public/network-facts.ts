/** What the catalogue says about a network, from its definition alone. Pure. */
import type { LinksOnlyNetwork, Network } from '../networks/index.ts';

/** How a sub-id travels in the links of a network. */
export interface SubIdFacts {
  /** Names of query parameters, or the words before it in the path. */
  readonly parameters: readonly string[];
  /** The longest sub-id that every form of link takes; null: no limit is known. */
  readonly maxLength: number | null;
  readonly alphabet: string;
}

/** One network in the words of the catalogue. */
export interface NetworkFacts {
  readonly id: string;
  readonly label: string;
  readonly home: string;
  /** Whether Tributary asks the network itself; else a person brings files. */
  readonly hasApi: boolean;
  readonly reports: readonly { readonly label: string; readonly gives: string }[];
  /** null: the network has no links of its own, and so no parameter. */
  readonly subId: SubIdFacts | null;
  readonly settle: string;
  /** How far back a first import may go; null where a person brings files of any age. */
  readonly history: string | null;
  readonly approval: string;
  /** Requests a minute; null where nothing is asked. */
  readonly pace: string | null;
  readonly countries: readonly string[];
  readonly currencies: readonly string[];
  /** Whether the form asks for the currency of some or all countries. */
  readonly asksForCurrency: boolean;
  readonly timeZone: string;
}

const MARKS = '-_.~ !#$%&\'()*+,/:;<=>?@[]^{|}"`\\';
const DAYS_A_MONTH = 30.4;

/** What of the printable ASCII an alphabet lets through, in words. It stands as in the brackets of a regular expression. */
export function alphabetInWords(alphabet: string): string {
  const pattern = new RegExp(`^[${alphabet}]$`);
  const allowed = (text: string): boolean => text.split('').every((one) => pattern.test(one));
  const [lower, upper] = [allowed('abcxyz'), allowed('ABCXYZ')];
  const letters = lower && upper ? ['letters'] : lower ? ['small letters'] : upper ? ['capital letters'] : [];
  const marks = MARKS.split('')
    .filter(allowed)
    .map((one) => (one === ' ' ? 'spaces' : one));
  const words = [...letters, ...(allowed('0189') ? ['digits'] : []), ...marks];
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What the forms of a network's links say together; null where none of them takes a sub-id. */
export function subIdOf(links: Network['links']): SubIdFacts | null {
  const forms = (links?.forms ?? []).filter(({ subId }) => subId !== null);
  const [first] = forms;
  if (first === undefined) return null;
  const lengths = forms.flatMap(({ maxLength }) => (maxLength === null ? [] : [maxLength]));
  return {
    parameters: [...new Set(forms.flatMap(({ subId }) => (subId === null ? [] : [subId])))],
    maxLength: lengths.length === 0 ? null : Math.min(...lengths),
    alphabet: alphabetInWords(first.alphabet),
  };
}

/** A network whose links are known and whose reports are not imported. */
export interface LinkFacts {
  readonly label: string;
  readonly subId: SubIdFacts | null;
}

/** Puts the links of such networks into words. */
export function linkFactsOf(all: readonly LinksOnlyNetwork[]): readonly LinkFacts[] {
  return all.map(({ label, links }) => ({ label, subId: subIdOf(links) }));
}

function giftOf({ unify }: Network, report: string): string {
  if (unify === null) return 'sales and commissions';
  const gifts = [
    ...(unify.money.includes(report) ? ['sales and commissions'] : []),
    ...(unify.lost.includes(report) ? ['sales that will never pay, and why'] : []),
    ...(unify.brands.includes(report) ? ['the brand of each product'] : []),
  ];
  return gifts.length > 0 ? gifts.join(', ') : 'details of the lines';
}

/** Puts a network into words. */
export function factsOf(network: Network): NetworkFacts {
  const { id, label, home, countries, limits, links, reports, api, timeZone } = network;
  const byId = new Map(countries.toReversed().map((country) => [country.id, country])); // a country may have two codes
  const known = [...byId.values()].toReversed();
  const currencies = [...new Set(known.flatMap(({ currency }) => (currency === null ? [] : [currency])))];
  return {
    ...{ id, label, home, timeZone, currencies },
    hasApi: api !== null,
    reports: reports.map((report) => ({ label: report.label, gives: giftOf(network, report.id) })),
    subId: subIdOf(links),
    settle: `${limits.settleDays} days`,
    history: api === null ? null : `${Math.floor(limits.maxHistoryDays / DAYS_A_MONTH)} months`,
    approval: `${limits.reversalDays} days`,
    pace: api === null ? null : `${limits.requestsPerMinute} a minute`,
    countries: known.map((country) => country.label),
    asksForCurrency: known.length === 0 || known.some(({ currency }) => currency === null),
  };
}

/** What a visitor narrows the catalogue by. */
export interface CatalogueQuery {
  readonly text: string;
  readonly way: 'any' | 'api' | 'files';
}

/** Reads the query of the catalogue's address; what it does not know is left out. */
export function readQuery(query: URLSearchParams): CatalogueQuery {
  const way = query.get('way');
  return { text: (query.get('q') ?? '').trim().slice(0, 100), way: way === 'api' || way === 'files' ? way : 'any' };
}

/** The networks that a query asks for: every word of it stands somewhere in what the catalogue says. */
export function matching(all: readonly NetworkFacts[], { text, way }: CatalogueQuery): readonly NetworkFacts[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return all.filter((facts) => {
    if (way !== 'any' && (way === 'api') !== facts.hasApi) return false;
    const { id, label, reports, countries, currencies, subId } = facts;
    const said = [
      id,
      label,
      ...reports.map((one) => one.label),
      ...countries,
      ...currencies,
      ...(subId?.parameters ?? []),
    ];
    return words.every((word) => said.some((one) => one.toLowerCase().includes(word)));
  });
}
