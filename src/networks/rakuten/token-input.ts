/** What a person pastes into the token field → the report token, and what a pasted report URL says besides. */
import { type ErrorCode, TributaryError } from '../../core/index.ts';

const REPORT_HOST = 'ran-reporting.rakutenmarketing.com';
/** The network's reporting host. */
export const REPORT_ORIGIN = `https://${REPORT_HOST}`;

/** How every token begins, whosever it is. */
export const TOKEN_START = 'ZW5jcnlwdGVk';
const FRAME_START = 'encrypteda:2:{s:5:"Token";s:64:"';
const FRAME = /^encrypteda:2:\{s:5:"Token";s:64:"([0-9a-fA-F]{64})";s:8:"UserType";s:(\d{1,2}):"([A-Za-z]{1,40})";\}$/;
const SECURITY_TOKEN = /^[0-9a-f]{64}$/i;
const WHOLE_LENGTH = framed('0'.repeat(64)).length;

const WHERE =
  'At Rakuten open Reports > Reporting, choose a report, then "Get API" in the menu beside "View Report", and paste the whole URL.';

/** What a text turned out to be. `inner` is the account's security token, 64 hexadecimal digits. */
export type TokenReading =
  | { readonly kind: 'token'; readonly token: string; readonly inner: string }
  | { readonly kind: 'fault'; readonly code: 'bad-token' | 'advertiser-token'; readonly message: string };

/** What a pasted report URL says. */
export interface PastedUrl {
  /** The report's key as the URL writes it; null if the path names none. */
  readonly reportKey: string | null;
  /** Value of its parameter `network`; null if it has none. */
  readonly network: string | null;
  /** The origin of a simulated network; null for the network itself. */
  readonly loopbackOrigin: string | null;
  /** Its parameter `token`, decoded once and not looked at; a secret. Null if it has none. */
  readonly writtenToken: string | null;
}

/** A token in its one written form, base64 with padding, and the URL that it came in. */
export interface PastedToken {
  readonly token: string;
  readonly url: PastedUrl | null;
}

/**
 * Finds the token in what was pasted: a token, `token=…`, the security token, or a whole report URL, with quotes,
 * blanks and line breaks around or in it, URL-encoded at most once. Throws `TributaryError` `bad-token`,
 * `advertiser-token` or `foreign-url`; its message never repeats the text.
 */
