/** Forward-only migrations of the installation's accounts, in order; a published one is never edited. */
export const ACCOUNT_MIGRATIONS: readonly string[] = [
  // The tables with camel-case columns are those that better-auth 1.7.25 asks for, as its own generator writes them.
  // The triggers keep the audit as it was written by whoever goes through SQL; its hashes tell of whoever does not.
  `create table users (
    "id" text not null primary key,
    "name" text not null,
    "email" text not null unique,
    "emailVerified" integer not null,
    "image" text,
    "createdAt" date not null,
    "updatedAt" date not null,
    "twoFactorEnabled" integer
  );
  create table sessions (
    "id" text not null primary key,
    "expiresAt" date not null,
    "token" text not null unique,
    "createdAt" date not null,
    "updatedAt" date not null,
    "ipAddress" text,
    "userAgent" text,
    "userId" text not null references users ("id") on delete cascade
  );
  create table accounts (
    "id" text not null primary key,
    "accountId" text not null,
    "providerId" text not null,
    "userId" text not null references users ("id") on delete cascade,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" date,
    "refreshTokenExpiresAt" date,
    "scope" text,
    "password" text,
    "createdAt" date not null,
    "updatedAt" date not null
  );
  create table verifications (
    "id" text not null primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" date not null,
    "createdAt" date not null,
    "updatedAt" date not null
  );
  create table two_factors (
    "id" text not null primary key,
    "secret" text not null,
    "backupCodes" text not null,
    "userId" text not null references users ("id") on delete cascade,
    "verified" integer,
    "failedVerificationCount" integer,
    "lockedUntil" date
  );
  create index sessions_by_user on sessions ("userId");
  create index accounts_by_user on accounts ("userId");
  create index verifications_by_identifier on verifications ("identifier");
  create index two_factors_by_user on two_factors ("userId");
  create table used_codes (
    user_id text not null,
    code text not null,
    used_at text not null,
    primary key (user_id, code)
  );
  create table workspaces (
    workspace_id text primary key,
    name text not null,
    created_at text not null,
    kind text not null default 'real' check (kind in ('real', 'demo')),
    removed_at text
  );
  insert into workspaces (workspace_id, name, created_at)
    values ('main', 'Tributary', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
  create table members (
    workspace_id text not null references workspaces (workspace_id),
    user_id text not null references users ("id"),
    role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
    hides_money integer not null check (hides_money = 0 or role in ('editor', 'viewer')),
    created_at text not null,
    primary key (workspace_id, user_id)
  );
  create table invitations (
    invitation_id text primary key,
    workspace_id text not null references workspaces (workspace_id),
    email text not null,
    role text not null,
    hides_money integer not null,
    code_hash text not null unique,
    created_by text not null,
    created_at text not null,
    expires_at text not null,
    unique (workspace_id, email)
  );
  create table links (
    code_hash text primary key,
    kind text not null check (kind in ('setup', 'password')),
    user_id text,
    expires_at text not null
  );
  create table api_keys (
    key_id text primary key,
    workspace_id text not null references workspaces (workspace_id),
    name text not null,
    scope text not null check (scope in ('view', 'edit', 'admin')),
    secret_hash text not null unique,
    created_by text,
    created_by_name text not null,
    created_at text not null,
    expires_at text,
    last_used_at text,
    revoked_at text
  );
  create table audit (
    audit_seq integer primary key autoincrement,
    at text not null,
    actor_kind text not null,
    actor_id text,
    actor text not null,
    action text not null,
    what text not null,
    ip_prefix text,
    workspace_id text,
    previous_hash text not null unique,
    hash text not null unique
  );
  create index members_by_user on members (user_id);
  -- The check keeps the column that rotation counts by true to the key that the text itself names.
  create table secrets (
    owner_id text not null,
    field text not null,
    sealed text not null,
    key_id text not null check (key_id = substr(sealed, 4, 8)),
    primary key (owner_id, field)
  );
  create trigger audit_is_never_changed before update on audit begin select raise(abort, 'the audit is append-only'); end;
  create trigger audit_is_never_cut before delete on audit begin select raise(abort, 'the audit is append-only'); end`,
  // Passkeys, mail and the newsletter: beside the accounts.
  `create table passkeys (
    passkey_id text primary key,
    credential_id text not null unique,
    user_id text not null,
    name text not null,
    public_key text not null,
    counter integer not null,
    transports text not null,
    is_synced integer not null,
    created_at text not null,
    last_used_at text
  );
  create index passkeys_by_user on passkeys (user_id);
  create table passkey_challenges (
    challenge_hash text primary key,
    user_id text,
    expires_at text not null
  );
  create table outbox (
    mail_id text primary key,
    kind text not null,
    recipient text not null,
    about text not null,
    letter_id text,
    data text not null,
    status text not null check (status in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
    attempts integer not null,
    next_try_at text not null,
    problem text,
    created_at text not null,
    settled_at text,
    unique (letter_id, recipient)
  );
  create index outbox_by_status on outbox (status, next_try_at);
  create index outbox_by_about on outbox (about);
  create table mailed_codes (code_hash text primary key, about text not null, expires_at text);
  create index mailed_codes_by_about on mailed_codes (about);
  create table subscribers (subscriber_id text primary key, email text not null unique, confirmed_at text not null);
  create table subscription_requests (
    request_id text primary key,
    email text not null unique,
    created_at text not null,
    expires_at text not null
  );
  create table letters (
    letter_id text primary key,
    subject text not null,
    markdown text not null,
    created_at text not null
  )`,
  // Hosted mode: plans, trials, and people who signed up and have not confirmed it.
  `alter table workspaces add column plan_id text;
  alter table workspaces add column plan_until text;
  alter table workspaces add column trial_ends_at text;
  create table sign_ups (
    sign_up_id text primary key,
    email text not null,
    name text not null,
    workspace text not null,
    password_hash text not null,
    created_at text not null,
    expires_at text not null
  );
  create index sign_ups_by_email on sign_ups (email);
  create table billing_events (event_id text primary key, at text not null)`,
  // Demo workspaces, and browsers that look at one without an account.
  `create table demos (
    workspace_id text primary key references workspaces (workspace_id),
    made_for text,
    started_at text not null,
    ready_at text
  );
  create table guests (
    guest_id text primary key,
    workspace_id text not null references workspaces (workspace_id),
    code_hash text not null unique,
    created_at text not null,
    expires_at text not null
  );
  create index guests_by_workspace on guests (workspace_id, created_at)`,
  // Drops of coverage that members were told of by mail, until they are over; and who wants no such mail.
  `alter table members add column mails_drops integer not null default 1 check (mails_drops in (0, 1));
  create table told_drops (
    workspace_id text not null references workspaces (workspace_id),
    network text not null,
    advertiser_id text not null,
    advertiser text,
    told_on text not null,
    covered integer not null,
    line_count integer not null,
    covered_before integer not null,
    lines_before integer not null,
    primary key (workspace_id, network, advertiser_id)
  )`,
];
