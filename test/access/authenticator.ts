/** An authenticator in software: it makes ES256 keys and signs as WebAuthn says, honestly or, where told, not. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a dishonest one does otherwise. */
export interface Lie {
  readonly origin?: string;
  readonly rpId?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly challenge?: string;
}

/** Options of the server, as far as they are looked at here. */
export interface Options {
  readonly challenge: string;
  readonly user?: { readonly id: string };
}

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** CBOR of a byte string, a text, and a whole number: all that an attestation without a statement is made of. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}
const cborBytes = (bytes: Uint8Array): Buffer => Buffer.concat([head(2, bytes.length), bytes]);
const cborText = (text: string): Buffer => Buffer.concat([head(3, text.length), Buffer.from(text)]);
const cborInt = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value));

export class Authenticator {
  readonly #origin: string;
  readonly #rpId: string;
  readonly #id = randomBytes(16);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle = '';
  #counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
    this.#rpId = new URL(origin).hostname;
  }

  register(options: Options, lie: Lie = {}): unknown {
    this.#userHandle = options.user?.id ?? '';
    const clientData = this.#clientData('webauthn.create', options, lie);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, coseKey(this.#keys.publicKey)]);
    const authData = Buffer.concat([this.#authData(0x40, lie), credential]);
    const attestation = [cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0])];
    const attestationObject = [Buffer.from([0xa3]), ...attestation, cborText('authData'), cborBytes(authData)];
    return this.#response({
      clientDataJSON: base64url(clientData),
      attestationObject: base64url(Buffer.concat(attestationObject)),
      transports: ['internal'],
    });
  }

  authenticate(options: Options, lie: Lie = {}): unknown {
    const clientData = this.#clientData('webauthn.get', options, lie);
    this.#counter += 1;
    const authData = this.#authData(0, lie);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#keys.privateKey);
    return this.#response({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
      userHandle: lie.userHandle ?? this.#userHandle,
    });
  }

  #response(response: unknown): unknown {
    const id = base64url(this.#id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #clientData(type: string, { challenge }: Options, lie: Lie): string {
    const signed = { type, challenge: lie.challenge ?? challenge, origin: lie.origin ?? this.#origin };
    return JSON.stringify({ ...signed, crossOrigin: false });
  }

  #authData(flags: number, { rpId = this.#rpId, isVerified = true, counter = this.#counter }: Lie): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([0x01 | (isVerified ? 0x04 : 0) | flags]), count]);
  }
}

function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const pairs: readonly (readonly [number, Buffer])[] = [
    ...([
      [1, cborInt(2)],
      [3, cborInt(-7)],
      [-1, cborInt(1)],
    ] as const),
    [-2, cborBytes(Buffer.from(x, 'base64url'))],
    [-3, cborBytes(Buffer.from(y, 'base64url'))],
  ];
  return Buffer.concat([Buffer.from([0xa5]), ...pairs.flatMap(([name, value]) => [cborInt(name), value])]);
}
