export interface Vitals {
  /** When the largest part was painted: LCP. */
  readonly largestMs: number;
  /** How far the page jumped: CLS. */
  readonly jumps: number;
  readonly longTasksMs: readonly number[];
  /** When the figure that is waited for was there. */
  readonly figureMs: number;
  /** What long tasks took beyond 50 ms each: TBT. */
  readonly blockedMs: number;
  readonly scriptBytes: number;
}

export function watchVitals(figure: string): string;
export const READ_VITALS: string;
