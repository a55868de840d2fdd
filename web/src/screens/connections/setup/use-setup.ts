/** Where the set-up is, and ways on and back. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { listOf, readSetup, type SetupSearch, type SetupStep, stepOf } from './setup-search.ts';

export interface Setup {
  readonly step: SetupStep;
  readonly network: string | undefined;
  readonly like: string | undefined;
  readonly connections: readonly string[];
  readonly tests: readonly string[];
  readonly runs: readonly string[];
  /** Goes to a step; what is not named stays, `undefined` takes it out. */
  readonly go: (
    change: { readonly [Part in keyof SetupSearch]?: SetupSearch[Part] | undefined },
    replace?: boolean,
  ) => void;
}

export function useSetup(): Setup {
  const search = readSetup(useSearch({ strict: false }) as Readonly<Record<string, unknown>>); // any screen's parameters
  const navigate = useNavigate();
  const go = useCallback<Setup['go']>(
    (change, replace = false) => {
      void navigate({
        to: '/connections/new',
        search: (previous) => readSetup({ ...previous, ...change }),
        replace,
      });
    },
    [navigate],
  );
  return {
    step: stepOf(search),
    network: search.network,
    like: search.like,
    connections: listOf(search.connections),
    tests: listOf(search.tests),
    runs: listOf(search.runs),
    go,
  };
}
