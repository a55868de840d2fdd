/** Where dropped files belong: which files go together as one run, and what still has to be asked. Pure. */
import type { Reply } from '../../api/client.ts';
import type { Connection, Network } from '../connections/queries.ts';

export type FileReading = Reply<'POST /api/v1/uploads/recognise'>;

/** Files of one network that become one run. `places` names the choices where more than one is possible. */
export interface Group<Item> {
  readonly network: Network;
  readonly items: readonly Item[];
  readonly places: readonly Place[];
  /** The one place, where there is no choice. */
  readonly only: Place | null;
}

/** A connection, or a country network without one. */
export interface Place {
  readonly id: string;
  readonly label: string;
  readonly connection?: string;
  readonly country?: string;
}

interface Recognised {
  readonly reading: FileReading | null;
}

/** The groups of the files that can be read. A ZIP goes with the others, else to the first network that has an API. */
export function groupsOf<Item extends Recognised>(
  items: readonly Item[],
  networks: readonly Network[],
  connections: readonly Connection[],
): readonly Group<Item>[] {
  const first = items.find((one) => one.reading?.kind === 'report' && one.reading.connection === null)?.reading;
  const usual = first?.kind === 'report' ? first.network : networks.find((one) => one.hasApi)?.id;
  const byKey = new Map<string, { network: Network; connection: string | null; items: Item[] }>();
  for (const item of items) {
    const { reading } = item;
    if (reading === null || (reading.kind !== 'report' && reading.kind !== 'zip')) continue;
    const network = networks.find((one) => one.id === (reading.kind === 'report' ? reading.network : usual));
    if (network === undefined) continue;
    const connection = reading.kind === 'report' ? reading.connection : null;
    const key = `${network.id} ${connection ?? ''}`;
    const group = byKey.get(key) ?? { network, connection, items: [] };
    group.items.push(item);
    byKey.set(key, group);
  }
  return [...byKey.values()].map(({ network, connection, items: own }) => {
    const all = placesOf(network, connections);
    const places = connection === null ? all : all.filter((one) => one.connection === connection);
    const connected = places.filter((one) => one.connection !== undefined);
    const only = places.length === 1 ? places[0] : connected.length === 1 ? connected[0] : undefined;
    return { network, items: own, places, only: only ?? null };
  });
}

/** The connections of a network, then its countries that have none. */
export function placesOf(network: Network, connections: readonly Connection[]): readonly Place[] {
  const own = connections.filter((one) => one.network === network.id);
  const covered = new Set(own.map((one) => one.country));
  // a network may know a country under two codes: it is one place all the same
  const free = network.countries.filter(
    ({ id }, place, all) => !covered.has(id) && all.findIndex((one) => one.id === id) === place,
  );
  return [
    ...own.map((one) => ({ id: `connection ${one.id}`, label: one.name, connection: one.id })),
    ...free.map((one) => ({ id: `country ${one.id}`, label: `${one.label}, without a connection`, country: one.id })),
  ];
}
