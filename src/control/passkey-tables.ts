/** Tables of passkeys. They hold nothing secret: a public key opens nothing. */

/** A passkey of a person: what WebAuthn calls a credential. */
export interface PasskeyTable {
  passkey_id: string;
  /** The authenticator's own id of it, base64url. */
  credential_id: string;
  user_id: string;
  name: string;
  /** COSE, base64url. */
  public_key: string;
  /** How often it was used, as it says itself; 0 for ever on those that do not count. */
  counter: number;
  /** JSON: ways on which a browser reaches it. */
  transports: string;
  /** Whether it is kept in an account and so on several devices. */
  is_synced: number;
  created_at: string;
  last_used_at: string | null;
}

/** A random text that an authenticator is to sign, once and soon. */
export interface PasskeyChallengeTable {
  challenge_hash: string;
  /** Who registers one; null: somebody signs in. */
  user_id: string | null;
  expires_at: string;
}

export interface PasskeyTables {
  passkeys: PasskeyTable;
  passkey_challenges: PasskeyChallengeTable;
}
