/** The networks that Tributary speaks, one visible line each; a test compares the list with the folders. */
import type { Network } from './contract.ts';
import { custom } from './custom/custom.ts';
import { rakuten } from './rakuten/rakuten.ts';

/** Every network, in the order in which they are shown. */
export const networks: readonly Network[] = [rakuten, custom];

/** The network with this id, or undefined if there is none. */
export function networkById(id: string): Network | undefined {
  return networks.find((network) => network.id === id);
}
