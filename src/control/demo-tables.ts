/** Tables of demos: workspaces over made-up sales, and who looks at them without an account. */

/** A demo workspace. One that is not ready when a process begins was left behind by another that was killed. */
export interface DemoTable {
  workspace_id: string;
  /** Whose it is; null: for guests. */
  made_for: string | null;
  /** Its made-up sales have happened until then. */
  started_at: string;
  ready_at: string | null;
}

/** A browser that may look at a demo; of its code only the SHA-256 is kept. */
export interface GuestTable {
  guest_id: string;
  workspace_id: string;
  code_hash: string;
  created_at: string;
  expires_at: string;
}

export interface DemoTables {
  demos: DemoTable;
  guests: GuestTable;
}
