/** Where whoever is here can go: a guest of the demo has no settings. */
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/session.ts';
import { PLACES, type Place } from './places.ts';

const OF_GUESTS = PLACES.filter(({ to }) => to !== '/settings');

export function usePlaces(): readonly Place[] {
  const { data: me } = useQuery(meQuery);
  return me?.kind === 'guest' ? OF_GUESTS : PLACES;
}
