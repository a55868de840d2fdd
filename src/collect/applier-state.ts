/** What the applier says of itself; apart, so that the collector's thread loads nothing of the facts. */

/** How far the facts are behind the log. */
export interface ApplierState {
  readonly lagBytes: number;
  /** When the oldest event came that is not in the facts yet; null: all are. */
  readonly waitingSinceMs: number | null;
  /** Why the last attempt failed. */
  readonly fault: string | null;
  /** Pieces of the log that could not be read, and records that could not be applied: kept aside. */
  readonly damages: number;
  readonly deadLetters: number;
}
