/** How an entry can be attributed, the strongest first: see the table `attributions`. */
export const METHODS = ['click-id', 'label-rule', 'referrer', 'model', 'none'] as const;
export type Method = (typeof METHODS)[number];
