/** What was typed into a form that was left before it was saved: kept for this tab, without anything secret. */
import type { Values } from './settings-schema.ts';

export interface Draft {
  readonly values: Values;
  readonly countries: readonly string[] | null;
  readonly name: string;
  readonly website: string;
}

export const EMPTY_DRAFT: Draft = { values: {}, countries: null, name: '', website: '' };

const keyOf = (network: string): string => `tributary:connect:${network}`;

export function readDraft(network: string): Draft {
  try {
    const kept = sessionStorage.getItem(keyOf(network));
    return kept === null ? EMPTY_DRAFT : { ...EMPTY_DRAFT, ...(JSON.parse(kept) as Partial<Draft>) }; // written below
  } catch {
    return EMPTY_DRAFT; // a browser without storage keeps nothing: the form is empty then, as on the first visit
  }
}

export function keepDraft(network: string, draft: Draft): void {
  try {
    sessionStorage.setItem(keyOf(network), JSON.stringify(draft));
  } catch {
    // as above
  }
}

export function dropDraft(network: string): void {
  try {
    sessionStorage.removeItem(keyOf(network));
  } catch {
    // as above
  }
}
