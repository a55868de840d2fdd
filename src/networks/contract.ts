/**
 * What an affiliate network is, to the rest of Tributary. A network is data and pure functions: it speaks its vendor's
 * language, knows none of our stores, and returns values of the types below.
 */
import type { Amount, CurrencyCode } from '../core/index.ts';

/** A calendar day `YYYY-MM-DD` in the network's time zone. */
export type BusinessDate = string;

/** What a network can say of a line's future; `null` in a line means that the report says nothing about it. */
export type ReportedStatus = 'pending' | 'approved' | 'reversed';

/**
 * One line as one report of a network stated it. `null` always means "this report has no such column" (or, for
 * optional facts, left it blank): a later report may fill it in, and it never overwrites what another report said.
 */
export interface ReportedLine {
  /** The advertiser's id at the network (Rakuten: MID). Never blank. */
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly orderId: string;
  /** Blank only where the network reports whole orders. */
  readonly sku: string;
  readonly product: string | null;
  readonly brand: string | null;
  /** The sub-id as it came back; '' = reported as empty. */
  readonly subId: string | null;
  /** The network's own unique id of this line, where it has one. */
  readonly transactionId: string | null;
  /** Day and time (`HH:MM:SS`, '' if the report has none) of the sale, in the network's time zone. */
  readonly occurredOn: BusinessDate;
  readonly occurredTime: string;
  /** Day and time at which the network processed the line; `null` where the report does not tell. */
  readonly processedOn: BusinessDate | null;
  readonly processedTime: string | null;
  readonly currency: CurrencyCode;
  /** Sale value and commission, exact; negative on a reversal. */
  readonly sales: Amount;
  readonly commission: Amount;
  /** Number of items, negative on a reversal. */
  readonly items: number;
  readonly status: ReportedStatus | null;
  /** The network's own status text, unchanged. */
  readonly networkStatus: string | null;
  /** Why the line will never pay (lines of a *lost* report only). */
  readonly reason: string | null;
  readonly referrer: string | null;
}

/** A row that states a fact about a product and carries no money (Rakuten's SKU report). */
export interface ReportedBrand {
  readonly sku: string;
  readonly product: string;
  readonly brand: string;
}

/** A row that was not understood. `column` is the header's own name; the caller adds file and physical line. */
export interface RowReject {
  readonly code: RejectCode;
  readonly column: string | null;
  readonly message: string;
}

/** Why one row was refused while the rest of its report posts. */
export type RejectCode =
  | 'missing-value'
  | 'unreadable-amount'
  | 'too-many-decimals'
  | 'amount-too-large'
  | 'unreadable-count'
  | 'unreadable-date'
  | 'unreadable-time'
  | 'unknown-status'
  | 'wrong-currency'
  | 'missing-currency'
  | 'wrong-width'
  | 'wrong-network';

/** Result of translating one row. */
export type Translated =
  | { readonly kind: 'line'; readonly line: ReportedLine }
  | { readonly kind: 'brand'; readonly brand: ReportedBrand }
  | { readonly kind: 'empty' }
  | { readonly kind: 'reject'; readonly reject: RowReject };

/** What a translation may know besides the row: the connection's country network and its currency. */
export interface TranslateContext {
  /** The network's own id of the country network (Rakuten: `1` = United States), or null where there is none. */
  readonly country: string | null;
  /** The country's currency, or null where the form has to ask. */
  readonly currency: CurrencyCode | null;
}

/** A prepared row translator for one header: reading the header once makes a million rows cheap. */
export type RowTranslator = (cells: readonly string[]) => Translated;

/** What a header turned out to be. */
export type HeaderReading =
  | {
      readonly kind: 'ok';
      readonly translate: RowTranslator;
      readonly width: number;
      readonly extra: readonly string[];
    }
  /** Required columns that are missing, by their usual name. */
  | { readonly kind: 'missing-columns'; readonly missing: readonly string[] };

/** One report a network can fetch or accept as a file. */
export interface ReportDefinition {
  /** Stored in rows and used by `--report`: choose once, never rename. */
  readonly id: string;
  readonly label: string;
  /** True if this header can only be this report (files are recognised by it). First match in the list wins. */
  readonly recognises: (header: readonly string[]) => boolean;
  /** Columns whose content is personal; removed from the bytes before a raw report is stored. */
  readonly personalColumns: readonly string[];
  /** Reads the header by names and returns the row translator, or what is missing. Pure. */
  readonly readHeader: (header: readonly string[], context: TranslateContext) => HeaderReading;
  /** First cells that say "this report is empty" (Rakuten: `No Results Found`). */
  readonly emptyMarks: readonly string[];
}

/** How the reports of a network make one ledger: data that `imports` executes set-wise in SQL. */
export interface UnifyDeclaration {
  /** Report ids in the order in which they carry the money of an order: the first that knows it counts. */
  readonly money: readonly string[];
  /** Reports whose lines are lost. */
  readonly lost: readonly string[];
  /** Reports that give brands by (SKU, product name). */
  readonly brands: readonly string[];
}

/** A country network or programme of a network, with what it pays in. */
export interface CountryNetwork {
  readonly id: string;
  /** Accepted on the command line beside the id, e.g. `US`. */
  readonly code: string;
  readonly label: string;
  /** null: the form has to ask. */
  readonly currency: CurrencyCode | null;
}

/** Affiliate links of a network. Pure: text in, text out. */
export interface NetworkLinks {
  /** The sub-id in a link of this network ('' = a link without one), or null if it is not this network's link. */
  readonly recognise: (url: string) => { readonly subId: string; readonly advertiserId: string | null } | null;
  /** The same link with the sub-id written into it; an existing one is kept. Null if it is not this network's link. */
  readonly tag: (url: string, subId: string) => string | null;
}

/** A network. Values and pure functions only; `defineNetwork` checks the shape. */
export interface Network {
  /** Stored in rows and equal to its folder's name: choose once, never rename. */
  readonly id: string;
  readonly label: string;
  readonly home: string;
  /** IANA zone of the days and times in its reports as we ask for them. */
  readonly timeZone: string;
  /** Version of the translation, kept in every manifest; raise it when the same bytes would translate otherwise. */
  readonly connectorVersion: number;
  readonly countries: readonly CountryNetwork[];
  readonly limits: {
    /** Longest window of one request, in days. */
    readonly maxWindowDays: number;
    readonly maxHistoryDays: number;
    readonly requestsPerMinute: number;
    /** How long lines may still be corrected: this many days are re-read. */
    readonly settleDays: number;
    /** A sale older than this with no reversal counts as approved, in days after its process date. */
    readonly reversalDays: number;
  };
  readonly subId: { readonly parameters: readonly string[]; readonly maxLength: number; readonly alphabet: RegExp };
  readonly reports: readonly ReportDefinition[];
  readonly unify: UnifyDeclaration;
  readonly links: NetworkLinks;
}

/** Declares a network; the identity function that gives the literal its type. */
export function defineNetwork(network: Network): Network {
  return network;
}
