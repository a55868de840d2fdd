/** The networks Tributary speaks to, one visible line each; a test compares the list with the folders. */
import type { Network } from './contract.ts';
import { rakuten } from './rakuten/rakuten.ts';

export const networks: readonly Network[] = [rakuten];

/** A network by its id, or undefined. */
export function networkById(id: string): Network | undefined {
  return networks.find((network) => network.id === id);
}
