/** What makes a demo: a simulated network for as long as it is needed, and the pulls from it. */
import type { DemosOptions } from './demos.ts';
import { type DemoPlace, fillDemo } from './fill-demo.ts';
import { startSimulatedNetwork } from './simulated-network.ts';

/** Fills workspaces that `open` opens. */
export function demoFiller(open: (workspaceId: string) => Promise<DemoPlace>): DemosOptions['fill'] {
  return async (workspaceId, now, stop, tell) => {
    tell({ step: 'network', done: 0, total: 0 });
    const network = await startSimulatedNetwork(now, stop);
    try {
      await fillDemo(await open(workspaceId), network.reportUrl, now, stop, tell);
    } finally {
      await network.stop();
    }
  };
}
