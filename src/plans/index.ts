export type { Hosting } from './hosting.ts';
export { type Plan, type Plans, type Price, readPlans } from './plans.ts';
export { readStanding } from './read-standing.ts';
export { signatureFault, signatureOf } from './signature.ts';
export { overWords, type Standing, standingOf, trialEnd, UNLIMITED } from './standing.ts';
export { USUAL_TRIAL_DAYS } from './hosting.ts';
