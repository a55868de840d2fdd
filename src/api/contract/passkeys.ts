/** Routes about passkeys. What WebAuthn itself defines is handed through as the browser and the device write it. */
import { z } from 'zod';
import type { PasskeyView } from '../../access/index.ts';
import { done, name, password, signedIn } from './access-values.ts';
import { route } from './route.ts';
import { instant, reference } from './values.ts';

const passkey = z
  .object({
    id: z.string(),
    name: z.string(),
    isSynced: z.boolean().meta({ description: 'Kept in an account of its maker, and so on several devices.' }),
    createdAt: instant,
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'Passkey' }) satisfies z.ZodType<PasskeyView>;

/** Binary values of WebAuthn as base64url; the largest, an attestation, is a few kilobytes. */
const bytes = z
  .string()
  .max(100_000)
  .regex(/^[\w-]*={0,2}$/);
const shared = {
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
};
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

const registration = z
  .strictObject({
    ...shared,
    response: z.strictObject({
      clientDataJSON: bytes,
      attestationObject: bytes,
      authenticatorData: bytes.optional(),
      transports: z.array(transport).max(10).optional(),
      publicKeyAlgorithm: z.int().optional(),
      publicKey: bytes.optional(),
    }),
  })
  .meta({ id: 'PasskeyRegistration', description: 'The RegistrationResponseJSON of WebAuthn.' });
const assertion = z
  .strictObject({
    ...shared,
    response: z.strictObject({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: bytes.optional(),
    }),
  })
  .meta({ id: 'PasskeyAssertion', description: 'The AuthenticationResponseJSON of WebAuthn.' });

const options = z.object({ options: z.record(z.string(), z.unknown()) }).meta({
  id: 'PasskeyOptions',
  description: 'Options of WebAuthn as JSON, with a challenge that is good once, for 5 minutes.',
});

const ofPasskey = z.strictObject({ passkey: reference });

export const passkeyRoutes = {
  beginPasskeySignIn: route({
    method: 'POST',
    path: '/api/v1/session/passkey/challenge',
    topic: 'Accounts',
    summary: 'Begins a sign-in with a passkey.',
    needs: 'none',
    answer: { kind: 'json', status: 201, schema: options },
    errors: ['passkeys-unavailable', 'too-many-attempts'],
  }),
  signInWithPasskey: route({
    method: 'POST',
    path: '/api/v1/session/passkey',
    topic: 'Accounts',
    summary: 'Signs in with a passkey, which counts as both factors.',
    needs: 'none',
    body: z.strictObject({ response: assertion }),
    answer: signedIn,
    errors: ['passkey-refused', 'passkeys-unavailable', 'too-many-attempts'],
  }),
  listPasskeys: route({
    method: 'GET',
    path: '/api/v1/passkeys',
    topic: 'Accounts',
    summary: 'One’s own passkeys.',
    needs: 'view',
    isForGuests: false,
    answer: { kind: 'json', status: 200, schema: z.object({ passkeys: z.array(passkey) }) },
    errors: ['session-wanted'],
  }),
  beginPasskey: route({
    method: 'POST',
    path: '/api/v1/passkeys/challenge',
    topic: 'Accounts',
    summary: 'Begins a passkey of one’s own, after the password.',
    needs: 'view',
    body: z.strictObject({ password }),
    answer: { kind: 'json', status: 201, schema: options },
    errors: ['session-wanted', 'wrong-password', 'passkeys-unavailable', 'not-allowed', 'too-many-attempts'],
  }),
  addPasskey: route({
    method: 'POST',
    path: '/api/v1/passkeys',
    topic: 'Accounts',
    summary: 'Keeps the passkey that the browser made.',
    needs: 'view',
    body: z.strictObject({ name, response: registration }),
    answer: { kind: 'json', status: 201, schema: passkey },
    errors: ['session-wanted', 'passkey-refused', 'passkeys-unavailable', 'too-many-attempts'],
  }),
  renamePasskey: route({
    method: 'PATCH',
    path: '/api/v1/passkeys/{passkey}',
    topic: 'Accounts',
    summary: 'Names a passkey of one’s own anew.',
    needs: 'view',
    params: ofPasskey,
    body: z.strictObject({ name }),
    answer: { kind: 'json', status: 200, schema: passkey },
    errors: ['session-wanted', 'unknown-passkey'],
  }),
  removePasskey: route({
    method: 'DELETE',
    path: '/api/v1/passkeys/{passkey}',
    topic: 'Accounts',
    summary: 'Removes a passkey of one’s own; it opens nothing from then on.',
    needs: 'view',
    params: ofPasskey,
    answer: done,
    errors: ['session-wanted', 'unknown-passkey'],
  }),
} as const;
