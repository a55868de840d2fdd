/** Settings from the environment; the only reader of `process.env`. */
import { resolve } from 'node:path';
import { TributaryError } from './errors.ts';

/** The data folder: the argument, else `TRIBUTARY_DATA`, else `./data`. Always absolute. */
export function dataFolder(argument: string | undefined): string {
  return resolve(argument ?? process.env['TRIBUTARY_DATA'] ?? 'data');
}

/** A percentage with at most two decimals as hundredths of a percent; the default where the variable is not set. */
function basisPoints(name: string, usual: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null)
    throw new TributaryError('invalid-settings', `${name} is a percentage like 1 or 0.5, not "${text}".`);
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Shares above which a run waits for a person, in hundredths of a percent. */
export interface HoldLimits {
  /** Of differences and conflicts among the lines read: `TRIBUTARY_HOLD_PERCENT`, default 1. */
  readonly differences: number;
  /** Of lines that a complete window no longer shows: `TRIBUTARY_HOLD_WITHDRAWN_PERCENT`, default 2. */
  readonly withdrawn: number;
}

/** Reads the limits from the environment. Throws `invalid-settings`. */
export function holdLimits(): HoldLimits {
  return {
    differences: basisPoints('TRIBUTARY_HOLD_PERCENT', 100),
    withdrawn: basisPoints('TRIBUTARY_HOLD_WITHDRAWN_PERCENT', 200),
  };
}

/** The step at which a test wants the program killed; see `fail-point.ts`. */
export function killAtStep(): number | undefined {
  const step = Number(process.env['TRIBUTARY_KILL_AT_STEP']);
  return Number.isInteger(step) && step > 0 ? step : undefined;
}

/** The facts server to use instead of the embedded one, if any. */
export function clickhouseUrl(): string | undefined {
  const url = process.env['CLICKHOUSE_URL'];
  return url === undefined || url === '' ? undefined : url;
}

/** The master key and the former one, as the environment writes them. Secrets: never log or print them. */
export interface MasterKeyTexts {
  readonly current: string | undefined;
  readonly old: string | undefined;
}

/** `TRIBUTARY_MASTER_KEY` and, while secrets still have to be re-wrapped, `TRIBUTARY_MASTER_KEY_OLD`; empty = not set. */
export function masterKeyTexts(): MasterKeyTexts {
  return {
    current: process.env['TRIBUTARY_MASTER_KEY'] || undefined,
    old: process.env['TRIBUTARY_MASTER_KEY_OLD'] || undefined,
  };
}

/** A variable that holds an origin like `https://tributary.example`. Throws `invalid-settings`. */
function originIn(name: string): string | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new TributaryError(
      'invalid-settings',
      `${name} is an address like https://tributary.example, without a path, not "${text}".`,
    );
  }
  return url.origin;
}

/** How mail is sent. `url` holds a password: never log or print it. */
export interface MailSettings {
  readonly url: URL;
  /** `Name <address>` or an address. */
  readonly from: string;
  /** Copies of a newsletter a minute. */
  readonly perMinute: number;
}

/**
 * `TRIBUTARY_SMTP_URL` (`smtp://user:password@host:587`, `smtps://…`), `TRIBUTARY_MAIL_FROM` and `TRIBUTARY_MAIL_PER_MINUTE`;
 * nothing without the first. Throws `invalid-settings`, without repeating what may hold the password.
 */
export function mailSettings(): MailSettings | undefined {
  const text = process.env['TRIBUTARY_SMTP_URL'];
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw invalid('TRIBUTARY_SMTP_URL is an address like smtp://user:password@mail.example:587, or smtps://….');
  }
  const from = process.env['TRIBUTARY_MAIL_FROM'] ?? '';
  // a line break would begin another header
  if (!/^(?:[^<>\r\n]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(from)) {
    throw invalid('TRIBUTARY_MAIL_FROM is who mails are from, like Tributary <tributary@mail.example>.');
  }
  if (publicOrigin() === undefined) {
    throw invalid('TRIBUTARY_SMTP_URL needs TRIBUTARY_URL too: the links in mails lead there.');
  }
  const perMinute = Number(process.env['TRIBUTARY_MAIL_PER_MINUTE'] || 60);
  if (!Number.isInteger(perMinute) || perMinute < 1 || perMinute > 10_000) {
    throw invalid('TRIBUTARY_MAIL_PER_MINUTE is a whole number from 1 to 10000.');
  }
  return { url, from, perMinute };
}

function invalid(message: string): TributaryError {
  return new TributaryError('invalid-settings', message);
}

/** `on` or `off`; the usual where the variable is not set. Throws `invalid-settings`. */
function onOrOff(name: string, usual: boolean): boolean {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  if (text !== 'on' && text !== 'off')
    throw new TributaryError('invalid-settings', `${name} is on or off, not "${text}".`);
  return text === 'on';
}

/** What the public pages are told by who runs the server. */
export interface PublicSettings {
  /** `hosted`: for other people, with plans; `self-hosted`: for oneself. */
  readonly mode: 'self-hosted' | 'hosted';
  /** Whether there are public pages at all. */
  readonly isOn: boolean;
  /** An e-mail address or a web address; nothing where none was given. */
  readonly contact: string | undefined;
  /** Whether there is a demo to go to. */
  readonly hasDemo: boolean;
  /** The file with the plans, absolute. */
  readonly plansFile: string | undefined;
}

