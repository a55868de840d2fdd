/** Gives a connection its way to its network: one outbound door, one pace per account, secrets known to the redactor. */
import { createOutbound, type Log, type Redactor, type Sleep, type Clock } from './core/index.ts';
import { fingerprintOf, type OpenNetwork } from './imports/index.ts';
import { createNetworkHttp, Pacer } from './networks/index.ts';

/** What all ways share. */
export interface NetworkSurroundings {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly log: Log;
  readonly redactor: Redactor;
}

/** Makes the ways of one process: they share a pacer, so that connections of one account share its pace. */
export function createOpenNetwork(surroundings: NetworkSurroundings): OpenNetwork {
  const { clock, sleep, random, log, redactor } = surroundings;
  const pacer = new Pacer({ clock, sleep });
  const outbound = createOutbound();
  return ({ network, settings }, signal) => {
    const { api } = network;
    if (api === null) throw new Error(`${network.id} has no API`);
    for (const secret of api.secrets(settings)) redactor.add(secret);
    const http = createNetworkHttp({
      outbound,
      pacer,
      accountKey: fingerprintOf(network, api.account(settings)),
      requestsPerMinute: api.requestsPerMinute(settings),
      origin: api.origin(settings),
      redactor,
      clock,
      sleep,
      random,
      log,
      signal,
    });
    return { http, clock, log, signal };
  };
}
