import { describe, expect, it } from 'vitest';
import { reportToken, seededToken } from '../../../sandbox/index.ts';
import { TributaryError } from '../../core/index.ts';
import { secretsIn } from '../testing/credentials.ts';
import { inspectToken, readPastedToken, readReportUrl, securityTokenOf } from './token-input.ts';

const token = seededToken('pasted');
const inner = securityTokenOf(token);
const encoded = encodeURIComponent(token);
const url = (parameters: string, key = 'individual-item-report'): string =>
  `https://ran-reporting.rakutenmarketing.com/en/reports/${key}/filters?${parameters}`;

describe('a good paste gives the token', () => {
  it.each([
    ['the token', token],
    ['URL-encoded', encoded],
    ['URL-encoded in small letters', encoded.replaceAll('%3D', '%3d')],
    ['without its padding, as a double click selects it', token.replace(/=+$/, '')],
    ['with half of its padding', token.replace(/==$/, '=')],
    ['token=…', `token=${token}`],
    ['token=… URL-encoded', `token=${encoded}`],
    ['&token=…', `&token=${encoded}`],
    ['a label', `Token: ${token}`],
    ['further parameters', `${encoded}&date_format=m%2Fd%2Fyy`],
    ['a whole query', `?start_date=2026-03-01&network=1&token=${encoded}&tz=GMT`],
    ['blanks and line ends', `\r\n\t ${token} \n`],
    ['a no-break space and a byte order mark', `\ufeff\u00a0${token}\u00a0`],
    ['invisible characters', `${token.slice(0, 50)}\u200b${token.slice(50)}\u2060`],
    ['quotes', `"${token}"`],
    ['curly quotes', `“${token}”,`],
    ['quotes around token=…', `'token=${encoded}'`],
    ['broken into lines', `${token.slice(0, 76)}\r\n${token.slice(76)}`],
    ['the security token', inner],
    ['the security token with blanks', ` ${inner}\n`],
    ['token= with the security token', `token=${inner}`],
    ['a report URL', url(`network=1&token=${encoded}`)],
    ['a report URL with a bare token', url(`token=${token}&network=1`)],
    ['a report URL without scheme', url(`token=${encoded}`).replace('https:', '')],
    ['a report URL without scheme and slashes', url(`token=${encoded}`).replace('https://', '')],
    ['a report URL in capitals', url(`token=${encoded}`).replace('https://ran-reporting', 'HTTPS://RAN-Reporting')],
    ['a report URL in angle brackets', `<${url(`token=${encoded}`)}>`],
    ['a curl command', `curl -o x.csv '${url(`token=${encoded}`)}' -s`],
    ['a report URL with blanks at its ampersands', url(`tz=GMT& previous-end-date=2026-01-01 &token=${encoded}`)],
    ['a report URL broken inside the token', url(`token=${encoded.slice(0, 40)}\n   ${encoded.slice(40)}`)],
    ['a report URL with an empty token too', url(`token=&token=${encoded}`)],
  ])('%s', (_name, text) => {
    expect(readPastedToken(text).token).toBe(token);
  });
});

describe('a report URL also gives', () => {
  it('its report, network and, for a simulated network, its origin', () => {
    expect(readReportUrl(url(`network=41&token=${encoded}`, 'Items-%2B-Currency'))).toEqual({
      reportKey: 'Items-%2B-Currency',
      network: '41',
      loopbackOrigin: null,
      writtenToken: token,
    });
    expect(readReportUrl(`http://127.0.0.1:4400/en-US/reports/newly/filters?token=${encoded}`)).toEqual({
      reportKey: 'newly',
      network: null,
      loopbackOrigin: 'http://127.0.0.1:4400',
      writtenToken: token,
    });
  });
  it('nothing where it has nothing', () => {
    expect(readReportUrl(url('network=').replace('/en/reports/individual-item-report/filters', '/'))).toEqual({
      reportKey: null,
      network: null,
      loopbackOrigin: null,
      writtenToken: null,
    });
    expect(readReportUrl('no address')).toBeNull();
  });
});

