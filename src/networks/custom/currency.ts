/**
 * Which codes are currencies, and what programs write before or after an amount. Written out: the lists that come with
 * Node change with its version, and a replay must read the same bytes alike.
 */
import type { CurrencyCode } from '../../core/index.ts';

/** ISO 4217, with the codes that ended since 2020. */
const CODES: ReadonlySet<string> = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF
IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL`.split(/\s+/),
);

/** Signs beside an amount, with every currency that is written so at home. */
const SIGNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'ARS', 'CLP', 'COP']],
  ['US$', ['USD']],
  ['CA$', ['CAD']],
  ['C$', ['CAD']],
  ['A$', ['AUD']],
  ['AU$', ['AUD']],
  ['NZ$', ['NZD']],
  ['R$', ['BRL']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['¥', ['JPY', 'CNY']],
  ['₹', ['INR']],
  ['₺', ['TRY']],
  ['₪', ['ILS']],
  ['₩', ['KRW']],
  ['zł', ['PLN']],
  ['Kč', ['CZK']],
  ['Ft', ['HUF']],
  ['kr', ['SEK', 'NOK', 'DKK', 'ISK']],
  ['lei', ['RON']],
]);

/** Whether a text is the code of a currency, in upper case. */
export function isCurrency(code: string): code is CurrencyCode {
  return CODES.has(code);
}

/** Whether a text beside an amount is a currency at all, ours or not. */
export function isCurrencyMark(mark: string): boolean {
  return SIGNS.has(mark) || isCurrency(mark.toUpperCase()) || /\p{Sc}/u.test(mark);
}

/** Whether a text beside an amount says the given currency: its code, or a sign that it is written with. */
export function isMarkOf(mark: string, currency: CurrencyCode): boolean {
  return mark.toUpperCase() === currency || SIGNS.get(mark)?.includes(currency) === true;
}
