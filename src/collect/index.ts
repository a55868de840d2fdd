export type { EventHome } from './apply-records.ts';
export { Collector, type CollectorHealth, type CollectorOptions } from './collector.ts';
export { readMonthPageviews } from './month-pageviews.ts';
export { type PastPlace, type PastRequest, takePastEvents } from './past-events.ts';
export { type OutcomeCounts, readSiteCounts, type SiteCounts } from './site-counts.ts';
export type { AdvertiserOf } from './stage-events.ts';
export { type NamedEvent, readWireEvent } from './wire-event.ts';
