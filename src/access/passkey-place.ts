/** Where passkeys work. Browsers bind one to a domain over https, or to `localhost`; never to an IP address. Pure. */
import { isIP } from 'node:net';

/** What a passkey is bound to. */
export interface PasskeyPlace {
  /** WebAuthn's name for it: the domain. */
  readonly rpId: string;
  /** The page from which it is used. */
  readonly origin: string;
}

/** The place of an installation; `port` is that of its server. null: there is none, as with a bare http or IP address. */
export function passkeyPlace(origin: string | undefined, port: number | null): PasskeyPlace | null {
  if (origin === undefined) return port === null ? null : { rpId: 'localhost', origin: `http://localhost:${port}` };
  const { hostname, protocol } = new URL(origin);
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) return null;
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  return protocol === 'https:' || isLocal ? { rpId: hostname, origin } : null;
}