/**
 * Reads `TRIBUTARY_MODE`, `TRIBUTARY_PUBLIC_PAGES`, `TRIBUTARY_CONTACT`, `TRIBUTARY_DEMO` and `TRIBUTARY_PLANS`. Throws
 * `invalid-settings`.
 */
export function publicSettings(): PublicSettings {
  const mode = process.env['TRIBUTARY_MODE'] || 'self-hosted';
  if (mode !== 'self-hosted' && mode !== 'hosted') {
    throw new TributaryError('invalid-settings', `TRIBUTARY_MODE is self-hosted or hosted, not "${mode}".`);
  }
  const plans = process.env['TRIBUTARY_PLANS'] || undefined;
  return {
    mode,
    isOn: onOrOff('TRIBUTARY_PUBLIC_PAGES', mode === 'hosted'),
    contact: contactOf(process.env['TRIBUTARY_CONTACT']),
    hasDemo: onOrOff('TRIBUTARY_DEMO', false),
    plansFile: plans === undefined ? undefined : resolve(plans),
  };
}

/** What messages about billing are signed with (`TRIBUTARY_BILLING_SECRET`). A secret: never log or print it. */
export function billingSecret(): string | undefined {
  const secret = process.env['TRIBUTARY_BILLING_SECRET'] || undefined;
  if (secret === undefined || secret.length >= 32) return secret;
  throw new TributaryError('invalid-settings', 'TRIBUTARY_BILLING_SECRET has at least 32 characters.');
}

function contactOf(text: string | undefined): string | undefined {
  const plain = text?.trim() ?? '';
  if (plain === '') return undefined;
  const isAddress = /^[^\s@:/?#&]+@[^\s@:/?#&]+\.[^\s@:/?#&]+$/.test(plain);
  if (isAddress || (/^https?:\/\//.test(plain) && URL.canParse(plain))) return plain;
  throw new TributaryError(
    'invalid-settings',
    `TRIBUTARY_CONTACT is an e-mail address or an address like https://example.org/contact, not "${plain}".`,
  );
}

/**
 * The public address before which a reverse proxy stands (`TRIBUTARY_URL`), as an origin like `https://tributary.example`;
 * nothing when Tributary is used on its own machine only. Throws `invalid-settings`.
 */
export function publicOrigin(): string | undefined {
  return originIn('TRIBUTARY_URL');
}

/** How the collector of pageviews and clicks is reached, and how much it takes. */
export interface CollectorSettings {
  /** The public address with a proxy before it: `TRIBUTARY_COLLECT_URL`. */
  readonly publicUrl: string | null;
  /** The address of this machine to listen on: `TRIBUTARY_COLLECT_HOST`, default 127.0.0.1. */
  readonly host: string;
  /** `TRIBUTARY_COLLECT_PATH`, default `/c`; `TRIBUTARY_SCRIPT_PATH`, default `/t.js`. */
  readonly collectPath: string;
  readonly scriptPath: string;
  /** The header in which the proxy names a reader's country (`TRIBUTARY_COUNTRY_HEADER`, such as `cf-ipcountry`). */
  readonly countryHeader: string | null;
  /** A file that says the countries, and perhaps cities, of addresses (`TRIBUTARY_GEO_DATABASE`), absolute. */
  readonly geoDatabase: string | null;
  /** Events a second of one network (`TRIBUTARY_COLLECT_RATE`, default 100) and of one site (`…_SITE_RATE`, default 5000). */
  readonly rates: { readonly network: number; readonly site: number };
}

/** Reads the settings of the collector. Throws `invalid-settings`. */
export function collectorSettings(): CollectorSettings {
  const [collectPath, scriptPath] = [pathIn('TRIBUTARY_COLLECT_PATH', '/c'), pathIn('TRIBUTARY_SCRIPT_PATH', '/t.js')];
  if (collectPath === scriptPath) {
    throw new TributaryError('invalid-settings', 'TRIBUTARY_COLLECT_PATH and TRIBUTARY_SCRIPT_PATH are the same.');
  }
  const geoDatabase = process.env['TRIBUTARY_GEO_DATABASE'] || undefined;
  return {
    publicUrl: originIn('TRIBUTARY_COLLECT_URL') ?? null,
    host: process.env['TRIBUTARY_COLLECT_HOST'] || '127.0.0.1',
    collectPath,
    scriptPath,
    countryHeader: process.env['TRIBUTARY_COUNTRY_HEADER']?.toLowerCase() || null,
    geoDatabase: geoDatabase === undefined ? null : resolve(geoDatabase),
    rates: {
      network: numberIn('TRIBUTARY_COLLECT_RATE', 100),
      site: numberIn('TRIBUTARY_COLLECT_SITE_RATE', 5000),
    },
  };
}

function pathIn(name: string, usual: string): string {
  const path = process.env[name] || usual;
  if (/^\/[\w./-]{1,100}$/.test(path) && path !== '/health') return path;
  throw new TributaryError('invalid-settings', `${name} is a path like /c, of letters, digits, ".", "-" and "/".`);
}

function numberIn(name: string, usual: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new TributaryError('invalid-settings', `${name} is a whole number from 1, not "${text}".`);
}
