/**
 * What an affiliate network is, to the rest of Tributary. A network is data and pure functions: it speaks its vendor's
 * language, knows none of our stores, and returns values of the types below.
 */
import type { z } from 'zod';
import {
  type Amount,
  type Clock,
  type CurrencyCode,
  type ErrorCode,
  type ErrorPlace,
  type LinkForm,
  type Log,
  TributaryError,
} from '../core/index.ts';

/** A calendar day `YYYY-MM-DD` in the network's time zone. */
export type BusinessDate = string;

/** What a network can say of a line's future; `null` in a line means that the report says nothing about it. */
export type ReportedStatus = 'pending' | 'approved' | 'reversed';

/**
 * One line as one report of a network stated it. `null` always means "this report has no such column" (or, for
 * optional facts, left it blank): a later report may fill it in, and it never overwrites what another report said.
 */
export interface ReportedLine {
  /** The advertiser's id at the network (Rakuten: MID; where there are only names: the name). Never blank. */
  readonly advertiserId: string;
  readonly advertiser: string | null;
  readonly orderId: string;
  /** Blank only where the network reports whole orders, or lines without one. */
  readonly sku: string;
  readonly product: string | null;
  readonly brand: string | null;
  /** The sub-id as it came back; '' = reported as empty. */
  readonly subId: string | null;
  /** The network's own unique id of this line, where it has one. */
  readonly transactionId: string | null;
  /** Day and time (`HH:MM:SS`, '' if the report has none) of the sale, in the network's or its connection's time zone. */
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

/** A connection's settings as its network's schema gave them. Secrets are in it: never log or print the whole. */
export type ConnectionSettings = Readonly<Record<string, unknown>>;

/** What a translation may know besides the row: the connection's country network, its currency and its settings. */
export interface TranslateContext {
  /** The network's own id of the country network (Rakuten: `1` = United States), or null where there is none. */
  readonly country: string | null;
  /** The country's currency, or null where the form has to ask. */
  readonly currency: CurrencyCode | null;
  /** The connection's settings without secrets; absent for files that belong to no connection. */
  readonly settings?: ConnectionSettings;
}

/** A prepared row translator for one header: reading the header once makes a million rows cheap. */
export type RowTranslator = (cells: readonly string[]) => Translated;

/** What stands between two cells of a report. */
export type Delimiter = ',' | ';' | '\t';

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
  /**
   * True if this header can only be this report (files are recognised by it). First match in the list wins. `settings`
   * are the connection's, without secrets; a report whose columns are in them recognises nothing without them.
   */
  readonly recognises: (header: readonly string[], settings?: ConnectionSettings) => boolean;
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

/** Days of process dates that a request asks for, both included, in the network's time zone. */
export interface Window {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** What to do next about a failed request; see `NetworkError`. */
export type NetworkErrorKind =
  /** The network refuses the credential: ask the person. Never retried. */
  | 'auth'
  /** Too many requests: again at `retryAt`. */
  | 'rate-limited'
  /** Time-out, 5xx, broken connection: again later. */
  | 'unavailable'
  /** The network answered something that the contract does not know: keep it raw, tell the person. */
  | 'contract'
  /** The network refuses this range of days: ask for less. */
  | 'refused-window'
  | 'bug';

/** A failed request to a network. `message` is for the person; `cause` keeps the internal one. No secret is in either. */
export class NetworkError extends TributaryError {
  readonly kind: NetworkErrorKind;
  /** When a new request makes sense, where the network said so. */
  readonly retryAt: Date | null;

