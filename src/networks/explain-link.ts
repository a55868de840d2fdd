/** What the browser script makes of a link, and why: for a person who tries one. Pure. */
import { type LinkForm, type LinkRule, linkRules, parameterOf, ruleFor, subIdsOf, withSubId } from '../core/index.ts';
import type { NetworkLinks } from './contract.ts';
import { decodedText } from './network-links.ts';

/**
 * `tagged`: the id of the click is written · `kept`: the sub-id that is there stays alone, as no parameter is free · `signed`: a change would break
 * the link · `untouched`: links of this form are never changed · `unknown`: no network's link that we know.
 */
export const LINK_OUTCOMES = ['tagged', 'kept', 'signed', 'untouched', 'unknown'] as const;
export type LinkOutcome = (typeof LINK_OUTCOMES)[number];

export interface ExplainedLink {
  /** The link as browsers write it. */
  readonly link: string;
  readonly outcome: LinkOutcome;
  readonly network: { readonly id: string; readonly label: string } | null;
  /** As the network numbers it; null: the link does not say. */
  readonly advertiserId: string | null;
  /** Where the click's id goes, or would: the name of a query parameter, or the words before it in the path. */
  readonly parameter: string | null;
  /** The sub-id that the link has, the first of several; '' = none. It stays, in whatever parameter it is. */
  readonly subId: string;
  /** The link as it leaves the page, with the example's id wherever the script writes it; null: as it was. */
  readonly written: string | null;
  /** Networks whose links are inside this one, and get the id too. */
  readonly inside: readonly { readonly id: string; readonly label: string }[];
}

/** A network, as far as this looks at it. */
export interface LinkedNetwork {
  readonly id: string;
  readonly label: string;
  readonly links: NetworkLinks | null;
}

interface Followed {
  readonly network: LinkedNetwork;
  readonly form: LinkForm;
  readonly rules: readonly LinkRule[];
}

/** A link in a link in a link … deeper than any was ever meant: following it takes longer than it is worth. */
const TOO_DEEP = /%(?:25){9}/;

/** A link as a person pastes it, also without its scheme; null where it is none. */
function normalLink(text: string): string | null {
  const typed = text.trim();
  if (TOO_DEEP.test(typed)) return null;
  const address = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  return URL.canParse(address) ? new URL(address).href : null;
}

/** Explains a link by the forms of all networks; `example` is the click id that it shows. null: the text is no link. */
export function explainLink(text: string, networks: readonly LinkedNetwork[], example: string): ExplainedLink | null {
  const link = normalLink(text);
  if (link === null) return null;
  const all = networks.flatMap((network) =>
    (network.links?.forms ?? []).map((form): Followed => ({ network, form, rules: linkRules(network.id, form) })),
  );
  const written = withSubId(
    link,
    example,
    all.flatMap(({ rules }) => rules),
  );
  const found = all.find(({ rules }) => ruleFor(link, rules) !== undefined);
  const rule = found === undefined ? undefined : ruleFor(link, found.rules);
  if (found === undefined || rule === undefined) {
    const nothing = { network: null, advertiserId: null, parameter: null, subId: '', written: null, inside: [] };
    return { link, outcome: 'unknown', ...nothing };
  }
  const { network, form } = found;
  const [, , marker] = rule;
  const [[, subId] = ['', '']] = subIdsOf(link, found.rules);
  return {
    link,
    outcome: outcomeOf(link, found, rule),
    network: { id: network.id, label: network.label },
    advertiserId: network.links?.recognise(link)?.advertiserId ?? null,
    parameter: parameterOf(rule) || form.subId,
    subId: decodedText(subId),
    written: written === link ? null : written,
    inside: marker === '' ? [] : insideOf(link, all),
  };
}

function outcomeOf(link: string, { form, rules }: Followed, rule: LinkRule): LinkOutcome {
  if (form.subId === null) return 'untouched';
  const parameter = parameterOf(rule);
  if (parameter === '') return 'signed';
  return subIdsOf(link, rules).has(parameter) ? 'kept' : 'tagged';
}

function insideOf(link: string, all: readonly Followed[]): ExplainedLink['inside'] {
  const inner = [...link.matchAll(/https?%3A%2F%2F[^&#]+/gi)].flatMap(([encoded]) => {
    const address = normalLink(decodedText(encoded));
    return address === null ? [] : [address];
  });
  const found = inner.flatMap((address) => all.find(({ rules }) => ruleFor(address, rules) !== undefined) ?? []);
  return found.map(({ network: { id, label } }) => ({ id, label }));
}
