export { Attributor } from './attributor.ts';
export { type KeptLabelRule, LabelRules, type WantedRule } from './kept-rules.ts';
export type { RulePreview } from './preview-rule.ts';
export { CREDIT_MODELS, type CreditModel } from './credit.ts';
export { ensureCredit } from './ensure-credit.ts';
export { type AttributionContext, ensureAttributions } from './ensure-attributions.ts';
export { type AttributionBasis, newestGeneration } from './generations.ts';
export { compareRules, type LabelRule, RULE_MATCHES, type RuleMatch, type RuleTarget, ruleFor } from './label-rules.ts';
export { CHECKED_METHODS, type CheckedMethod } from './model/check-model.ts';
export { FEWEST_ORDERS, VERDICTS, type Verdict } from './model/judge.ts';
export { METHODS, type Method } from './methods.ts';
export { SHARES_OF_BASIS } from './share-columns.ts';
export { type Decisions, NO_DECISIONS, type OwnSite } from './told-texts.ts';
export { type CountedDays, countedDays, countTraffic } from './count-traffic.ts';
export {
  countedEvents,
  EVENT_KINDS,
  type EventKind,
  PAGES_SAID,
  QUARTER_MIN,
  quarterOf,
} from './traffic-sql.ts';
export { clickedVisits, OF_VIEW, VISIT_BEGINNINGS, visitsOfDays, visitsSql } from './visits-sql.ts';