export function readPastedToken(pasted: string): PastedToken {
  const url = readReportUrl(pasted);
  if (url !== null) {
    if (url.writtenToken === null) throw fault('bad-token', `The pasted address has no token in it. ${WHERE}`);
    return { token: tokenIn(url.writtenToken), url };
  }
  const text = unwrapped(pasted.replace(INVISIBLE, ''));
  const labelled = /(?:^|[?&\s])token\s*[=:]/i.exec(text);
  const rest = labelled === null ? text : text.slice(labelled.index + labelled[0].length);
  const [written = ''] = unwrapped(rest).split(/[&#"'`]/);
  return { token: tokenIn(decodedOnce(written)), url: null };
}

/** The report URL in a pasted text, or null if there is no address in it. Throws `foreign-url` for any other address. */
export function readReportUrl(pasted: string): PastedUrl | null {
  const text = unwrapped(pasted.replace(INVISIBLE, ''));
  const addresses = text.match(/https?:\/\//gi) ?? [];
  if (addresses.length > 1) throw fault('foreign-url', 'Several addresses were pasted at once; paste one of them.');
  const address = /https?:\/\/[^"'`<>]*/i.exec(text)?.[0] ?? withScheme(text);
  return address === null ? null : readAddress(address.replace(WRAPPED, ''));
}

/** Looks at a text that should be a token and nothing else. Pure; the message of a fault never repeats the text. */
export function inspectToken(text: string): TokenReading {
  if (SECURITY_TOKEN.test(text)) return { kind: 'token', token: framed(text), inner: text };
  const frame = Buffer.from(text, 'base64').toString('latin1');
  const problem = problemOf(text, frame);
  if (problem !== null) return { kind: 'fault', code: 'bad-token', message: `${problem} ${WHERE}` };
  const [, inner = '', , user = ''] = FRAME.exec(frame) ?? [];
  if (user === 'Publisher') return { kind: 'token', token: Buffer.from(frame, 'latin1').toString('base64'), inner };
  const message = `This token is of an account of the kind "${user}"; reports for publishers need a publisher's token. Sign in to the publisher dashboard instead. ${WHERE}`;
  return { kind: 'fault', code: 'advertiser-token', message };
}

/** The security token inside a report token. Throws `bad-token` or `advertiser-token`. */
export function securityTokenOf(token: string): string {
  const reading = inspectToken(token);
  if (reading.kind === 'fault') throw new TributaryError(reading.code, reading.message);
  return reading.inner;
}

/** Whether an origin is on this machine, as only a simulated network's is. */
export function isLoopback(url: URL): boolean {
  const { protocol, hostname } = url;
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return protocol === 'http:' && isHere;
}

/** Characters that copying adds and nobody sees. */
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
/** Blanks that a line break or a formatted page put into a URL. */
const WRAPPED = /\s*[\r\n]+\s*|\s+(?=[&?])|(?<=[&?])\s+/g;
const WRAPPING = /^[\s"'`“”‘’„«»‹›<>()[\],;]+|[\s"'`“”‘’„«»‹›<>()[\],;]+$/g;

function unwrapped(text: string): string {
  return text.replace(WRAPPING, '');
}

/** Some pages show the URL without its scheme. */
function withScheme(text: string): string | null {
  const bare = text.replace(/^\/\//, '');
  return bare.toLowerCase().startsWith(`${REPORT_HOST}/`) ? `https://${bare}` : null;
}

function readAddress(address: string): PastedUrl {
  const [first = ''] = address.split(/\s/);
  if (!URL.canParse(first)) throw fault('foreign-url', `The pasted text is no web address. ${WHERE}`);
  const url = new URL(first);
  const isSimulated = isLoopback(url);
  if (!isSimulated && (url.hostname !== REPORT_HOST || url.port !== '')) {
    const message = `The pasted address is of ${url.host.slice(0, 100)}; a report URL of Rakuten begins with ${REPORT_ORIGIN}/.`;
    throw fault('foreign-url', `${message} ${WHERE}`);
  }
  const parameter = (name: string): string | null =>
    url.searchParams.getAll(name).find((value) => value.trim() !== '') ?? null;
  return {
    reportKey: /^\/[^/]+\/reports\/([^/]+)/.exec(url.pathname)?.[1] ?? null,
    network: parameter('network'),
    loopbackOrigin: isSimulated ? url.origin : null,
    writtenToken: parameter('token'),
  };
}

/** Once, never twice: a token has no `%` of its own, so what is left of one is a mistake that the person should see. */
function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError)
      throw fault('bad-token', `The token is damaged: a "%" in it leads nowhere. ${WHERE}`);
    throw error;
  }
}

function tokenIn(text: string): string {
  const reading = inspectToken(unwrapped(text).replace(/\s+/g, ''));
  if (reading.kind === 'fault') throw fault(reading.code, reading.message);
  return reading.token;
}

/** What is wrong with a text that should be base64 of the frame; null if it is in the frame, whoever the user is. */
function problemOf(text: string, frame: string): string | null {
  if (text === '') return 'The token is empty.';
  if (/^[0-9a-f]+$/i.test(text)) {
    return `A security token has 64 hexadecimal digits; this text has ${text.length}. Copy all of it.`;
  }
  if (/%[0-9a-f]{2}/i.test(text)) return 'The token is URL-encoded twice.';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    return 'The token has characters that no token of Rakuten has (it is letters and digits, and "=" at its end).';
  }
  const parts = FRAME.exec(frame);
  if (parts !== null && parts[2] === String(parts[3]?.length) && isWrittenExactly(text, frame)) return null;
  if (FRAME_START.startsWith(frame) || (frame.startsWith(FRAME_START) && text.length < WHOLE_LENGTH)) {
    return `The token is cut off: it has ${text.length} characters of ${WHOLE_LENGTH}. Copy all of it.`;
  }
  if (frame.startsWith(FRAME_START)) return 'The token is damaged: it begins as one of Rakuten but goes on otherwise.';
  return `This is no report token of Rakuten: one begins with "${TOKEN_START}". Perhaps its beginning was not copied.`;
}

/** A decoder forgives much; the text must be what the frame encodes to. Only the padding may be missing. */
function isWrittenExactly(text: string, frame: string): boolean {
  return Buffer.from(frame, 'latin1').toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
}

function framed(inner: string): string {
  const frame = `${FRAME_START}${inner}";s:8:"UserType";s:9:"Publisher";}`;
  return Buffer.from(frame, 'latin1').toString('base64');
}

function fault(code: ErrorCode, message: string): TributaryError {
  return new TributaryError(code, message);
}
