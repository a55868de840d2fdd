/**
 * Forward-only migrations of a workspace's control store, in order; a published one is never edited. Those of the
 * installation's accounts are in account-migrations.ts.
 */
export const MIGRATIONS: readonly string[] = [
  `create table runs (
    run_seq integer primary key autoincrement,
    run_id text not null unique,
    network text not null,
    scope_id text not null,
    status text not null,
    created_at text not null,
    decided_at text,
    "order" text not null,
    receipt text
  )`,
  `create table attempts (run_seq integer primary key autoincrement, run_id text not null)`,
  // The check keeps the column that rotation counts by true to the key that the text itself names.
  `create table secrets (
    owner_id text not null,
    field text not null,
    sealed text not null,
    key_id text not null check (key_id = substr(sealed, 4, 8)),
    primary key (owner_id, field)
  )`,
  `create table scopes (
    scope_id text primary key,
    network text not null,
    country_id text,
    fingerprint text,
    created_at text not null,
    months integer not null default 12,
    next_pull_at text,
    settled_on text,
    failures integer not null default 0
  );
  create unique index scopes_by_account on scopes (network, coalesce(country_id, ''), fingerprint);
  insert into scopes (scope_id, network, country_id, fingerprint, created_at)
    select scope_id, network, nullif(substr(scope_id, length(network) + 8), ''), null, min(created_at) from runs group by scope_id, network;
  create table connections (
    connection_id text primary key,
    network text not null,
    scope_id text not null references scopes (scope_id),
    name text not null unique,
    website text,
    settings text not null,
    schedule text not null,
    state text not null,
    problem text,
    report_problems text not null default '{}',
    created_at text not null
  );
  alter table runs add column kind text not null default 'files';
  alter table runs add column connection_id text;
  alter table runs add column started_by text not null default 'person';
  alter table runs add column pull text;
  alter table runs add column progress text;
  alter table runs add column problems text not null default '[]';
  alter table runs add column preview text;
  alter table attempts add column posted_at text;
  create unique index one_open_pull on runs (scope_id) where kind = 'pull' and status in ('queued', 'fetching', 'waiting', 'staging');
  create table answers (
    answer_no integer primary key autoincrement,
    run_id text not null,
    report text not null,
    report_name text not null,
    window_from text not null,
    window_to text not null,
    part integer not null,
    sha256 text not null,
    size integer not null,
    request text not null,
    http_status integer not null,
    answered_at text not null,
    connector_version integer not null,
    problem text
  );
  create index answers_of_a_run on answers (run_id)`,
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
  create table workspaces (workspace_id text primary key, name text not null, created_at text not null);
  insert into workspaces values ('main', 'Tributary', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
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
    previous_hash text not null unique,
    hash text not null unique
  );
  create trigger audit_is_never_changed before update on audit begin select raise(abort, 'the audit is append-only'); end;
  create trigger audit_is_never_cut before delete on audit begin select raise(abort, 'the audit is append-only'); end`,
  // Accounts went to a store of the installation (ADR 0013); `upgrade-layout.ts` has copied them before this runs.
  `drop table audit;
  drop table api_keys;
  drop table links;
  drop table invitations;
  drop table members;
  drop table workspaces;
  drop table used_codes;
  drop table two_factors;
  drop table verifications;
  drop table accounts;
  drop table sessions;
  drop table users;
  delete from secrets where owner_id = 'access'`,
  `create table saved_views (
    view_id text primary key,
    screen text not null,
    name text not null,
    query text not null,
    owner_id text not null,
    owner_name text not null,
    is_shared integer not null check (is_shared in (0, 1)),
    created_at text not null,
    changed_at text not null
  );
  create table default_views (
    owner_id text not null,
    screen text not null,
    view_id text not null references saved_views (view_id),
    primary key (owner_id, screen)
  );
  create table annotations (
    annotation_id text primary key,
    first_day text not null,
    last_day text not null check (last_day >= first_day),
    text text not null,
    created_by text not null,
    created_by_name text not null,
    created_at text not null,
    changed_at text not null
  );
  create index annotations_by_day on annotations (first_day, last_day)`,
  `create table reporting_settings (
    only_row integer primary key check (only_row = 1),
    time_zone text,
    currency text not null,
    week_start text not null check (week_start in ('monday', 'sunday')),
    reversal_days integer not null check (reversal_days between 0 and 3650),
    fetches_rates integer not null check (fetches_rates in (0, 1))
  );
  insert into reporting_settings values (1, null, 'reported', 'monday', 90, 0)`,
  `create table sites (
    site_id text primary key,
    host text not null,
    name text not null,
    allowed_hosts text not null,
    site_key text not null unique,
    privacy text not null check (privacy in ('none', 'daily', 'consent')),
    respects_gpc integer not null,
    excluded_links text not null,
    dimensions text not null,
    retention_months integer not null,
    created_at text not null,
    removed_at text
  );
  create unique index sites_by_host on sites (host) where removed_at is null`,
  `create table label_rules (
    rule_id text primary key,
    network text not null,
    match text not null check (match in ('exact', 'wildcard', 'prefix', 'contains')),
    text text not null,
    site_id text not null,
    page_host text not null,
    page_path text not null,
    campaign text not null,
    created_by text not null,
    created_by_name text not null,
    created_at text not null,
    changed_at text not null
  );
  create unique index label_rules_by_text on label_rules (network, match, lower(text))`,
];
