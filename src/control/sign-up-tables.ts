/** Tables of hosted mode: of the installation, not of a workspace. Instants are ISO 8601 UTC. */

/** Someone who wants an account and has not shown yet that the address is theirs. Nobody, until they do. */
export interface SignUpTable {
  sign_up_id: string;
  email: string;
  name: string;
  /** What their workspace will be called. */
  workspace: string;
  password_hash: string;
  created_at: string;
  expires_at: string;
}

/** A message about billing that was taken: none is taken twice. */
export interface BillingEventTable {
  event_id: string;
  at: string;
}

export interface SignUpTables {
  sign_ups: SignUpTable;
  billing_events: BillingEventTable;
}
