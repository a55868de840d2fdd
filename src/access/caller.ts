/** Who asks, and what they may do. Pure. */

/** From the one who may least to the one who may everything. */
export const ROLES = ['viewer', 'editor', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may do; it is never an owner. */
export const SCOPES = ['view', 'edit', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a route needs of who calls it; `none`: nobody has to be signed in. */
export type Right = 'none' | Scope | 'owner';

/** The command line on this machine, with the key of `server.json`. */
export interface LocalIdentity {
  readonly kind: 'local';
}

/** A person who is signed in. */
export interface SessionIdentity {
  readonly kind: 'session';
  readonly userId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly email: string;
}

/** Who asks, before it is known about which workspace. A key and a guest are of one only. */
export type Identity = LocalIdentity | SessionIdentity | KeyCaller | GuestCaller;

/** The command line, asking about one workspace. */
export interface LocalCaller extends LocalIdentity {
  readonly workspaceId: string;
}

/** A member of a workspace, asking about it; what they may do and see is said by that membership. */
export interface SessionCaller extends SessionIdentity {
  readonly workspaceId: string;
  readonly role: Role;
  /** true: no amount leaves the program for them. */
  readonly hidesMoney: boolean;
}

/** A program with an API key of a workspace. */
export interface KeyCaller {
  readonly kind: 'key';
  readonly workspaceId: string;
  readonly keyId: string;
  readonly name: string;
  readonly scope: Scope;
}

/** A browser that looks at a demo without an account: it reads, and changes nothing. */
export interface GuestCaller {
  readonly kind: 'guest';
  /** The demo. */
  readonly workspaceId: string;
  readonly guestId: string;
  readonly name: string;
}

/** Who asks, and about which workspace: whatever is done for them is done in that one. */
export type Caller = LocalCaller | SessionCaller | KeyCaller | GuestCaller;

const RANKS: Readonly<Record<Exclude<Right, 'none'> | Role, number>> = {
  view: 1,
  viewer: 1,
  edit: 2,
  editor: 2,
  admin: 3,
  owner: 4,
};

/** How much a caller may do, as a number that grows with it: 1 view, 2 edit, 3 admin, 4 owner. */
export function rankOf(caller: Caller): number {
  if (caller.kind === 'local') return RANKS.owner;
  if (caller.kind === 'guest') return RANKS.viewer;
  return RANKS[caller.kind === 'session' ? caller.role : caller.scope];
}

/** How much a scope may do, on the same scale. */
export function rankOfScope(scope: Scope): number {
  return RANKS[scope];
}

/** How much a role may do, on the same scale. */
export function rankOfRole(role: Role): number {
  return RANKS[role];
}

/** Whether a caller (null: nobody is signed in) may do what needs this right. */
export function mayDo(caller: Caller | null, needs: Right): boolean {
  if (needs === 'none') return true;
  return caller !== null && rankOf(caller) >= RANKS[needs];
}

/** Whether amounts have to be kept from this caller. */
export function hidesMoney(caller: Caller | null): boolean {
  return caller?.kind === 'session' && caller.hidesMoney;
}
