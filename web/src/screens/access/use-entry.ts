/** What follows a sign-in, and the code of a link. */
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { ownAddress } from './own-address.ts';

/** The code of the link that led here: what follows its #, which no server and no log ever sees. */
export function useLinkCode(): string {
  return useLocation({ select: ({ hash }) => hash });
}

/** Goes into the app as the person who just signed in: nothing that was known before holds. */
export function useEnter(): (next?: string, workspace?: string) => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async (next, workspace) => {
    queryClient.clear();
    if (next === undefined)
      await navigate({ to: '/overview', search: workspace === undefined ? {} : { ws: workspace } });
    else router.history.push(ownAddress(next));
  };
}
