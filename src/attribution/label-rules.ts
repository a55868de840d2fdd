/** Label rules: what a publisher's own sub-ids mean. Pure. */

/**
 * How a rule looks at a sub-id: all of it, all of it with `*` for any characters, its beginning, a part of it. Upper and
 * lower case are alike.
 */
export const RULE_MATCHES = ['exact', 'wildcard', 'prefix', 'contains'] as const;
export type RuleMatch = (typeof RULE_MATCHES)[number];

/** What a rule says; at least one of page and campaign, or only a site. '' = it says nothing about that. */
export interface RuleTarget {
  readonly siteId: string;
  readonly pageHost: string;
  readonly pagePath: string;
  readonly campaign: string;
}

/** A rule of a person. */
export interface LabelRule extends RuleTarget {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  /** '' = any network. */
  readonly network: string;
  readonly match: RuleMatch;
  readonly text: string;
}

const STRENGTH: Readonly<Record<RuleMatch, number>> = { exact: 3, wildcard: 2, prefix: 1, contains: 0 };

/**
 * The rule that a sub-id meets, the most specific one: an exact one before one with `*` before a beginning before a part, a
 * longer text before a shorter, one of the network before one of any, the older before the younger. null: none.
 */
export function ruleFor(rules: readonly LabelRule[], network: string, subId: string): LabelRule | null {
  const folded = subId.toLowerCase();
  let best: LabelRule | null = null;
  for (const rule of rules) {
    if (meets(rule, network, folded) && (best === null || compareRules(rule, best) < 0)) best = rule;
  }
  return best;
}

/** Negative where `a` goes before `b`. */
export function compareRules(a: LabelRule, b: LabelRule): number {
  return (
    STRENGTH[b.match] - STRENGTH[a.match] ||
    lengthOf(b) - lengthOf(a) ||
    Number(b.network !== '') - Number(a.network !== '') ||
    compareTexts(a.madeAt, b.madeAt) ||
    compareTexts(a.id, b.id)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a rule is for a sub-id, whatever other rules say. */
export function ruleMeets(rule: LabelRule, network: string, subId: string): boolean {
  return meets(rule, network, subId.toLowerCase());
}

function meets({ network: of, match, text }: LabelRule, network: string, folded: string): boolean {
  if (of !== '' && of !== network) return false;
  const wanted = text.toLowerCase();
  if (match === 'exact') return folded === wanted;
  if (match === 'wildcard') return meetsWildcard(wanted.split('*'), folded);
  return match === 'prefix' ? folded.startsWith(wanted) : folded.includes(wanted);
}

/** Characters that the sub-id has to have. */
function lengthOf({ match, text }: LabelRule): number {
  return match === 'wildcard' ? text.replaceAll('*', '').length : text.length;
}

/** Each part as early as it comes, the last one at the end: in linear time, unlike a regular expression. */
function meetsWildcard(parts: readonly string[], text: string): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
