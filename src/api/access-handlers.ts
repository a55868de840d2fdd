/** What the routes of accounts call. */
import type { Role, Scope, SessionCaller } from '../access/index.ts';
import { TributaryError } from '../core/index.ts';
import type { Asking } from './asking.ts';
import type { HandlersOf } from './contract.ts';
import type { accessRoutes } from './contract/access.ts';
import type { CommonServices } from './services.ts';

const ROLE_OF: Readonly<Record<Scope, Role>> = { view: 'viewer', edit: 'editor', admin: 'admin' };
const DONE = { done: true } as const;

type AccessHandlers = HandlersOf<typeof accessRoutes>;
type Entry =
  | 'showSetup'
  | 'setUp'
  | 'signIn'
  | 'confirmSignIn'
  | 'showInvitation'
  | 'acceptInvitation'
  | 'resetPassword';
type Own =
  | 'showMe'
  | 'changeMe'
  | 'signOut'
  | 'listSessions'
  | 'revokeSession'
  | 'revokeOtherSessions'
  | 'changePassword'
  | 'beginTwoFactor'
  | 'confirmTwoFactor'
  | 'endTwoFactor';

/** The handlers of accounts. */
export function accessHandlers(services: CommonServices): AccessHandlers {
  return { ...entryHandlers(services), ...ownHandlers(services), ...managementHandlers(services) };
}

function entryHandlers({ access, publicFace }: CommonServices): Pick<AccessHandlers, Entry> {
  const { invitations, members, sessions } = access;
  const signIn = async (email: string, password: string, { visit, setCookies }: Asking) => {
    const { state, cookies } = await sessions.signIn(email, password, visit);
    setCookies(cookies);
    return { state };
  };
  return {
    showSetup: async () => {
      const { isOn, hasDemo } = publicFace.settings;
      return { isOpen: await invitations.isFirstRun(), hasPublicPages: isOn, hasPublicDemo: hasDemo };
    },
    setUp: async ({ body }, asking) => {
      await invitations.setUp(body, asking.visit);
      if (!publicFace.settings.hasDemo) await access.guests.dismissAll(); // the set-up code had let them in
      return signIn(body.email, body.password, asking);
    },
    signIn: ({ body }, asking) => signIn(body.email, body.password, asking),
    confirmSignIn: async ({ body: { code, recoveryCode } }, { visit, setCookies }) => {
      if ((code === undefined) === (recoveryCode === undefined)) {
        throw new TributaryError('invalid-request', 'Either `code` or `recoveryCode` is wanted.', { column: 'code' });
      }
      setCookies(await sessions.confirm(code === undefined ? { recoveryCode: recoveryCode ?? '' } : { code }, visit));
      return { state: 'signed-in' };
    },
    showInvitation: ({ body }, { visit }) => invitations.look(body.code, visit),
    acceptInvitation: async ({ body: { code, name, password } }, asking) => {
      const { email, hasAccount } = await invitations.look(code, asking.visit);
      const { caller, visit } = asking;
      if (caller?.kind === 'session' && caller.email === email) {
        await invitations.join(caller, code, visit);
        return { state: 'signed-in' };
      }
      if (password === undefined) throw missing('password');
      if (hasAccount) {
        // the password shows whose account it is; a second factor is asked for before anything can be seen
        const signedIn = await signIn(email, password, asking);
        await invitations.join({ email }, code, visit);
        return signedIn;
      }
      if (name === undefined) throw missing('name');
      return signIn(await invitations.accept({ code, name, password }, visit), password, asking);
    },
    resetPassword: async ({ body }, { visit }) => {
      await members.resetPassword(body.code, body.password, visit);
      return DONE;
    },
  };
}

/** Who asks, and what they may do here. */
async function meOf(access: CommonServices['access'], asking: Asking): ReturnType<AccessHandlers['showMe']> {
  const caller = callerOf(asking);
  const { id, name: named, kind: its, count } = await access.workspaces.present(caller);
  const mayCreateWorkspaces = await access.workspaces.mayCreate(caller);
  const standing = access.plans.isHosted ? await access.plans.standingOf(id) : null;
  const where = { workspace: { id, name: named, kind: its }, workspaces: count, mayCreateWorkspaces, standing };
  const plain = { email: null, hidesMoney: false, ...where, twoFactor: false, mailsDrops: null };
  if (caller.kind === 'local') return { kind: caller.kind, name: 'command line', role: 'owner', ...plain };
  if (caller.kind === 'key') return { kind: caller.kind, name: caller.name, role: ROLE_OF[caller.scope], ...plain };
  if (caller.kind === 'guest') return { kind: caller.kind, name: caller.name, role: 'viewer', ...plain };
  const { kind, name, email, role, hidesMoney, userId } = caller;
  const twoFactor = await access.secondFactor.isOn(userId);
  const mailsDrops = its === 'demo' ? null : await access.members.mailsDrops(caller);
  return { kind, name, email, role, hidesMoney, ...where, twoFactor, mailsDrops };
}

