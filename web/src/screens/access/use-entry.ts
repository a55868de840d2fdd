/** What follows a sign-in, and the code of a link. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

/** The code of the link that led here: what follows its #, which no server and no log ever sees. */
export function useLinkCode(): string {
  const [code] = useState(() => window.location.hash.slice(1));
  return code;
}

/** An address of this app; anything else that a link may have put there leads to the overview. */
export function ownAddress(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/overview';
}

/** Goes into the app as the person who just signed in: nothing that was known before holds. */
export function useEnter(): (next?: string) => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async (next) => {
    queryClient.clear();
    if (next === undefined) await navigate({ to: '/overview', search: {} });
    else router.history.push(ownAddress(next));
  };
}
