/** The public pages before the guard: loaded when something of theirs is first asked for, which most installations never do. */
import type { Access } from '../access/index.ts';
import type { Asked } from '../public/index.ts';
import { visitOf } from './guard.ts';
import type { CommonServices } from './services.ts';

type Answer = (request: Request) => Promise<Response | null>;

/** Answers what is public: the pages where they are on, and the pictures of guides always. Null: none of its business. */
export function createPublicPages(services: CommonServices): Answer {
  const { access, networks, readGuide, readGuidePicture, publicFace } = services;
  const isAtHome = homeOf(access);
  let opened: Promise<(asked: Asked) => Promise<Response | null>> | undefined;
  return async (request) => {
    const { pathname, origin } = new URL(request.url);
    if (pathname.startsWith('/api/') || (!publicFace.settings.isOn && !pathname.startsWith('/guides/'))) return null;
    opened ??= import('../public/index.ts').then(({ createPublicSite }) =>
      createPublicSite({ ...publicFace, networks, readGuide, readGuidePicture }),
    );
    const answer = await opened;
    return answer({ request, origin: access.origin ?? origin, isAtHome: () => isAtHome(request) });
  };
}

/** Whether the root is the app's for who asks: somebody known, or the one who is to make the first account. */
function homeOf(access: Access): (request: Request) => Promise<boolean> {
  let isSetUp = false;
  return async ({ headers }) => {
    if (headers.has('authorization')) return true;
    isSetUp ||= !(await access.invitations.isFirstRun());
    if (!isSetUp) return true;
    if (!headers.has('cookie')) return false;
    return (await access.sessions.find(visitOf(headers, undefined, access.origin))) !== null;
  };
}