describe('a bad paste is explained', () => {
  const advertiser = reportToken(inner, 'Advertiser');
  const frame = Buffer.from(token, 'base64').toString();
  const reframed = (change: (text: string) => string): string => Buffer.from(change(frame)).toString('base64');

  it.each([
    ['nothing', '', 'bad-token', /empty/],
    ['only quotes', '""', 'bad-token', /empty/],
    ['a few letters', 'ZW5j', 'bad-token', /cut off: it has 4 characters of 176/],
    ['the first half', token.slice(0, 80), 'bad-token', /cut off: it has 80 characters of 176/],
    ['cut at the end', token.slice(0, -4), 'bad-token', /cut off: it has 172 characters/],
    ['cut at the beginning', token.slice(5), 'bad-token', /its beginning was not copied/],
    ['cut at the beginning, in step', token.slice(4), 'bad-token', /its beginning was not copied/],
    ['encoded twice', encodeURIComponent(encoded), 'bad-token', /encoded twice/],
    ['token= encoded twice', `token=${encodeURIComponent(encoded)}`, 'bad-token', /encoded twice/],
    ['a URL encoded twice', url(`token=${encodeURIComponent(encoded)}`), 'bad-token', /encoded twice/],
    ['a percent sign that leads nowhere', `${encoded}%zz`, 'bad-token', /damaged/],
    ['a hidden token', '••••••••cd7f', 'bad-token', /characters that no token/],
    ['a shortened token', `${token.slice(0, 20)}…`, 'bad-token', /characters that no token/],
    ['a redacted token', 'token=[secret]', 'bad-token', /no report token|characters that no token/],
    ['a wrong letter', `${token.slice(0, 60)}!${token.slice(61)}`, 'bad-token', /characters that no token/],
    ['a letter more', `${token.slice(0, 60)}A${token.slice(60)}`, 'bad-token', /damaged/],
    ['twice the token', token + token, 'bad-token', /characters that no token|damaged/],
    [
      'an inner value of 63 digits',
      reframed((text) => text.replace(inner, inner.slice(1))),
      'bad-token',
      /cut off|damaged/,
    ],
    [
      'an inner value that is no hex',
      reframed((text) => text.replace(inner, `g${inner.slice(1)}`)),
      'bad-token',
      /damaged/,
    ],
    ['a length that does not fit', reframed((text) => text.replace('s:9:', 's:8:')), 'bad-token', /damaged/],
    ['spare bits in the last letter', token.replace(/Q==$/, 'R=='), 'bad-token', /damaged/],
    ['other base64', Buffer.from('user:password').toString('base64'), 'bad-token', /no report token/],
    ['a security token that is too short', inner.slice(0, 63), 'bad-token', /64 hexadecimal digits; this text has 63/],
    ['a security token that is too long', `${inner}0`, 'bad-token', /64 hexadecimal digits; this text has 65/],
    ['a sentence', 'I could not find the token', 'bad-token', /no report token|characters that no token/],
    ['a URL without token', url('network=1'), 'bad-token', /no token in it/],
    ['a URL with half a token', url(`token=${encoded.slice(0, 90)}`), 'bad-token', /cut off/],
    ['an advertiser', advertiser, 'advertiser-token', /"Advertiser".*publisher dashboard/],
    ['an advertiser in a URL', url(`token=${encodeURIComponent(advertiser)}`), 'advertiser-token', /"Advertiser"/],
    [
      'the dashboard',
      `https://publisher.rakutenadvertising.com/reports?token=${encoded}`,
      'foreign-url',
      /publisher\.rakuten/,
    ],
    [
      'a host that begins alike',
      url(`token=${encoded}`).replace('.com/', '.com.example.org/'),
      'foreign-url',
      /example\.org/,
    ],
    [
      'a host before an @',
      `https://ran-reporting.rakutenmarketing.com@example.org/?token=${encoded}`,
      'foreign-url',
      /example\.org/,
    ],
    ['another port', url(`token=${encoded}`).replace('.com/', '.com:8443/'), 'foreign-url', /8443/],
    ['https on this machine', `https://127.0.0.1/en/reports/x/filters?token=${encoded}`, 'foreign-url', /127\.0\.0\.1/],
    ['a host in this network', `http://192.168.1.4/en/reports/x/filters?token=${encoded}`, 'foreign-url', /192\.168/],
    ['no address after the scheme', 'https://', 'foreign-url', /no web address/],
    ['two addresses', `${url('a=1')}\n${url(`token=${encoded}`)}`, 'foreign-url', /Several addresses/],
  ])('%s', (_name, text, code, message) => {
    let error: unknown = null;
    try {
      readPastedToken(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TributaryError);
    expect(error).toMatchObject({ code });
    const said = error instanceof Error ? error.message : '';
    expect(said).toMatch(message);
    expect(said.length).toBeGreaterThan(40); // what to do next
    expect(secretsIn(said, [token, inner, advertiser, ...(text.length > 8 ? [text] : [])])).toEqual([]);
  });
});

describe('the form', () => {
  it('is read the same when it is read again', () => {
    const once = readPastedToken(inner).token;
    expect(readPastedToken(once).token).toBe(once);
    expect(inspectToken(once)).toEqual({ kind: 'token', token: once, inner });
  });
  it('refuses every token that was cut anywhere', () => {
    for (let length = 0; length < token.length - 2; length += 1) {
      expect(inspectToken(token.slice(0, length)).kind, String(length)).toBe('fault');
    }
  });
});
