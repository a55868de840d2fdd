/** Who is signed in, and whether this installation has its first account yet. */
import { queryOptions } from '@tanstack/react-query';
import { codeOf } from './api-error.ts';
import { call, type Reply } from './client.ts';

export type Me = Reply<'GET /api/v1/me'>;
export type Role = Me['role'];

/** Roles change rarely, and the server checks every request anyway. */
const FRESH_MS = 5 * 60_000;

/** Who asks; null: nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await call('GET /api/v1/me', {}, signal);
    } catch (error) {
      if (codeOf(error) === 'not-signed-in') return null;
      throw error;
    }
  },
  staleTime: FRESH_MS,
});

/** Whether the first account is still to be made. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call('GET /api/v1/setup', {}, signal),
  staleTime: FRESH_MS,
});

/** What else than a password one can sign in with here. */
export const signInQuery = queryOptions({
  queryKey: ['ways-to-sign-in'],
  queryFn: ({ signal }) => call('GET /api/v1/sign-in', {}, signal),
  staleTime: FRESH_MS,
});

const RANKS: readonly Role[] = ['viewer', 'editor', 'admin', 'owner'];

/** Whether a role is worth at least another: what is not allowed is not offered. The server decides all the same. */
export function isAtLeast(role: Role | undefined, least: Role): boolean {
  return role !== undefined && RANKS.indexOf(role) >= RANKS.indexOf(least);
}
