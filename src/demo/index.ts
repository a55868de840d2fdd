export { demoFiller } from './demo-filler.ts';
export type { DemoPlace } from './fill-demo.ts';
export { Demos, type DemosOptions } from './demos.ts';
export { demoArguments } from './simulated-world.ts';
export { DEMO_STEPS, type DemoProgress, type DemoState, type DemoStep } from './progress.ts';
