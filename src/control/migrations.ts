/** Forward-only migrations of the control store, in order; a published one is never edited. */
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
];
