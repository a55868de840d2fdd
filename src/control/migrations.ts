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
];
