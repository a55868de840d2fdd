export { CREDIT_MODELS, type CreditModel, creditWeights, type Touch } from './credit.ts';
export { type AttributionBasis, type AttributionContext, ensureAttributions } from './ensure-attributions.ts';
export { type LabelRule, RULE_MATCHES, type RuleMatch, type RuleTarget, ruleFor } from './label-rules.ts';
export { removalEffects } from './removal-effects.ts';
export type { Decisions, OwnSite } from './told-texts.ts';
