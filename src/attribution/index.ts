export { CREDIT_MODELS, type CreditModel, creditWeights, type Touch } from './credit.ts';
export { type AttributionContext, ensureAttributions } from './ensure-attributions.ts';
export type { AttributionBasis } from './generations.ts';
export { compareRules, type LabelRule, RULE_MATCHES, type RuleMatch, type RuleTarget, ruleFor } from './label-rules.ts';
export { METHODS, type Method } from './methods.ts';
export { removalEffects } from './removal-effects.ts';
export { SHARES_OF_BASIS } from './share-columns.ts';
export { type Decisions, NO_DECISIONS, type OwnSite } from './told-texts.ts';
export { visitsSql } from './visits-sql.ts';
