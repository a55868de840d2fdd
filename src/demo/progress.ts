/** How far the making of a demo is. */

/** What is done, in this order. */
export const DEMO_STEPS = ['network', 'connections', 'reports', 'figures', 'readers', 'pages'] as const;
export type DemoStep = (typeof DEMO_STEPS)[number];

/** `done` and `total` count requests to the simulated network, streams that are posted, or days of readers; 0 where nothing is counted. */
export interface DemoProgress {
  readonly step: DemoStep;
  readonly done: number;
  readonly total: number;
}

/** A demo on its way, or the workspace that it is. */
export type DemoState =
  | ({ readonly state: 'preparing'; readonly workspace: null } & DemoProgress)
  | { readonly state: 'ready'; readonly workspace: string };

/** Is told of every step. */
export type TellProgress = (progress: DemoProgress) => void;
