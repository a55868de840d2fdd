/** Tables of mail and the newsletter: of the installation, not of a workspace. Instants are ISO 8601 UTC. */

/** A mail on its way. Its text is made when it is sent: no code of a link is ever stored. */
export interface OutboxTable {
  mail_id: string;
  /** Who makes its text. */
  kind: string;
  recipient: string;
  /** What it is about: an invitation, a request, a subscriber. */
  about: string;
  /** The letter of the newsletter that it is a copy of. */
  letter_id: string | null;
  /** JSON: what its text needs besides. */
  data: string;
  /** `sending`: handed to the server, no answer yet · `uncertain`: no answer ever came, and it is not sent again. */
  status: 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain';
  attempts: number;
  next_try_at: string;
  /** Why the last try failed. */
  problem: string | null;
  created_at: string;
  settled_at: string | null;
}

/** A code that was mailed, by its hash. `expires_at` null: as long as what it is about is there. */
export interface MailedCodeTable {
  code_hash: string;
  about: string;
  expires_at: string | null;
}

/** Someone who clicked the confirmation and so gets the newsletter. */
export interface SubscriberTable {
  subscriber_id: string;
  email: string;
  confirmed_at: string;
}

/** Someone who was asked whether they want the newsletter, for a week; not a subscriber. */
export interface SubscriptionRequestTable {
  request_id: string;
  email: string;
  created_at: string;
  expires_at: string;
}

/** An issue of the newsletter; its id is the hash of its text, so that the same text is the same issue. */
export interface LetterTable {
  letter_id: string;
  subject: string;
  markdown: string;
  created_at: string;
}

/**
 * An advertiser of whose lines clearly fewer bring a sub-id back, which members were told of: they hear no more of it until
 * it has recovered. The counts are those of the day on which it was told.
 */
export interface ToldDropTable {
  workspace_id: string;
  network: string;
  advertiser_id: string;
  advertiser: string | null;
  /** A day of the workspace. */
  told_on: string;
  covered: number;
  line_count: number;
  covered_before: number;
  lines_before: number;
}

export interface MailTables {
  outbox: OutboxTable;
  mailed_codes: MailedCodeTable;
  subscribers: SubscriberTable;
  subscription_requests: SubscriptionRequestTable;
  letters: LetterTable;
  told_drops: ToldDropTable;
}
