export type { EventHome } from './applier.ts';
export { Collector, type CollectorHealth, type CollectorOptions } from './collector.ts';
export { type OutcomeCounts, readSiteCounts, type SiteCounts } from './site-counts.ts';
