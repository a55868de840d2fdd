/** Who keeps something: the id that their things are stored under, and the name that others read. Pure. */
import type { Caller } from '../access/index.ts';

export interface Keeper {
  readonly id: string;
  readonly name: string;
}

/** The keeper that a caller is. */
export function keeperOf(caller: Caller): Keeper {
  if (caller.kind === 'local') return { id: 'local', name: 'command line' };
  if (caller.kind === 'key') return { id: `key:${caller.keyId}`, name: caller.name };
  if (caller.kind === 'guest') return { id: `guest:${caller.guestId}`, name: caller.name };
  return { id: caller.userId, name: caller.name };
}
