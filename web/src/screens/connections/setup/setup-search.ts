/** Where a set-up is, all of it in the URL: step, network, and what was started. Pure. */

export const SETUP_STEPS = [
  { id: 'network', label: 'Network' },
  { id: 'credentials', label: 'Credentials' },
  { id: 'test', label: 'Test' },
  { id: 'import', label: 'Import' },
  { id: 'preview', label: 'Preview' },
  { id: 'done', label: 'Done' },
] as const;

export type SetupStep = (typeof SETUP_STEPS)[number]['id'];

/** The search parameters of the set-up. Lists are ids, joined by commas. */
export interface SetupSearch {
  readonly step?: SetupStep;
  readonly network?: string;
  /** A connection whose credential and settings the new ones take over. */
  readonly like?: string;
  readonly connections?: string;
  readonly tests?: string;
  readonly runs?: string;
}

const IDS = /^[\w-]{1,80}(,[\w-]{1,80}){0,30}$/;

/** Reads the parameters; what cannot be read is left out. */
export function readSetup(raw: Readonly<Record<string, unknown>>): SetupSearch {
  const ids = (name: string): string | undefined => {
    const value = raw[name];
    return typeof value === 'string' && IDS.test(value) ? value : undefined;
  };
  const step = SETUP_STEPS.find((one) => one.id === raw['step'])?.id;
  const read = {
    step,
    network: ids('network'),
    like: ids('like'),
    connections: ids('connections'),
    tests: ids('tests'),
    runs: ids('runs'),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

export function listOf(ids: string | undefined): readonly string[] {
  return ids === undefined ? [] : ids.split(',');
}

/** The step that the URL allows: none is shown before what it needs is there. */
export function stepOf({ step = 'network', network, connections, runs }: SetupSearch): SetupStep {
  const has = { network: true, credentials: network !== undefined || connections !== undefined };
  if (step === 'network') return step;
  if (step === 'credentials') return has.credentials ? step : 'network';
  if (connections === undefined) return has.credentials ? 'credentials' : 'network';
  if (step === 'preview' && runs === undefined) return 'import';
  return step;
}
