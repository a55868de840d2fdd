/** What a planned run would do, in enough detail to decide over it. */
import type { Figures } from '../ledger/index.ts';
import type { LineReject } from './read-report.ts';

/** One line of a plan. Amounts have exactly 4 decimals. */
export interface PreviewLine {
  readonly change: 'added' | 'changed' | 'unchanged' | 'withdrawn' | 'conflict';
  /** pending, approved, reversed, lost, conflict or withdrawn, as the ledger would say. */
  readonly status: string;
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly orderId: string;
  readonly sku: string;
  readonly product: string | null;
  readonly brand: string | null;
  readonly subId: string | null;
  readonly occurredOn: string;
  readonly processedOn: string | null;
  readonly currency: string;
  readonly sales: string;
  readonly commission: string;
  readonly items: number;
}

/** A pair of lines of two reports that state the same money with other amounts: the money report's count. */
export interface PreviewDifference {
  readonly orderId: string;
  readonly sku: string;
  readonly currency: string;
  readonly moneyReport: string;
  readonly moneyCommission: string;
  readonly otherReport: string;
  readonly otherCommission: string;
}

/** The preview of a run. Totals count the lines that the run read, lost ones apart; lists are cut at 100. */
export interface Preview {
  readonly byStatus: readonly (Figures & { readonly status: string })[];
  /** By month of the transaction date, `YYYY-MM`. */
  readonly byMonth: readonly (Figures & { readonly month: string })[];
  readonly byAdvertiser: readonly (Figures & { readonly advertiserId: string; readonly advertiser: string })[];
  readonly lines: readonly PreviewLine[];
  readonly conflicts: readonly PreviewLine[];
  readonly differences: readonly PreviewDifference[];
  readonly rejected: readonly (LineReject & { readonly file: string })[];
}
