/** Routes about who may use Tributary: set-up, sign-in, sessions, members, API keys, audit. */
import { z } from 'zod';
import {
  apiKey,
  auditEntry,
  code,
  done,
  email,
  hidesMoney,
  invitation,
  link,
  me,
  member,
  name,
  password,
  role,
  scope,
  session,
  signedIn,
  totp,
} from './access-values.ts';
import { route } from './route.ts';
import { instant, reference } from './values.ts';

/** Routes without which nobody gets in. */
const entryRoutes = {
  showSetup: route({
    method: 'GET',
    path: '/api/v1/setup',
    topic: 'Accounts',
    summary: 'Whether the first account is still to be made, and whether there are public pages.',
    needs: 'none',
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({ isOpen: z.boolean(), hasPublicPages: z.boolean(), hasPublicDemo: z.boolean() })
        .meta({ id: 'Setup' }),
    },
    errors: [],
  }),
  setUp: route({
    method: 'POST',
    path: '/api/v1/setup',
    topic: 'Accounts',
    summary:
      'Makes the owner, with the code that `tributary start` printed, and signs in; there is none of it after that.',
    needs: 'none',
    body: z.strictObject({ code, name, email, password, workspace: name }),
    answer: signedIn,
    errors: ['not-found', 'link-invalid', 'weak-password', 'too-many-attempts'],
  }),
  signIn: route({
    method: 'POST',
    path: '/api/v1/session',
    topic: 'Accounts',
    summary: 'Signs in with e-mail address and password.',
    needs: 'none',
    body: z.strictObject({ email, password }),
    answer: signedIn,
    errors: ['sign-in-failed', 'too-many-attempts'],
  }),
  confirmSignIn: route({
    method: 'POST',
    path: '/api/v1/session/code',
    topic: 'Accounts',
    summary: 'The second step of a sign-in: one of a code of the authenticator app and a recovery code.',
    needs: 'none',
    body: z.strictObject({ code: totp.optional(), recoveryCode: z.string().min(1).max(40).optional() }),
    answer: signedIn,
    errors: ['wrong-code', 'too-many-attempts'],
  }),
  showInvitation: route({
    method: 'POST',
    path: '/api/v1/invitation',
    topic: 'Accounts',
    summary: 'Whom an invitation is for and to what; the code is never a part of an address.',
    needs: 'none',
    body: z.strictObject({ code }),
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .object({
          ...{ email: z.string(), role, workspace: z.string(), workspaceId: z.string() },
          hasAccount: z.boolean().meta({ description: 'The address has an account: its password accepts.' }),
        })
        .meta({ id: 'InvitationForMe' }),
    },
    errors: ['link-invalid', 'too-many-attempts'],
  }),
  acceptInvitation: route({
    method: 'POST',
    path: '/api/v1/invitation/acceptance',
    topic: 'Accounts',
    summary:
      'Accepts an invitation and signs in: with a name and a new password; with the password of the account that the ' +
      'address has; or, for whoever is signed in with that address, with the code alone.',
    needs: 'none',
    body: z.strictObject({ code, name: name.optional(), password: password.optional() }),
    answer: signedIn,
    errors: ['link-invalid', 'weak-password', 'already-member', 'sign-in-failed', 'too-many-attempts'],
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/v1/password/reset',
    topic: 'Accounts',
    summary: 'Sets a new password by link and ends every session; a second factor stays.',
    needs: 'none',
    body: z.strictObject({ code, password }),
    answer: done,
    errors: ['link-invalid', 'weak-password', 'too-many-attempts'],
  }),
} as const;

