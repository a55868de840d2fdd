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
];
