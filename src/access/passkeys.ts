/**
 * Passkeys: a key in the device of a person, opened with finger, face or PIN. As the device asks for that, one counts as
 * both factors. Only public keys are kept here.
 */
import { randomUUID } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { AccountStore, PasskeyTable } from '../control/index.ts';
import { TributaryError } from '../core/index.ts';
import { type AccessContext, type Cookies, headersOf, signedInHeaders, withPassword } from './access-context.ts';
import { ACCOUNT_FROM_NETWORK, NETWORK } from './attempt-limits.ts';
import type { SessionCaller } from './caller.ts';
import { hashOf } from './codes.ts';
import { queueNotice } from './notices.ts';
import { type PasskeyPlace, passkeyPlace } from './passkey-place.ts';
import type { Visit } from './visit.ts';

/** A passkey as its owner sees it. Instants are ISO 8601 UTC. */
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly isSynced: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** Time for looking for a device and a finger. */
const CHALLENGE_MS = 5 * 60_000;
/** Nobody has more devices; it bounds what a registration lists. */
const MOST_PASSKEYS = 20;

/** Passkeys of people. */
export class Passkeys {
  readonly #context: AccessContext;

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** The page at which passkeys work, if there is one. */
  originFor(visit: Visit): string | null {
    return passkeyPlace(this.#context.origin, visit.port)?.origin ?? null;
  }

  /** The person's passkeys, newest first. */
  async list({ userId }: SessionCaller): Promise<readonly PasskeyView[]> {
    const own = this.#context.control.selectFrom('passkeys').selectAll().where('user_id', '=', userId);
    return (await own.orderBy('created_at', 'desc').execute()).map(viewOf);
  }

  /** Begins a registration, after the password: what the browser is to make. Throws `wrong-password`, `passkeys-unavailable`. */
  async begin(caller: SessionCaller, password: string, visit: Visit): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { auth, control } = this.#context;
    const place = this.#place(visit);
    await withPassword(this.#context, caller, async () => {
      await (await auth()).api.verifyPassword({ headers: signedInHeaders(this.#context, visit), body: { password } });
    });
    const own = await control.selectFrom('passkeys').selectAll().where('user_id', '=', caller.userId).execute();
    if (own.length >= MOST_PASSKEYS)
      throw new TributaryError('not-allowed', `Nobody has more than ${MOST_PASSKEYS} passkeys.`);
    const { generateRegistrationOptions } = await import('@simplewebauthn/server');
    const options = await generateRegistrationOptions({
      ...{ rpName: 'Tributary', rpID: place.rpId, userName: caller.email, userDisplayName: caller.name },
      userID: new Uint8Array(Buffer.from(caller.userId, 'utf8')),
      attestationType: 'none',
      timeout: CHALLENGE_MS,
      excludeCredentials: own.map(({ credential_id, transports }) => ({
        id: credential_id,
        transports: listIn(transports),
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.#remember(options.challenge, caller.userId);
    return options;
  }

  /** Keeps what the browser made; the person is told by mail. Throws `passkey-refused`. */
  async add(
    caller: SessionCaller,
    name: string,
    response: RegistrationResponseJSON,
    visit: Visit,
  ): Promise<PasskeyView> {
    const { control, clock, audit, limits } = this.#context;
    const place = this.#place(visit);
    limits.take([{ key: `passkey of ${caller.userId}`, limit: ACCOUNT_FROM_NETWORK }]);
    const challenge = await this.#take(response, caller.userId);
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
    const verified = await asRefusal(() =>
      verifyRegistrationResponse({ response, ...expected(place, challenge), requireUserVerification: true }),
    );
    if (!verified.verified || !verified.registrationInfo.userVerified) throw refused();
    const { credential, credentialBackedUp } = verified.registrationInfo;
    const row: PasskeyTable = {
      ...{ passkey_id: randomUUID(), credential_id: credential.id, user_id: caller.userId, name },
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      ...{ counter: credential.counter, transports: JSON.stringify(credential.transports ?? []) },
      ...{ is_synced: credentialBackedUp ? 1 : 0, created_at: clock().toISOString(), last_used_at: null },
    };
    await control.transaction().execute(async (store) => {
      const known = store.selectFrom('passkeys').select('user_id').where('credential_id', '=', row.credential_id);
      if ((await known.executeTakeFirst()) !== undefined) throw refused();
      await store.insertInto('passkeys').values(row).execute();
      await audit.add(caller, 'passkey-added', { passkey: row.passkey_id, name }, visit, store);
      await queueNotice(this.#context, caller.userId, caller.email, 'passkey-added', store);
    });
    return viewOf(row);
  }

  /** Names one anew. Throws `unknown-passkey`. */
  async rename(caller: SessionCaller, id: string, name: string, visit: Visit): Promise<PasskeyView> {
    const { control, audit } = this.#context;
    return control.transaction().execute(async (store) => {
      const own = store.updateTable('passkeys').set({ name }).where('passkey_id', '=', id);
      const row = await own.where('user_id', '=', caller.userId).returningAll().executeTakeFirst();
      if (row === undefined) throw unknown();
      await audit.add(caller, 'passkey-renamed', { passkey: id, name }, visit, store);
      return viewOf(row);
    });
  }

  /** Removes one; sessions that began with it go on, and are in the list of sessions. Throws `unknown-passkey`. */
  async remove(caller: SessionCaller, id: string, visit: Visit): Promise<void> {
    const { control, audit } = this.#context;
    await control.transaction().execute(async (store) => {
      const own = store.deleteFrom('passkeys').where('passkey_id', '=', id).where('user_id', '=', caller.userId);
      const row = await own.returning('name').executeTakeFirst();
      if (row === undefined) throw unknown();
      await audit.add(caller, 'passkey-removed', { passkey: id, name: row.name }, visit, store);
    });
  }

  /** Begins a sign-in of whoever has a passkey for this place. It says nothing about who that might be. */
  async beginSignIn(visit: Visit): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const place = this.#place(visit);
    this.#context.limits.take([{ key: `passkey challenge for ${visit.ipPrefix}`, limit: NETWORK }]);
    const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
    const options = await generateAuthenticationOptions({
      ...{ rpID: place.rpId, userVerification: 'required', timeout: CHALLENGE_MS },
    });
    await this.#remember(options.challenge, null);
    return options;
  }

  /**
   * Checks what the device signed and begins a session. Nothing is begun for a signature over another page, another or a
   * used challenge, without the check of the person, or with a counter that did not grow. Throws `passkey-refused`.
   */
  async signIn(
    response: AuthenticationResponseJSON,
    visit: Visit,
  ): Promise<{ readonly user: { readonly id: string; readonly email: string }; readonly cookies: Cookies }> {
    const { auth, limits } = this.#context;
    const place = this.#place(visit);
    limits.take([{ key: `passkey from ${visit.ipPrefix}`, limit: NETWORK }]);
    const challenge = await this.#take(response, null);
    const user = await this.#checked(response, place, challenge);
    const { headers } = await (await auth()).api.beginSession({
      body: { userId: user.id },
      headers: headersOf(visit, null),
      returnHeaders: true,
    });
    return { user, cookies: headers.getSetCookie() };
  }

  async #checked(response: AuthenticationResponseJSON, place: PasskeyPlace, challenge: string) {
    const { control, clock } = this.#context;
    const found = control
      .selectFrom('passkeys')
      .innerJoin('users', 'users.id', 'passkeys.user_id')
      .innerJoin('members', 'members.user_id', 'passkeys.user_id')
      .selectAll('passkeys')
      .select('users.email');
    const row = await found.where('credential_id', '=', response.id).executeTakeFirst();
    const { userHandle } = response.response;
    if (row === undefined || Buffer.from(userHandle ?? '', 'base64url').toString('utf8') !== row.user_id)
      throw refused();
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
    const { verified, authenticationInfo } = await asRefusal(() =>
      verifyAuthenticationResponse({
        ...{ response, ...expected(place, challenge), requireUserVerification: true },
        credential: {
          id: row.credential_id,
          publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')),
          counter: row.counter,
          transports: listIn(row.transports),
        },
      }),
    );
    if (!verified || !authenticationInfo.userVerified) throw refused();
    const { newCounter, credentialBackedUp } = authenticationInfo;
    // of two answers with the same counter, one is of a copy: the second finds another counter here
    const counted = await control
      .updateTable('passkeys')
      .set({ counter: newCounter, is_synced: credentialBackedUp ? 1 : 0, last_used_at: clock().toISOString() })
      .where('passkey_id', '=', row.passkey_id)
      .where('counter', '=', row.counter)
      .executeTakeFirstOrThrow();
    if (Number(counted.numUpdatedRows) === 0) throw refused();
    return { id: row.user_id, email: row.email };
  }

  #place(visit: Visit): PasskeyPlace {
    const place = passkeyPlace(this.#context.origin, visit.port);
    if (place !== null) return place;
    throw new TributaryError(
      'passkeys-unavailable',
      'Passkeys need a domain with https, or http://localhost on this machine: TRIBUTARY_URL is neither.',
    );
  }

  async #remember(challenge: string, userId: string | null): Promise<void> {
    const { control, clock } = this.#context;
    const now = clock();
    await control.transaction().execute(async (store) => {
      await store.deleteFrom('passkey_challenges').where('expires_at', '<=', now.toISOString()).execute();
      const expires_at = new Date(now.getTime() + CHALLENGE_MS).toISOString();
      const row = { challenge_hash: hashOf(challenge), user_id: userId, expires_at };
      await store.insertInto('passkey_challenges').values(row).execute();
    });
  }

  /** The challenge that was signed, which is used up by that whatever comes of it. Throws `passkey-refused`. */
  async #take(response: RegistrationResponseJSON | AuthenticationResponseJSON, userId: string | null): Promise<string> {
    const { control, clock } = this.#context;
    const challenge = challengeIn(response.response.clientDataJSON);
    const row = await control
      .deleteFrom('passkey_challenges')
      .where('challenge_hash', '=', hashOf(challenge))
      .where('user_id', userId === null ? 'is' : '=', userId)
      .where('expires_at', '>', clock().toISOString())
      .returning('challenge_hash')
      .executeTakeFirst();
    if (row === undefined) throw refused();
    return challenge;
  }
}

/** Forgets the passkeys of a person who goes, or whose devices are lost; in the caller's transaction. */
export async function forgetPasskeysOf(store: AccountStore, userId: string): Promise<void> {
  for (const table of ['passkeys', 'passkey_challenges'] as const) {
    await store.deleteFrom(table).where('user_id', '=', userId).execute();
  }
}

function expected({ rpId, origin }: PasskeyPlace, challenge: string) {
  return { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId };
}

/** The text that the browser says was to be signed; '' if it says nothing that can be read. */
function challengeIn(clientDataJSON: string): string {
  try {
    const read: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    const { challenge } = (typeof read === 'object' && read !== null ? read : {}) as { readonly challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

/** The library throws for every check that fails. */
async function asRefusal<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw refused(error);
  }
}

/** The same for whatever is wrong. */
function refused(cause?: unknown): TributaryError {
  return new TributaryError(
    'passkey-refused',
    'This passkey was not accepted. Try again, or use your password.',
    {},
    cause,
  );
}

function unknown(): TributaryError {
  return new TributaryError('unknown-passkey', 'There is no such passkey.');
}

type Transports = NonNullable<NonNullable<RegistrationResponseJSON['response']['transports']>>;

function listIn(transports: string): Transports {
  return JSON.parse(transports) as Transports; // written by `add`
}

function viewOf({ passkey_id, name, is_synced, created_at, last_used_at }: PasskeyTable): PasskeyView {
  return { id: passkey_id, name, isSynced: is_synced === 1, createdAt: created_at, lastUsedAt: last_used_at };
}
