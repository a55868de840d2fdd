/** What the server makes of a form while it is filled in. Nothing of it is stored. */
import { useEffect, useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import { call } from '../../../api/client.ts';
import type { SettingsReading } from '../queries.ts';

/** Typing pauses so long before the server is asked. */
const PAUSE_MS = 250;

export interface Reading {
  readonly reading: SettingsReading | null;
  /** What is wrong with the form as a whole, such as a text that is no token. */
  readonly error: ApiError | null;
}

const NOTHING: Reading = { reading: null, error: null };

/** Reads a form; what was asked of an older text is forgotten. Not kept in any cache: it holds a credential. */
export function useReading(network: string, typed: Readonly<Record<string, string | boolean>>, isOn: boolean): Reading {
  const [result, setResult] = useState<Reading>(NOTHING);
  const key = JSON.stringify(typed);
  useEffect(() => {
    if (!isOn) {
      setResult(NOTHING);
      return;
    }
    const over = new AbortController();
    const timer = setTimeout(() => {
      const settings = JSON.parse(key) as Record<string, string | boolean>; // the key is the settings, by value
      readForm(network, settings, over.signal).then(setResult, () => undefined); // aborted, or no answer: saving says it
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [network, key, isOn]);
  return result;
}

/** Reads a form once. */
export async function readForm(
  network: string,
  settings: Readonly<Record<string, string | boolean>>,
  signal?: AbortSignal,
): Promise<Reading> {
  try {
    const wish = { params: { network }, body: { settings } };
    return { reading: await call('POST /api/v1/networks/{network}/settings/read', wish, signal), error: null };
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) return { reading: null, error };
    throw error;
  }
}
