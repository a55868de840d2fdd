/** Rules about sub-ids, as they are read and typed. Pure. */
import type { Reply, Wish } from '../../api/client.ts';
import { METHOD_WORDS } from '../../report/earners/earner-words.ts';

export type LabelRule = Reply<'GET /api/v1/label-rules'>['rules'][number];
export type WantedRule = Wish<'POST /api/v1/label-rules'>['body'];
export type RulePreview = Reply<'POST /api/v1/label-rules/preview'>;
export type RuleMatch = LabelRule['match'];

export const MATCHES: readonly { readonly id: RuleMatch; readonly label: string; readonly example: string }[] = [
  { id: 'exact', label: 'is', example: 'newsletter-12' },
  { id: 'prefix', label: 'begins with', example: 'newsletter-' },
  { id: 'contains', label: 'contains', example: 'letter' },
  { id: 'wildcard', label: 'is like (* = anything)', example: 'news*-12' },
];

/** What a rule is about: Sub-id begins with “news-”. */
export function ruleSentence({ match, text }: Pick<LabelRule, 'match' | 'text'>): string {
  const word = MATCHES.find(({ id }) => id === match)?.label.replace(' (* = anything)', '') ?? match;
  return `Sub-id ${word} “${text}”`;
}

/** What is typed into the dialog. */
export interface RuleDraft {
  readonly match: RuleMatch;
  readonly text: string;
  /** '' = any network. */
  readonly network: string;
  readonly page: string;
  readonly site: string;
  readonly campaign: string;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The rule of a draft; null: it says not yet what the sub-id means. */
export function ruleOf({ match, text, network, page, site, campaign }: RuleDraft): WantedRule | null {
  const rule = {
    match,
    text: text.trim(),
    network: orNull(network),
    page: orNull(page),
    site: orNull(site),
    campaign: orNull(campaign),
  };
  const hasTarget = rule.page !== null || rule.site !== null || rule.campaign !== null;
  return rule.text === '' || !hasTarget ? null : rule;
}

/** The draft with which the dialog opens for a rule that is there. */
export function draftOf({ match, text, network, page, site, campaign }: LabelRule): RuleDraft {
  return { match, text, network: network ?? '', page: page ?? '', site: site ?? '', campaign: campaign ?? '' };
}

/** What lines are now and would be: Not attributed → Your rule. What no evidence tells is left to the model, or to nobody. */
export function changeWords({ from, to }: Pick<RulePreview['changes'][number], 'from' | 'to'>): string {
  const after = to === 'model' ? 'by probability, or to nobody' : METHOD_WORDS[to].label;
  return `${METHOD_WORDS[from].label} → ${after}`;
}
