/** One line that the network knows, with the truth that only the simulation knows. */

/** Why a line exists. */
export type LineKind = 'sale' | 'reversal' | 'adjustment' | 'non-commissionable';

/** One line. Amounts are whole numbers of 1/10 000 of the currency; instants are epoch milliseconds (whole seconds). */
export interface CommissionLine {
  readonly kind: LineKind;
  /** 32 upper-case hex digits, unique in the world. */
  readonly transactionId: string;
  readonly orderId: string;
  readonly mid: number;
  readonly advertiserName: string;
  readonly networkId: number;
  readonly currency: string;
  readonly sku: string;
  readonly productName: string;
  readonly productBrand: string;
  /** '' when the click carried none. */
  readonly subId: string;
  /** When the order was placed; a reversal keeps the original's. */
  readonly occurredAtMs: number;
  /** When the network processed the advertiser's file: before it, no report shows the line. */
  readonly processedAtMs: number;
  /** From here on no further line of this order can appear. */
  readonly lockedAtMs: number;
  /** Whether the advertiser reports `unlocked`/`locked`; otherwise `not applicable`. */
  readonly hasOrderLocking: boolean;
  /** Negative when taken back. */
  readonly items: number;
  readonly salesUnits: number;
  readonly commissionUnits: number;
  /** The network's reason on a non-commissionable line, else null. */
  readonly reason: string | null;
  /** Truth: what earned the line. */
  readonly siteId: string;
  readonly pageId: string;
  readonly linkId: string;
  readonly clickId: string;
  /** Truth: the order was placed on another device than the click. */
  readonly isOnOtherDevice: boolean;
}
