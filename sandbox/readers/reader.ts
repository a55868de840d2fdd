/** What a simulated reader's browser says of itself. */

/** Headers and settings of one reader; the same reader always has the same. */
export interface ReaderBrowser {
  readonly userAgent: string;
  /** Of the addresses for benchmarks (RFC 2544): it belongs to nobody. */
  readonly address: string;
  readonly language: string;
}

const AGENTS = {
  mobile: [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36',
  ],
  tablet: [
    'Mozilla/5.0 (iPad; CPU OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  ],
  desktop: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
    'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0',
  ],
} as const;
const LANGUAGES: Readonly<Record<string, string>> = {
  US: 'en-US',
  GB: 'en-GB',
  CA: 'en-CA',
  FR: 'fr-FR',
  BR: 'pt-BR',
  DE: 'de-DE',
  AU: 'en-AU',
};
/** Readers of each country have addresses of their own, in this order. */
export const COUNTRIES = Object.keys(LANGUAGES);
export const ADDRESSES_A_COUNTRY = 16_384;
const CRAWLER = 'Mozilla/5.0 (compatible; examplebot/2.1; +https://crawler.example/about)';

/** The browser of a reader `reader-<country>-<number>`. */
export function browserOf(readerId: string, device: keyof typeof AGENTS, country: string): ReaderBrowser {
  const number = Number(readerId.slice(readerId.lastIndexOf('-') + 1));
  const agents = AGENTS[device];
  return {
    userAgent: agents[number % agents.length] ?? agents[0],
    address: addressOf(Math.max(0, COUNTRIES.indexOf(country)) * ADDRESSES_A_COUNTRY + (number % ADDRESSES_A_COUNTRY)),
    language: LANGUAGES[country] ?? 'en',
  };
}

/** A program that reads pages and runs their scripts, and says that it is one. */
export function crawler(number: number): ReaderBrowser {
  return { userAgent: CRAWLER, address: addressOf(131_071 - (number % 8)), language: '' };
}

/** The n-th address of 198.18.0.0/15. */
export function addressOf(n: number): string {
  return `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
}
