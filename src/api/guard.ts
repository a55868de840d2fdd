/** Who may ask at all: this machine, no foreign page, no proxy, and only with the key. Pure. */
import { createHash, timingSafeEqual } from 'node:crypto';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Headers that only a proxy sets; a name that ends in `-` stands for all that begin with it. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-', 'x-real-ip', 'via'];

/** Refuses what only a foreign page or a proxy would send: another Host, a cross-site Origin, a forwarded header. */
export function refusalOf(headers: Headers): string | null {
  const host = headers.get('host') ?? '';
  if (!LOOPBACK_HOSTS.has(host.replace(/:\d+$/, '').toLowerCase())) return 'This server answers on this machine only.';
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return 'Requests from other sites are refused.';
  const origin = headers.get('origin');
  if (origin !== null && origin !== `http://${host}`) return 'Requests from other sites are refused.';
  for (const name of headers.keys()) {
    if (PROXY_HEADERS.some((one) => (one.endsWith('-') ? name.startsWith(one) : name === one))) {
      return 'Requests through a proxy are refused.';
    }
  }
  return null;
}

/** Whether the Authorization header carries the key, told in a time that says nothing about the key. */
export function carriesKey(headers: Headers, key: string): boolean {
  const [, given] = /^Bearer ([\w-]+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  return given !== undefined && timingSafeEqual(digest(given), digest(key));
}

/** Equal lengths, which `timingSafeEqual` wants, whatever was given. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** On every answer. Nothing of it runs, is framed, cached or guessed at; the web app has a policy of its own. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
