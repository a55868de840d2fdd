/** What the person who is signed in may do, for showing it or not. */
import { useQuery } from '@tanstack/react-query';
import { isAtLeast, meQuery, type Role } from './session.ts';

/** Why a button is missing or grey, in a sentence. */
export const WANTS: Readonly<Record<Exclude<Role, 'viewer'>, string>> = {
  editor: 'Your role is to view: ask an owner for the right to edit.',
  admin: 'Only admins and owners do this.',
  owner: 'Only owners do this.',
};

/** Whether their role is worth at least another. While it is not known: no. */
export function useMay(least: Role): boolean {
  const { data: me } = useQuery(meQuery);
  return isAtLeast(me?.role, least);
}

/** Whether amounts are kept from them. */
export function useHidesMoney(): boolean {
  const { data: me } = useQuery(meQuery);
  return me?.hidesMoney === true;
}

/** Whether they look at the demo without an account: they change nothing, not even what is their own elsewhere. */
export function useIsGuest(): boolean {
  const { data: me } = useQuery(meQuery);
  return me?.kind === 'guest';
}

/** Whether what is shown is made up. */
export function useIsDemo(): boolean {
  const { data: me } = useQuery(meQuery);
  return me?.workspace.kind === 'demo';
}
