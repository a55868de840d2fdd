/** A way into better-auth for sign-ins that it does not know: a session like its own, for someone who has proved who they are. */
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/** Adds `api.beginSession`. It has no address, as nothing of better-auth has one here: only our own code can call it. */
export function sessionPlugin() {
  return {
    id: 'tributary-session',
    endpoints: {
      beginSession: createAuthEndpoint({ method: 'POST', body: z.object({ userId: z.string() }) }, async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.userId);
        if (user === null) throw new Error('a session for nobody');
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return { sessionId: session.id };
      }),
    },
  };
}
