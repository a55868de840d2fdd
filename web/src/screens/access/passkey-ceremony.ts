/** What the browser does with a device: making a passkey, and signing in with one. Loaded when it is wanted. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { call, type Reply, type Wish } from '../../api/client.ts';

type NewPasskey = Wish<'POST /api/v1/passkeys'>['body']['response'];
type Assertion = Wish<'POST /api/v1/session/passkey'>['body']['response'];

/** A person closed the dialog, or let its time pass: nothing to be told about. */
export class CeremonyEnded extends Error {}

/** Makes a passkey after the password. Throws `ApiError`, `CeremonyEnded`, or an error with words of the browser. */
export async function makePasskey(password: string, name: string): Promise<Reply<'POST /api/v1/passkeys'>> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { options } = await call('POST /api/v1/passkeys/challenge', { body: { password } });
  // the server hands WebAuthn's own options through
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const response = await ended(() => startRegistration({ optionsJSON }));
  return call('POST /api/v1/passkeys', { body: { name, response: plain<NewPasskey>(response) } });
}

/** Signs in with a passkey that the device offers. Throws as `makePasskey` does. */
export async function signInWithPasskey(): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { options } = await call('POST /api/v1/session/passkey/challenge', {});
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON; // as above
  const response = await ended(() => startAuthentication({ optionsJSON }));
  await call('POST /api/v1/session/passkey', { body: { response: plain<Assertion>(response) } });
}

/** What goes over the wire: the browser's object may hold members that are undefined. */
function plain<T>(response: unknown): T {
  return JSON.parse(JSON.stringify(response)) as T; // both sides follow WebAuthn's own types
}

async function ended<T>(ceremony: () => Promise<T>): Promise<T> {
  try {
    return await ceremony();
  } catch (error) {
    const { name } = error instanceof Error ? error : { name: '' };
    if (name === 'NotAllowedError' || name === 'AbortError') throw new CeremonyEnded('No passkey was used.');
    if (name === 'InvalidStateError') throw new Error('This device has a passkey for your account already.');
    throw error;
  }
}