  constructor(
    kind: NetworkErrorKind,
    code: ErrorCode,
    userMessage: string,
    options: {
      readonly retryAt?: Date | null;
      readonly place?: ErrorPlace;
      readonly cause?: unknown;
      /** What the network said, cleaned of everything secret. */
      readonly words?: string | undefined;
    } = {},
  ) {
    super(code, userMessage, options.place, options.cause, options.words);
    this.name = 'NetworkError';
    this.kind = kind;
    this.retryAt = options.retryAt ?? null;
  }
}

/** An answer whose status was not one that `NetworkHttp` treats itself. `bytes` can be read once. */
export interface HttpAnswer {
  readonly status: number;
  /** Method and URL without secrets, for manifests and messages. */
  readonly request: string;
  /** A header's value, name in any case; null if absent. */
  header(name: string): string | null;
  /** Throws a `NetworkError` (`unavailable`) when the body breaks off, stalls or exceeds the size limit. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The body as UTF-8 text, at most `maxBytes` (default 64 kB) of it. */
  text(maxBytes?: number): Promise<string>;
}

/**
 * HTTP as a network may use it: paced per account, retried on 429, 5xx and broken connections (with `Retry-After`,
 * exponential, with jitter and a cap), limited in time and size, without redirects. Answers 2xx and other 4xx;
 * throws `NetworkError` `rate-limited`, `unavailable` (code `network-timeout` for a time-out, which is not retried).
 */
export interface NetworkHttp {
  get(url: URL, options?: { readonly timeoutMs?: number; readonly accept?: string }): Promise<HttpAnswer>;
}

/** All that a network receives from outside. */
export interface NetworkContext {
  readonly http: NetworkHttp;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** A report that a connection can fetch. */
export interface FetchableReport {
  /** The id of its `ReportDefinition`. */
  readonly reportId: string;
  /** Its exact name at the network, as the person sees it there. */
  readonly name: string;
  /** Without a required report nothing is imported; an optional one may be missing, and the run says so. */
  readonly isRequired: boolean;
}

/** One answer of a network, before anyone parses it. */
export interface RawAnswer {
  /** The request without secrets. */
  readonly request: string;
  readonly status: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** How a network is asked for its reports. Methods, so that a network may name its own type of settings. */
export interface NetworkApi<Settings extends ConnectionSettings = ConnectionSettings> {
  /** The secret by which the network knows the account: the same for all connections of one account. Never stored. */
  account(settings: Settings): string;
  /** Every text that must never be seen: the secrets, and what can be decoded from them. */
  secrets(settings: Settings): readonly string[];
  /** Requests a minute for one account, over all its connections. */
  requestsPerMinute(settings: Settings): number;
  /** The origin that requests go to, e.g. `https://reports.example.com`; others are refused by `core/outbound`. */
  origin(settings: Settings): string;
  /** The reports to fetch, the ones that carry money first. */
  reports(settings: Settings): readonly FetchableReport[];
  /**
   * Asks for one report over one window and gives its raw answers. Throws `NetworkError`; an answer that is no report
   * at all (an error body, a web page) is thrown, not given.
   */
  fetch(
    context: NetworkContext,
    settings: Settings,
    request: { readonly report: FetchableReport; readonly window: Window },
  ): AsyncIterable<RawAnswer>;
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

/** Affiliate links of a network, made of their forms by `linksOf` (network-links.ts). Pure: text in, text out. */
export interface NetworkLinks {
  /** What the browser script's table is compiled from, too. */
  readonly forms: readonly LinkForm[];
  /**
   * The sub-id in a link of this network ('' = a link without one; of several that with a click id, or else the first), or
   * null if it is not this network's link.
   */
  readonly recognise: (url: string) => { readonly subId: string; readonly advertiserId: string | null } | null;
  /**
   * The same link with the sub-id written into the first parameter that is free; what is there is kept, and where none is
   * free or a click id is there, the link stays as it is. Null if it is not this network's link.
   * Throws a `RangeError` if the network would not carry the sub-id.
   */
  readonly tag: (url: string, subId: string) => string | null;
}

/** A network. Values and pure functions only; `defineNetwork` checks the shape. */
export interface Network<Settings extends ConnectionSettings = ConnectionSettings> {
  /** Stored in rows and equal to its folder's name: choose once, never rename. */
  readonly id: string;
  readonly label: string;
  /** Its website; '' where it is not one company's. */
  readonly home: string;
  /** IANA zone of the days and times in its reports as we ask for them. */
  readonly timeZone: string;
  /** The zone of one connection's lines, where a person names it; absent: `timeZone`. */
  timeZoneOf?(settings: Settings): string;
  /** What separates the cells of one connection's files, where a person names it; absent: a comma. */
  delimiterOf?(settings: Settings): Delimiter;
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
  /**
   * The form: an object schema whose fields carry `title`, `description` and, where it is one, `secret: true` as zod
   * metadata. That drives the form, encryption and redaction.
   */
  readonly settings: z.ZodType<Settings>;
  /** Takes apart what a person pasted (a whole URL into the token field …). Pure; throws a `TributaryError` that helps. */
  readonly prepareSettings: (input: ConnectionSettings) => ConnectionSettings;
  /** The country network's id that settings name, or null where the network has none. */
  countryIdOf(settings: Settings): string | null;
  /** The currency the person named where the country network leaves it open; null = none named. */
  currencyOf(settings: Settings): CurrencyCode | null;
  readonly reports: readonly ReportDefinition[];
  /** null: every report carries its own money and nothing is paired. */
  readonly unify: UnifyDeclaration | null;
  /** null: files only. */
  readonly api: NetworkApi<Settings> | null;
  /** Its links with their sub-id rules; null: the network has no links of its own. */
  readonly links: NetworkLinks | null;
}

/** Declares a network and forgets its own type of settings: from here on they are what its schema let through. */
export function defineNetwork<Settings extends ConnectionSettings>(network: Network<Settings>): Network {
  return network as unknown as Network; // only values that `network.settings` parsed are ever handed back to it
}
