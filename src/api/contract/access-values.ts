/** What the routes of accounts take and answer. */
import { z } from 'zod';
import type {
  ApiKeyView,
  AuditEntry,
  InvitationView,
  Link,
  MemberView,
  Role,
  Scope,
  SessionView,
} from '../../access/index.ts';
import type { Standing } from '../../plans/index.ts';
import { instant } from './values.ts';

export const role = z.enum(['owner', 'admin', 'editor', 'viewer']) satisfies z.ZodType<Role>;
export const scope = z.enum(['view', 'edit', 'admin']) satisfies z.ZodType<Scope>;
export const email = z.email().max(254);
export const name = z.string().trim().min(1).max(100);
/** Whether it is good enough is not a matter of form: `weak-password` says so. */
export const password = z.string().min(1).max(1000);
export const code = z.string().min(1).max(100).meta({ description: 'What follows the # of the link.' });
export const totp = z.string().regex(/^\d{6}$/, 'wants 6 digits');
export const hidesMoney = z.boolean().meta({ description: 'Every amount is null for them, and files are refused.' });

export const done = {
  kind: 'json',
  status: 200,
  schema: z.object({ done: z.literal(true) }).meta({ id: 'Done' }),
} as const;
export const signedIn = {
  kind: 'json',
  status: 200,
  schema: z
    .object({ state: z.enum(['signed-in', 'code-wanted']) })
    .meta({ id: 'SignIn', description: '`code-wanted`: the second factor is asked for; no session yet.' }),
} as const;

export const link = z
  .object({
    path: z.string().meta({ description: 'Path and fragment; goes after the address of this installation.' }),
    expiresAt: instant,
  })
  .meta({ id: 'Link', description: 'Works once.' }) satisfies z.ZodType<Link>;

export const session = z
  .object({
    id: z.string(),
    createdAt: instant,
    lastSeenAt: instant.meta({ description: 'To the hour.' }),
    userAgent: z.string().nullable(),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' }) satisfies z.ZodType<SessionView>;

export const member = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    hidesMoney: z.boolean(),
    twoFactor: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'Member' }) satisfies z.ZodType<MemberView>;

export const invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role,
    hidesMoney: z.boolean(),
    createdAt: instant,
    expiresAt: instant,
    mail: z
      .enum(['queued', 'sending', 'sent', 'failed', 'uncertain'])
      .nullable()
      .meta({ description: 'How its mail fares; null: none was sent, hand the link over.' }),
  })
  .meta({ id: 'Invitation' }) satisfies z.ZodType<InvitationView>;

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scope,
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable().meta({ description: 'To the minute.' }),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' }) satisfies z.ZodType<ApiKeyView>;

export const auditEntry = z
  .object({
    number: z.int(),
    at: instant,
    actorKind: z.enum(['local', 'session', 'key', 'guest', 'none']),
    actorId: z.string().nullable(),
    actor: z.string(),
    action: z.string(),
    what: z.record(z.string(), z.unknown()),
    ipPrefix: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' }) satisfies z.ZodType<AuditEntry>;

/** How a workspace stands. */
export const standing = z
  .object({
    state: z.enum(['unlimited', 'trial', 'active', 'over']).meta({
      description: '`over`: read-only; nothing is deleted, imports are paused, pageviews and clicks are still counted.',
    }),
    plan: z.string().nullable().meta({ description: 'The id of the plan that counts, or whose end it was.' }),
    endsAt: instant.nullable().meta({ description: 'When the trial or the plan ends or ended.' }),
    daysLeft: z.int().nullable().meta({ description: 'Of a trial; a day that has begun is counted whole.' }),
  })
  .meta({
    id: 'Standing',
    description: 'How a workspace of a hosted installation stands.',
  }) satisfies z.ZodType<Standing>;

export const me = z
  .object({
    kind: z
      .enum(['local', 'session', 'key', 'guest'])
      .meta({ description: '`guest`: looks at a demo without an account.' }),
    name: z.string(),
    email: z.string().nullable(),
    role: role.meta({ description: 'Of a key: the role that its scope is worth.' }),
    hidesMoney: z.boolean(),
    workspace: z
      .object({ id: z.string(), name: z.string(), kind: z.enum(['real', 'demo']) })
      .meta({ description: 'The one that is asked about.' }),
    workspaces: z.int().meta({ description: 'How many one may enter.' }),
    mayCreateWorkspaces: z.boolean(),
    twoFactor: z.boolean(),
    mailsDrops: z.boolean().nullable().meta({
      description:
        'Whether a mail comes when clearly fewer sub-ids come back; null: not to this caller, or this installation sends no mail.',
    }),
    standing: standing.nullable().meta({ description: 'How the workspace stands; null where nothing is limited.' }),
  })
  .meta({ id: 'Me' });
