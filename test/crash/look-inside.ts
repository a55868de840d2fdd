/**
 * What is in a data folder whose process was killed, as the next command finds it. Opened in this process: a command of its
 * own spends a second on starting.
 */
import { silentLog } from '../../src/core/index.ts';
import { readFigures } from '../../src/ledger/index.ts';
import { openMain } from '../open-main.ts';

/** The ledger's figures as one text, and the runs, newest first. */
export interface Inside {
  readonly ledger: string;
  readonly runs: readonly { readonly id: string; readonly state: string; readonly kind: string }[];
}

/** Opens it, which settles what the crash left, looks, and closes it. */
export async function lookInside(data: string, factsUrl?: string): Promise<Inside> {
  const workspace = await openMain(data, { factsUrl, log: silentLog });
  try {
    return {
      ledger: JSON.stringify(await readFigures(workspace.facts, null)),
      runs: await workspace.imports.runs(1000),
    };
  } finally {
    await workspace.close();
  }
}