/** Routes about the one who asks. */
const ownRoutes = {
  showMe: route({
    method: 'GET',
    path: '/api/v1/me',
    topic: 'Accounts',
    summary: 'Who asks.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: me },
    errors: [],
  }),
  changeMe: route({
    method: 'PATCH',
    path: '/api/v1/me',
    topic: 'Accounts',
    summary: 'Says which mails one wants about this workspace.',
    needs: 'edit',
    body: z.strictObject({ mailsDrops: z.boolean() }),
    answer: { kind: 'json', status: 200, schema: me },
    errors: ['session-wanted'],
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/v1/session',
    topic: 'Accounts',
    summary: 'Signs out.',
    needs: 'view',
    answer: done,
    errors: ['session-wanted'],
  }),
  listSessions: route({
    method: 'GET',
    path: '/api/v1/sessions',
    topic: 'Accounts',
    summary: 'One’s own sessions.',
    needs: 'view',
    isForGuests: false,
    answer: { kind: 'json', status: 200, schema: z.object({ sessions: z.array(session) }) },
    errors: ['session-wanted'],
  }),
  revokeSession: route({
    method: 'DELETE',
    path: '/api/v1/sessions/{session}',
    topic: 'Accounts',
    summary: 'Ends one of one’s own sessions.',
    needs: 'view',
    params: z.strictObject({ session: reference }),
    answer: done,
    errors: ['session-wanted', 'unknown-session'],
  }),
  revokeOtherSessions: route({
    method: 'DELETE',
    path: '/api/v1/sessions',
    topic: 'Accounts',
    summary: 'Ends all of one’s own sessions but this one.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: z.object({ revoked: z.int() }) },
    errors: ['session-wanted'],
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/v1/password',
    topic: 'Accounts',
    summary: 'Changes one’s own password; the other sessions end.',
    needs: 'view',
    body: z.strictObject({ present: password, wanted: password }),
    answer: done,
    errors: ['session-wanted', 'wrong-password', 'weak-password', 'too-many-attempts'],
  }),
  beginTwoFactor: route({
    method: 'POST',
    path: '/api/v1/two-factor',
    topic: 'Accounts',
    summary:
      'Begins the second factor: the secret for the authenticator app, and recovery codes, both shown this once.',
    needs: 'view',
    body: z.strictObject({ password }),
    answer: {
      kind: 'json',
      status: 201,
      schema: z.object({ uri: z.string(), recoveryCodes: z.array(z.string()) }).meta({ id: 'TwoFactor' }),
    },
    errors: ['session-wanted', 'wrong-password', 'two-factor-on', 'too-many-attempts'],
  }),
  confirmTwoFactor: route({
    method: 'POST',
    path: '/api/v1/two-factor/confirmation',
    topic: 'Accounts',
    summary: 'Switches the second factor on with a code of the app; the other sessions end.',
    needs: 'view',
    body: z.strictObject({ code: totp }),
    answer: done,
    errors: ['session-wanted', 'wrong-code', 'two-factor-on', 'two-factor-off', 'too-many-attempts'],
  }),
  endTwoFactor: route({
    method: 'POST',
    path: '/api/v1/two-factor/removal',
    topic: 'Accounts',
    summary: 'Switches the second factor off.',
    needs: 'view',
    body: z.strictObject({ password }),
    answer: done,
    errors: ['session-wanted', 'wrong-password', 'two-factor-off', 'too-many-attempts'],
  }),
} as const;

const ofMember = z.strictObject({ member: reference.meta({ description: 'The id or the e-mail address.' }) });
const ON_MEMBERS = ['unknown-member', 'not-allowed', 'last-owner'] as const;