function ownHandlers({ access }: CommonServices): Pick<AccessHandlers, Own> {
  const { sessions, secondFactor } = access;
  return {
    showMe: (_input, asking) => meOf(access, asking),
    changeMe: async ({ body }, asking) => {
      await access.members.chooseMails(personOf(asking), body.mailsDrops);
      return meOf(access, asking);
    },
    signOut: async (_input, asking) => {
      asking.setCookies(await sessions.signOut(personOf(asking), asking.visit));
      return DONE;
    },
    listSessions: async (_input, asking) => ({ sessions: await sessions.list(personOf(asking)) }),
    revokeSession: async ({ params }, asking) => {
      await sessions.revoke(personOf(asking), params.session, asking.visit);
      return DONE;
    },
    revokeOtherSessions: async (_input, asking) => ({
      revoked: await sessions.revokeOthers(personOf(asking), asking.visit),
    }),
    changePassword: async ({ body }, asking) => {
      asking.setCookies(await sessions.changePassword(personOf(asking), body.present, body.wanted, asking.visit));
      return DONE;
    },
    beginTwoFactor: ({ body }, asking) => secondFactor.begin(personOf(asking), body.password, asking.visit),
    confirmTwoFactor: async ({ body }, asking) => {
      asking.setCookies(await secondFactor.confirm(personOf(asking), body.code, asking.visit));
      return DONE;
    },
    endTwoFactor: async ({ body }, asking) => {
      asking.setCookies(await secondFactor.end(personOf(asking), body.password, asking.visit));
      return DONE;
    },
  };
}

function managementHandlers({ access }: CommonServices): Omit<AccessHandlers, Entry | Own> {
  const { members, invitations, keys, audit } = access;
  return {
    listMembers: async (_input, asking) => ({
      members: await members.list(callerOf(asking)),
      invitations: await invitations.list(callerOf(asking)),
    }),
    changeMember: ({ params, body }, asking) => members.change(callerOf(asking), params.member, body, asking.visit),
    removeMember: async ({ params }, asking) => ({
      removed: await members.remove(callerOf(asking), params.member, asking.visit),
    }),
    makePasswordLink: ({ params, body }, asking) =>
      members.linkForPassword(callerOf(asking), params.member, body.removesTwoFactor ?? false, asking.visit),
    inviteMember: ({ body }, asking) =>
      invitations.invite(callerOf(asking), { ...body, hidesMoney: body.hidesMoney ?? false }, asking.visit),
    withdrawInvitation: async ({ params }, asking) => {
      await invitations.withdraw(callerOf(asking), params.invitation, asking.visit);
      return DONE;
    },
    listApiKeys: async (_input, asking) => ({ apiKeys: await keys.list(callerOf(asking)) }),
    makeApiKey: ({ body }, asking) =>
      keys.make(callerOf(asking), { ...body, expiresAt: body.expiresAt ?? null }, asking.visit),
    revokeApiKey: async ({ params }, asking) => {
      await keys.revoke(callerOf(asking), params.key, asking.visit);
      return DONE;
    },
    renewSignInSecret: async (_input, asking) => {
      await access.renewSecret(callerOf(asking), asking.visit);
      return DONE;
    },
    listAudit: async ({ query }, asking) => ({
      entries: await audit.list(callerOf(asking), query.limit, query.before),
      firstBroken: await audit.firstBroken(),
    }),
  };
}

function missing(field: string): TributaryError {
  return new TributaryError('invalid-request', `The body is not understood. ${field}: is missing.`, { column: field });
}

/** Who asks; the guard lets nobody without a name through to a route that needs one. */
export function callerOf({ caller }: Asking): NonNullable<Asking['caller']> {
  if (caller === null) throw new TributaryError('not-signed-in', 'Nobody is signed in.');
  return caller;
}

/** The person who asks. Throws `session-wanted` for programs. */
export function personOf(asking: Asking): SessionCaller {
  const caller = callerOf(asking);
  if (caller.kind === 'session') return caller;
  throw new TributaryError('session-wanted', 'Only a person who is signed in can do this, not a key.');
}