/** Routes about the others, keys and the audit. */
const managementRoutes = {
  listMembers: route({
    method: 'GET',
    path: '/api/v1/members',
    topic: 'Members',
    summary: 'The members, and the invitations that are open.',
    needs: 'admin',
    answer: {
      kind: 'json',
      status: 200,
      schema: z.object({ members: z.array(member), invitations: z.array(invitation) }),
    },
    errors: [],
  }),
  changeMember: route({
    method: 'PATCH',
    path: '/api/v1/members/{member}',
    topic: 'Members',
    summary: 'Changes what a member may do or see; their sessions end, unless they are a member elsewhere too.',
    needs: 'admin',
    params: ofMember,
    body: z.strictObject({ role: role.optional(), hidesMoney: hidesMoney.optional() }),
    answer: { kind: 'json', status: 200, schema: member },
    errors: [...ON_MEMBERS],
  }),
  removeMember: route({
    method: 'DELETE',
    path: '/api/v1/members/{member}',
    topic: 'Members',
    summary: 'Removes a member; they and their keys open this workspace no more, at once.',
    needs: 'admin',
    params: ofMember,
    answer: { kind: 'json', status: 200, schema: z.object({ removed: z.string() }) },
    errors: [...ON_MEMBERS],
  }),
  makePasswordLink: route({
    method: 'POST',
    path: '/api/v1/members/{member}/password-link',
    topic: 'Members',
    summary: 'A link with which a member sets a new password; to be handed over by you.',
    needs: 'admin',
    params: ofMember,
    body: z.strictObject({
      removesTwoFactor: z
        .boolean()
        .optional()
        .meta({ description: 'Passkeys too. Only with the key of `server.json`.' }),
    }),
    answer: { kind: 'json', status: 201, schema: link },
    errors: ['unknown-member', 'not-allowed'],
  }),
  inviteMember: route({
    method: 'POST',
    path: '/api/v1/invitations',
    topic: 'Members',
    summary: 'Invites someone, by mail where there is mail; the link can be handed over by you too.',
    needs: 'admin',
    body: z.strictObject({ email, role, hidesMoney: hidesMoney.optional() }),
    answer: { kind: 'json', status: 201, schema: z.object({ invitation, link }) },
    errors: ['already-member', 'not-allowed', 'too-many-attempts'],
  }),
  withdrawInvitation: route({
    method: 'DELETE',
    path: '/api/v1/invitations/{invitation}',
    topic: 'Members',
    summary: 'Takes an invitation back.',
    needs: 'admin',
    params: z.strictObject({ invitation: reference }),
    answer: done,
    errors: ['unknown-invitation'],
  }),
  listApiKeys: route({
    method: 'GET',
    path: '/api/v1/api-keys',
    topic: 'API keys',
    summary: 'All API keys, the revoked ones too.',
    needs: 'admin',
    answer: { kind: 'json', status: 200, schema: z.object({ apiKeys: z.array(apiKey) }) },
    errors: [],
  }),
  makeApiKey: route({
    method: 'POST',
    path: '/api/v1/api-keys',
    topic: 'API keys',
    summary: 'Makes an API key; it is shown in this answer and never again.',
    needs: 'admin',
    body: z.strictObject({ name, scope, expiresAt: instant.nullable().optional() }),
    answer: { kind: 'json', status: 201, schema: z.object({ key: z.string(), apiKey }) },
    errors: ['not-allowed'],
  }),
  revokeApiKey: route({
    method: 'DELETE',
    path: '/api/v1/api-keys/{key}',
    topic: 'API keys',
    summary: 'Ends an API key at once.',
    needs: 'admin',
    params: z.strictObject({ key: reference }),
    answer: done,
    errors: ['unknown-api-key'],
  }),
  renewSignInSecret: route({
    method: 'POST',
    path: '/api/v1/sign-in-secret',
    topic: 'Members',
    summary:
      'After the master key was lost: a new secret for signing in. Every session and second factor ends, passwords stay. ' +
      'Only with the key of `server.json`.',
    needs: 'owner',
    answer: done,
    errors: ['not-allowed'],
  }),
  listAudit: route({
    method: 'GET',
    path: '/api/v1/audit',
    topic: 'Audit',
    summary: 'What was done, newest first, and whether every entry is as it was written.',
    needs: 'owner',
    query: z.strictObject({
      limit: z.int().min(1).max(1000).default(100),
      before: z.int().min(1).optional().meta({ description: 'The number of an entry: the older ones.' }),
    }),
    answer: {
      kind: 'json',
      status: 200,
      schema: z.object({
        entries: z.array(auditEntry),
        firstBroken: z
          .int()
          .nullable()
          .meta({ description: 'The first entry that was changed, or before which one is gone; null: none.' }),
      }),
    },
    errors: [],
  }),
} as const;

export const accessRoutes = { ...entryRoutes, ...ownRoutes, ...managementRoutes } as const;
